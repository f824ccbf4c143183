// The local recogniser as a listener of recordings.

import { silentLog } from '../../../src/interfaces/log.ts';
import type { RecognitionEvent, SpeechToText } from '../../../src/interfaces/speech-to-text.ts';
import { resample } from '../../../src/media/index.ts';
import { createLocalSpeech } from '../../../src/providers/local/index.ts';
import type { Scope } from '../scope.ts';
import { openTestModels } from './models.ts';

/** Gives the words that are in a sound. */
export type Listener = (pcm: Int16Array, rateHz: number) => Promise<string>;

/** The models are loaded with the first sound. */
export function openListener(t: Scope): Listener {
  const store = openTestModels();
  const speech = createLocalSpeech({ store, log: silentLog, partialEveryMs: null });
  t.after(async () => {
    await speech.close();
    await store.close();
  });
  let warm: Promise<void> | undefined;
  return async (pcm, rateHz) => {
    await (warm ??= speech.warm());
    return wordsHeard(speech.ears, resample(pcm, rateHz, RATE_HZ));
  };
}

async function wordsHeard(ears: SpeechToText, sound: Int16Array): Promise<string> {
  const ending = new AbortController();
  const recognition = ears.open({ language: 'en-US', keywords: [], mode: 'accurate', signal: ending.signal });
  const events = recognition.events[Symbol.asyncIterator]();
  const texts: string[] = [];
  try {
    for (let from = 0; from < sound.length; from += WINDOW) {
      const part = sound.subarray(from, from + WINDOW);
      // Every stretch is followed by a silence long enough to be believed.
      const startUs = (from / RATE_HZ) * 1e6 + texts.length * SILENCE_US;
      const endUs = startUs + (part.length / RATE_HZ) * 1e6;
      recognition.speech(true, startUs);
      recognition.write(part, startUs);
      recognition.speech(false, endUs);
      recognition.write(new Int16Array((RATE_HZ * SILENCE_US) / 1e6), endUs);
      texts.push((await nextFinal(events)) ?? '');
    }
    return texts.join(' ');
  } finally {
    await recognition.close();
    ending.abort();
  }
}

async function nextFinal(events: AsyncIterator<RecognitionEvent>): Promise<string | undefined> {
  for (;;) {
    const { done, value } = await events.next();
    if (done) return undefined;
    if (value.is === 'final') return value.text;
  }
}

const RATE_HZ = 16000;
const SILENCE_US = 5_000_000;
/** Whisper hears at most 28 s at a time. */
const WINDOW = 25 * RATE_HZ;
