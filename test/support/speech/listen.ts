// The local recogniser as a listener of recordings.

import { silentLog } from '../../../src/interfaces/log.ts';
import type { RecognitionEvent, SpeechToText } from '../../../src/interfaces/speech-to-text.ts';
import { resample } from '../../../src/media/index.ts';
import { createLocalSpeech } from '../../../src/providers/local/index.ts';
import type { Scope } from '../scope.ts';
import { openTestModels } from './models.ts';
import { cutAtPauses } from './two-cities.ts';

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
  let atUs = 0;
  try {
    for (const part of partsOf(sound)) {
      const endUs = atUs + (part.length / RATE_HZ) * 1e6;
      recognition.speech(true, atUs);
      recognition.write(part, atUs);
      recognition.speech(false, endUs);
      recognition.write(new Int16Array((RATE_HZ * SILENCE_US) / 1e6), endUs);
      atUs = endUs + SILENCE_US;
      texts.push((await nextFinal(events)) ?? '');
    }
    return texts.join(' ');
  } finally {
    await recognition.close();
    ending.abort();
  }
}

/** Cut where it is quiet for long, as calls are: a recogniser takes a long silence for the end. */
function partsOf(sound: Int16Array): Int16Array[] {
  return cutAtPauses(sound, QUIET_MS).flatMap(({ pcm }) =>
    Array.from({ length: Math.ceil(pcm.length / WINDOW) }, (_, i) => pcm.subarray(i * WINDOW, (i + 1) * WINDOW)),
  );
}

async function nextFinal(events: AsyncIterator<RecognitionEvent>): Promise<string | undefined> {
  for (;;) {
    const { done, value } = await events.next();
    if (done) return undefined;
    if (value.is === 'final') return value.text;
  }
}

const RATE_HZ = 16000;
const QUIET_MS = 1000;
/** After every part: long enough to be believed. */
const SILENCE_US = 5_000_000;
/** Whisper hears at most 28 s at a time. */
const WINDOW = 25 * RATE_HZ;
