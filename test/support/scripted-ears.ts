// Ears that read the words out of `spoken-sound`, in virtual time.

import { createChannel } from '../../src/interfaces/channel.ts';
import { ProviderError } from '../../src/interfaces/provider-error.ts';
import type { Recognition, RecognitionEvent, SpeechToText } from '../../src/interfaces/speech-to-text.ts';
import type { WordTime } from '../../src/interfaces/audio.ts';
import type { Lexicon } from './spoken-sound.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface TestEarsOptions {
  /** From the end of speech (as reported) to the final. */
  finalMs?: number;
  /** Words while they are spoken. */
  partials?: boolean;
  /** Are partials said to be stable? */
  stable?: boolean;
  /** Of the sound that it wants; default 8000. */
  rateHz?: 8000 | 16000;
  provider?: string;
  /** Puts the final punctuation and spelling. */
  spell?: (text: string) => string;
}

export interface TestEars extends SpeechToText {
  /** Breaks the recognition that is open. */
  fail(error?: ProviderError): void;
  /** Recognitions opened so far. */
  opened(): number;
  /** From now on every new recognition fails at once. */
  breakForGood(error: ProviderError): void;
}

/** Low on purpose: virtual calls count samples one by one. */
const RATE_HZ = 8000;

export function createTestEars(clock: VirtualClock, lexicon: Lexicon, options: TestEarsOptions = {}): TestEars {
  const { finalMs = 60, partials = true, stable = false, spell = (text) => text, rateHz = RATE_HZ } = options;
  let opened = 0;
  let broken: ProviderError | undefined;
  let current: { fail(error: unknown): void } | undefined;

  function open(): Recognition {
    const events = createChannel<RecognitionEvent>();
    let words: (WordTime & { number: number })[] = [];
    let rev = 0;
    let until = 0;
    opened += 1;
    current = events;
    if (broken) events.fail(broken);

    const text = (): string => words.map((word) => word.word).join(' ');
    function hear(number: number, at: number): void {
      const last = words.at(-1);
      if (last?.number === number) {
        last.end = (at + 1e6 / rateHz) / 1e6;
        return;
      }
      const word = lexicon.wordOf(number);
      if (word === undefined) return;
      words.push({ number, word, start: at / 1e6, end: at / 1e6 });
      if (partials) events.push({ is: 'partial', rev: (rev += 1), text: text(), stable });
    }

    return {
      write(pcm, at) {
        pcm.forEach((number, index) => hear(number, at + (index / rateHz) * 1e6));
        until = at + (pcm.length / rateHz) * 1e6;
      },
      speech(on, edge) {
        if (on) return;
        clock.at(clock.now() + finalMs * 1000, () => {
          const heard = words.map(({ word, start, end }) => ({ word, start, end }));
          const spelled = heard.length === 0 ? '' : spell(text());
          const covered = Math.max(until, edge);
          words = [];
          events.push({ is: 'final', rev: (rev += 1), text: spelled, words: heard, until: covered, tookMs: finalMs });
        });
      },
      events,
      async close() {
        events.close();
      },
    };
  }

  return {
    provider: options.provider ?? 'scripted',
    model: 'test',
    format: { rate: rateHz, codec: 'pcm16' },
    open,
    fail: (error = new ProviderError('cut', { provider: 'scripted', category: 'unavailable' })) => current?.fail(error),
    opened: () => opened,
    breakForGood(error) {
      broken = error;
      current?.fail(error);
    },
  };
}
