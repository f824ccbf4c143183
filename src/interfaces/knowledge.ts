// What a conversation looks up while it goes on.

/** Of one workspace. */
export interface Knowledge {
  /**
   * The passages that are close enough to what was asked, best first, `topK` of each knowledge base. Takes no longer than the budget it
   * was made with: what would come later, or cannot be had, is left out, and the answer says why. Throws the signal's reason when aborted,
   * nothing else.
   */
  retrieve(question: KnowledgeQuestion, signal: AbortSignal): Promise<Retrieved>;
  /** Brings these into memory ahead of the first question. Does not wait for it, and never throws. */
  warm(knowledgeBaseIds: readonly string[]): void;
}

export interface KnowledgeQuestion {
  /** Those that are gone give nothing. */
  knowledgeBaseIds: readonly string[];
  /** What the user said last. */
  text: string;
  /** The same with what was said before, for questions that do not stand on their own; null when there is nothing before. */
  inContext: string | null;
  /** 1..10 */
  topK: number;
  /** 0..1 on the contract's scale, where 0.6 is usual. */
  filterScore: number;
}

export interface Retrieved {
  passages: KnowledgePassage[];
  /** From the question to the answer. */
  tookMs: number;
  /** Why there is nothing, or less; null when all is well. For logs: without what was said. */
  trouble: string | null;
}

export interface KnowledgePassage {
  knowledgeBaseId: string;
  sourceId: string;
  /** File name, title, or title of the page. */
  sourceName: string;
  sourceUrl: string | null;
  /** Headings above it, outermost first; may be empty. */
  heading: string;
  text: string;
  /** 0..1 on the contract's scale. */
  score: number;
}
