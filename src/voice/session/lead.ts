// How far the synthesisers' sound is ahead of the caller's ear, so that a long answer waits with its vendor and not in our memory.

import type { UttId } from '../../interfaces/bridge.ts';
import type { Clock, Us } from '../../interfaces/clock.ts';

export interface Lead {
  /** Speeches are opened in playing order. */
  open(utt: UttId): void;
  /** So much more sound was taken from its synthesiser. */
  took(utt: UttId, seconds: number): void;
  /**
   * Resolves when the sound up to the end of this speech is at most ten seconds ahead, or when the signal fires. Speeches behind it do
   * not count: the one that is heard never waits for one that is not.
   */
  room(utt: UttId, signal: AbortSignal): Promise<void>;
  /** The media host's reports. */
  began(utt: UttId, at: Us): void;
  paused(utt: UttId, playedUs: Us): void;
  resumed(utt: UttId, at: Us, playedUs: Us): void;
  ranDry(utt: UttId, playedUs: Us): void;
  over(utt: UttId): void;
}

interface Progress {
  seconds: number;
  /** Place in the speech, seconds: there since `at`, or held there. */
  place: number;
  at: Us | null;
  isDry: boolean;
}

/** Enough for any hiccup of a vendor; half a megabyte at 24 kHz. */
const LIMIT_SECONDS = 10;
/** The reports are a little late against the clock: not worth looking more often. */
const LOOK_AGAIN_US = 20_000;

export function createLead(clock: Clock): Lead {
  const speeches = new Map<UttId, Progress>();
  const waiting = new Set<() => void>();

  function change(utt: UttId, to: Partial<Progress>): void {
    const speech = speeches.get(utt);
    if (speech) Object.assign(speech, to);
    lookAgain();
  }

  function lookAgain(): void {
    for (const wake of [...waiting]) wake();
  }

  function unplayed(speech: Progress): number {
    const moved = speech.at === null ? 0 : (clock.now() - speech.at) / 1e6;
    return Math.max(0, speech.seconds - speech.place - moved);
  }

  function ahead(utt: UttId): number {
    if (!speeches.has(utt)) return 0;
    let seconds = 0;
    for (const [each, speech] of speeches) {
      seconds += unplayed(speech);
      if (each === utt) break;
    }
    return seconds;
  }

  /** Resolves with the next report or abort; or after `us`, as far as sound is being played. */
  function next(us: Us, signal: AbortSignal): Promise<void> {
    const isPlaying = [...speeches.values()].some((speech) => speech.at !== null && unplayed(speech) > 0);
    return new Promise((resolve) => {
      const cancel = isPlaying ? clock.at(clock.now() + Math.max(LOOK_AGAIN_US, us), wake) : undefined;
      function wake(): void {
        waiting.delete(wake);
        cancel?.();
        signal.removeEventListener('abort', wake);
        resolve();
      }
      waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  return {
    open: (utt) => void speeches.set(utt, { seconds: 0, place: 0, at: null, isDry: false }),
    took(utt, seconds) {
      const speech = speeches.get(utt);
      if (!speech) return;
      speech.seconds += seconds;
      if (speech.isDry) Object.assign(speech, { at: clock.now(), isDry: false });
    },
    async room(utt, signal) {
      for (let over = ahead(utt) - LIMIT_SECONDS; over > 0 && !signal.aborted; over = ahead(utt) - LIMIT_SECONDS) {
        await next(Math.ceil(over * 1e6), signal);
      }
    },
    began: (utt, at) => change(utt, { place: 0, at }),
    paused: (utt, playedUs) => change(utt, { place: playedUs / 1e6, at: null, isDry: false }),
    resumed: (utt, at, playedUs) => change(utt, { place: playedUs / 1e6, at, isDry: false }),
    ranDry: (utt, playedUs) => change(utt, { place: playedUs / 1e6, at: null, isDry: true }),
    over(utt) {
      speeches.delete(utt);
      lookAgain();
    },
  };
}
