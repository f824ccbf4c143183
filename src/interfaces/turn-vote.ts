// A second opinion on the end of a turn, from sound alone (Smart Turn).

export interface TurnVote {
  /**
   * Probability (0..1) that the speaker has finished. `pcm`: 16 kHz mono from ~0.5 s before the turn's first speech up to now, at most 8 s.
   * Resolves to undefined when no answer came before `signal` aborted or the model is not there.
   */
  vote(pcm: Int16Array, signal: AbortSignal): Promise<number | undefined>;
}
