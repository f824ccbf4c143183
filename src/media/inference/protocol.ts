// What media host and inference worker say to each other, over a channel of their own.

/** Windows to be judged; the arrays run in step. */
export interface VadRequest {
  streams: number[];
  /** Number of the window within its stream. */
  seqs: number[];
  /** 8000 (256 samples a window) or 16000 (512). */
  rates: number[];
  windows: Int16Array[];
  /** Streams whose state can be forgotten. */
  closed: number[];
}

/** Probabilities of speech, 0..1. `ready`: a model is loaded, so answers can be waited for. */
export interface VadAnswer {
  ready: boolean;
  streams: number[];
  seqs: number[];
  probabilities: number[];
}

/** Main thread to inference worker. */
export type InferenceOrder = { do: 'model'; path: string } | { do: 'close' };

/** Inference worker to main thread. */
export type InferenceNews = { is: 'model'; path: string } | { is: 'fault'; message: string };

/** A message is sent at the latest with so many windows. */
export const windowsPerMessage = 64;
