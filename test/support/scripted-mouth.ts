// A mouth in virtual time: every word lasts 300 ms, word times are exact, sound comes `latencyMs` after the text.

import { createChannel } from '../../src/interfaces/channel.ts';
import { ProviderError } from '../../src/interfaces/provider-error.ts';
import type { Mouth } from '../../src/interfaces/providers.ts';
import type { SynthesisChunk } from '../../src/interfaces/text-to-speech.ts';
import type { VirtualClock } from './virtual-clock.ts';

export const WORD_MS = 300;
const RATE_HZ = 8000;

export interface TestMouth extends Mouth {
  /** Texts of all speeches, as they came. */
  spoken: string[];
  /** How fast each was asked for. */
  speeds: number[];
  /** Sound that was taken of all speeches, seconds. */
  taken(): number;
  /** Breaks after so many words of the next speeches; null = never. */
  failAfterWords(words: number | null, error?: ProviderError): void;
}

export function createTestMouth(
  clock: VirtualClock,
  options: { voice?: string; latencyMs?: number; timed?: boolean } = {},
): TestMouth {
  const { voice = 'first', latencyMs = 40, timed = true } = options;
  const spoken: string[] = [];
  const speeds: number[] = [];
  let taken = 0;
  let limit: number | null = null;
  let failure = new ProviderError('cut', { provider: 'scripted', category: 'unavailable' });

  async function* counted(chunks: AsyncIterable<SynthesisChunk>): AsyncGenerator<SynthesisChunk> {
    for await (const chunk of chunks) {
      taken += chunk.pcm.length / chunk.rateHz;
      yield chunk;
    }
  }

  return {
    voice,
    model: null,
    spoken,
    speeds,
    taken: () => taken,
    failAfterWords(words, error) {
      limit = words;
      if (error) failure = error;
    },
    synthesiser: {
      provider: `scripted-${voice}`,
      open({ speed }) {
        speeds.push(speed);
        const chunks = createChannel<SynthesisChunk>();
        const mine = spoken.push('') - 1;
        let words = 0;
        let ready = clock.now();
        const later = (run: () => void): void => {
          ready = Math.max(ready, clock.now() + latencyMs * 1000);
          clock.at(ready, run);
        };
        function say(word: string): void {
          if (limit !== null && words >= limit) return chunks.fail(failure);
          const start = (words * WORD_MS) / 1000;
          words += 1;
          const pcm = new Int16Array((RATE_HZ * WORD_MS) / 1000).fill(1000);
          const times = timed ? { words: [{ word, start, end: start + WORD_MS / 1000 }] } : {};
          chunks.push({ pcm, rateHz: RATE_HZ, ...times });
        }
        return {
          write(text) {
            spoken[mine] += text;
            for (const word of text.split(/\s+/).filter((each) => each !== '')) later(() => say(word));
          },
          end: () => later(() => chunks.close()),
          chunks: counted(chunks),
        };
      },
    },
  };
}
