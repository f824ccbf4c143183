// What a turn looks up in knowledge bases: asked once, when the turn begins, for all that may be needed in it.

import type { Knowledge, KnowledgePassage } from '../../interfaces/knowledge.ts';
import type { EngineEvent, RespondRequest } from '../engine.ts';
import { questionOf } from './question.ts';

/** The contract's `kb_config`. */
export interface KnowledgeConfig {
  top_k?: number | null;
  filter_score?: number | null;
}

/** As the contract has them. */
const TOP_K = 3;
const FILTER_SCORE = 0.6;

export interface LookUp {
  /** The best of these knowledge bases. Throws the signal's reason when aborted, nothing else. */
  passages(knowledgeBaseIds: readonly string[]): Promise<KnowledgePassage[]>;
  /** What was used of it since it was told last; the whole look-up counts once for the figures. */
  tell(): Generator<EngineEvent>;
}

export interface LookUpInput {
  /** All that the turn may need. */
  knowledgeBaseIds: readonly string[];
  config: KnowledgeConfig | null | undefined;
  request: Pick<RespondRequest, 'transcript' | 'signal'>;
}

/** Begins at once. Null when there is nothing to look up, or nothing to look it up in. */
export function lookUp(knowledge: Knowledge | undefined, input: LookUpInput): LookUp | null {
  const knowledgeBaseIds = [...new Set(input.knowledgeBaseIds)];
  const asked = knowledge && knowledgeBaseIds.length > 0 ? questionOf(input.request.transcript) : null;
  if (!knowledge || !asked) return null;
  const topK = input.config?.top_k ?? TOP_K;
  const filterScore = input.config?.filter_score ?? FILTER_SCORE;
  const { signal } = input.request;
  const found = knowledge.retrieve({ ...asked, knowledgeBaseIds, topK, filterScore }, signal);
  // Whoever awaits it hears of the abort.
  found.catch(() => {});
  const untold: EngineEvent[] = [];
  const used = new Set<KnowledgePassage>();
  let isTold = false;

  return {
    async passages(wanted) {
      const { passages, tookMs, trouble } = await found;
      const best = passages.filter(({ knowledgeBaseId }) => wanted.includes(knowledgeBaseId)).slice(0, topK);
      const fresh = best.filter((passage) => !used.has(passage));
      for (const passage of fresh) used.add(passage);
      if (!isTold || fresh.length > 0)
        untold.push({
          is: 'knowledge',
          passages: fresh,
          tookMs: isTold ? null : tookMs,
          trouble: isTold ? null : trouble,
        });
      isTold = true;
      return best;
    },
    *tell() {
      yield* untold.splice(0);
    },
  };
}
