// Texts as vectors, so that what means the same lies close together.

/** What a knowledge base is looked up with. One object serves all conversations and the reading of documents. */
export interface Embeddings {
  /** Which model makes the vectors, and how. Vectors of different names cannot be compared. */
  readonly model: string;
  /**
   * The cosine of a question and a passage above which the passage is about what was asked. Models differ widely here; the contract's
   * `filter_score` of 0.6 is put there.
   */
  readonly closeCosine: number;
  /** Gets ready ahead of the first question. Throws ProviderError. */
  warm(): Promise<void>;
  /** One vector of length 1 for each question, in order; people wait. Throws ProviderError, and the signal's reason when aborted. */
  questions(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
  /**
   * For each passage the vectors of its windows, one after the other, each of length 1: a model reads only so much at once. None for a
   * passage without a word. Questions go first. Throws ProviderError, and the signal's reason when aborted.
   */
  passages(passages: readonly Passage[], signal: AbortSignal): Promise<Float32Array[]>;
  /** Floats of one vector; null until the first one was made. */
  readonly dimensions: number | null;
}

export interface Passage {
  /** What it stands under; may be empty. */
  heading: string;
  text: string;
}
