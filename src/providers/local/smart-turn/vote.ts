// TurnVote by Smart Turn in a child process. No answer is an answer: the turn's end is then decided by silence and words alone.

import type { TurnVote } from '../../../interfaces/turn-vote.ts';
import type { ModelChild } from '../child/model-child.ts';

/** Silence decides after 2 s at the latest; a vote that comes later has no reader. */
const DEADLINE_MS = 2_000;

export function createTurnVote(child: ModelChild): TurnVote {
  return {
    async vote(pcm, signal) {
      if (child.state !== 'ready') {
        child.warm().catch(() => {}); // for the next time; what is wrong stands in status()
        return undefined;
      }
      try {
        return (await child.request(pcm, { deadlineMs: DEADLINE_MS, signal })) as number;
      } catch {
        return undefined;
      }
    },
  };
}
