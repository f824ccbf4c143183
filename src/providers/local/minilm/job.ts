// What the embeddings' child process is asked for.

export interface MiniLmLoad {
  /** Holds model.safetensors and tokenizer.json. */
  folder: string;
}

export type MiniLmJob =
  /** Answered by one vector for each text, one after the other. */
  | { do: 'questions'; texts: string[] }
  /** Answered by the windows of each passage. */
  | { do: 'cut'; passages: { heading: string; text: string }[] }
  /** Answered by one vector for each window, one after the other. */
  | { do: 'windows'; windows: Window[] };

/** Token ids with their frame, at most `MAX_TOKENS`. */
export type Window = number[];

/** Floats of one vector. */
export const DIMENSIONS = 384;
/** What the model was trained to read at once. */
export const MAX_TOKENS = 256;
