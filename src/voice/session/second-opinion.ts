// Asks a model that listens to the sound itself whether the caller has finished.

import type { Clock, Us } from '../../interfaces/clock.ts';
import type { Format } from '../../interfaces/audio.ts';
import type { TurnVote } from '../../interfaces/turn-vote.ts';
import { createSoundRing } from './sound-ring.ts';

export interface SecondOpinion {
  write(pcm: Int16Array, at: Us): void;
  /** `from`: the turn's first speech. Null when no answer came in time or it is not wanted any more. */
  ask(from: Us): Promise<number | null>;
  /** The caller goes on: an answer is of no use now. */
  forget(): void;
}

/** What the model wants: 16 kHz, at most 8 s, from half a second before the first speech. */
export const OPINION_FORMAT: Format = { rate: 16000, codec: 'pcm16' };
const KEEP_SECONDS = 8;
const BEFORE_US = 500_000;
/** A later answer would not change when the turn ends. */
const DEADLINE_US = 700_000;

export function createSecondOpinion(turnVote: TurnVote, clock: Clock, signal: AbortSignal): SecondOpinion {
  const ring = createSoundRing(OPINION_FORMAT.rate, KEEP_SECONDS);
  let asked: AbortController | null = null;

  return {
    write: ring.push,
    async ask(from) {
      asked?.abort();
      const mine = (asked = new AbortController());
      const cancel = clock.at(clock.now() + DEADLINE_US, () => mine.abort());
      try {
        const answer = await turnVote.vote(ring.since(from - BEFORE_US), AbortSignal.any([mine.signal, signal]));
        return mine.signal.aborted ? null : (answer ?? null);
      } catch {
        // A vote is never needed: without it silence and text decide.
        return null;
      } finally {
        cancel();
      }
    },
    forget: () => asked?.abort(),
  };
}
