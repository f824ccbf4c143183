// What a model child and its owner say to each other over node's IPC (advanced serialization: typed arrays pass as they are).

/** Sent by the owner. */
export type ToChild =
  | { do: 'load'; options: unknown }
  | { do: 'job'; id: number; body: unknown }
  /** The answer is not wanted any more; the job may end at its next step. */
  | { do: 'cancel'; id: number };

/** Sent by the child. */
export type FromChild =
  | { is: 'ready'; tookMs: number }
  /** The model cannot be loaded: the same will happen again until something changes. */
  | { is: 'unusable'; message: string }
  | { is: 'part'; id: number; body: unknown }
  | { is: 'done'; id: number; body: unknown }
  | { is: 'failed'; id: number; message: string };
