// Listening to a recording by measurement: how loud, where, and which words.

import { decodeWav, resample } from '../../src/media/index.ts';
import { createLocalSpeech } from '../../src/providers/local/index.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import type { RecognitionEvent } from '../../src/interfaces/speech-to-text.ts';
import { openTestModels } from './speech/models.ts';

export interface Recording {
  rateHz: number;
  channels: Int16Array[];
  seconds: number;
}

export async function fetchRecording(url: string): Promise<Recording> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const { rateHz, channels } = decodeWav(new Uint8Array(await response.arrayBuffer()));
  return { rateHz, channels, seconds: (channels[0]?.length ?? 0) / rateHz };
}

/** Root mean square of a stretch in seconds, full scale = 1. */
export function level({ rateHz }: Recording, channel: Int16Array, fromS = 0, toS = Infinity): number {
  const part = channel.subarray(Math.round(fromS * rateHz), Math.min(channel.length, Math.round(toS * rateHz)));
  if (part.length === 0) return 0;
  return Math.sqrt(part.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0) / part.length);
}

/** What the local recogniser hears in it. */
export async function wordsIn(pcm: Int16Array, rateHz: number): Promise<string> {
  const store = openTestModels();
  const speech = createLocalSpeech({ store: store as never, log: silentLog, partialEveryMs: null });
  const ending = new AbortController();
  try {
    const ears = speech.ears.open({ language: 'en-US', keywords: [], mode: 'accurate', signal: ending.signal });
    const sound = resample(pcm, rateHz, 16000);
    const finals = ears.events[Symbol.asyncIterator]();
    const texts: string[] = [];
    for (let from = 0; from < sound.length; from += WINDOW) {
      const part = sound.subarray(from, from + WINDOW);
      // Every stretch is followed by a silence long enough to be believed.
      const startUs = (from / 16000) * 1e6 + texts.length * SILENCE_US;
      const endUs = startUs + (part.length / 16000) * 1e6;
      ears.speech(true, startUs);
      ears.write(part, startUs);
      ears.speech(false, endUs);
      ears.write(new Int16Array((16000 * SILENCE_US) / 1e6), endUs);
      texts.push((await nextFinal(finals)) ?? '');
    }
    return texts.join(' ');
  } finally {
    ending.abort();
    await speech.close();
    await store.close();
  }
}

async function nextFinal(events: AsyncIterator<RecognitionEvent>): Promise<string | undefined> {
  for (;;) {
    const { done, value } = await events.next();
    if (done) return undefined;
    if (value.is === 'final') return value.text;
  }
}

const SILENCE_US = 5_000_000;
/** Whisper hears at most 28 s at a time. */
const WINDOW = 25 * 16000;
