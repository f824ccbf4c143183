// From the end of a caller's speech to the first sound of the answer with local ears and mouth, in real time. The mind answers at
// once, the detector sees the end of speech 96 ms late (three windows), and the answer waits for the final text: what overlaps in a
// real call (drafts on the stable partial) is not counted in our favour.

import { setTimeout as delay } from 'node:timers/promises';
import type { LocalSpeech } from '../src/providers/local/index.ts';
import { cutAtPauses, twoCities } from '../test/support/speech/two-cities.ts';
import { percentile, type Bench } from './figure.ts';
import { openLocalSpeech } from './local-ears-and-mouth.ts';

const PACKET_MS = 20;
const DETECTOR_LATE_MS = 96;
/** Nobody takes the floor earlier. */
const SHORTEST_PAUSE_MS = 200;
const ANSWER = 'Sure, I can help you with that. ';

export const localLoop: Bench = {
  name: 'local-loop',
  async run() {
    const speech = await openLocalSpeech(700);
    try {
      const cuts = cutAtPauses(await twoCities(), 500).filter((cut) => cut.end - cut.start > 16_000);
      const turns: Turn[] = [];
      for (const cut of cuts) turns.push(await turn(speech, cut.pcm.subarray(0, cut.pcm.length - 1_600)));
      const figure = (name: string, part: keyof Turn, p: number, atMost?: number) => ({
        name,
        value: percentile(
          turns.map((measured) => measured[part]),
          p,
        ),
        unit: 'ms' as const,
        atMost,
        how: `${turns.length} turns of 1-9 s, real time`,
      });
      return [
        figure('end of speech to first sound, p50', 'firstSoundMs', 50, 700),
        figure('end of speech to first sound, p95', 'firstSoundMs', 95),
        figure('end of speech to final text, p50', 'finalMs', 50),
        figure('clause to first sound, p50', 'mouthMs', 50),
      ];
    } finally {
      await speech.close();
    }
  },
};

interface Turn {
  finalMs: number;
  mouthMs: number;
  firstSoundMs: number;
}

async function turn(speech: LocalSpeech, pcm: Int16Array): Promise<Turn> {
  const call = new AbortController();
  const recognition = speech.ears.open({ language: 'en-US', keywords: [], mode: 'fast', signal: call.signal });
  const started = performance.now();
  const endMs = pcm.length / 16;
  const feeding = feed(recognition, pcm, started);
  try {
    for await (const event of recognition.events) {
      if (event.is !== 'final') continue;
      const finalMs = performance.now() - started - endMs;
      if (finalMs < SHORTEST_PAUSE_MS) await delay(SHORTEST_PAUSE_MS - finalMs);
      const asked = performance.now();
      await firstSound(speech, call.signal);
      return { finalMs, mouthMs: performance.now() - asked, firstSoundMs: performance.now() - started - endMs };
    }
    throw new Error('the ears gave no final');
  } finally {
    call.abort(new Error('turn over'));
    await feeding;
    await recognition.close();
  }
}

/** Packets at their time, the end of speech as late as a detector tells it. */
async function feed(
  recognition: ReturnType<LocalSpeech['ears']['open']>,
  pcm: Int16Array,
  started: number,
): Promise<void> {
  const silence = new Int16Array(PACKET_MS * 16);
  const endMs = pcm.length / 16;
  let told = false;
  recognition.speech(true, 0);
  for (let atMs = 0; atMs < endMs + 600; atMs += PACKET_MS) {
    const waitMs = started + atMs + PACKET_MS - performance.now();
    if (waitMs > 0) await delay(waitMs);
    const packet = pcm.subarray(atMs * 16, (atMs + PACKET_MS) * 16);
    recognition.write(packet.length > 0 ? packet : silence, atMs * 1_000);
    if (told || atMs < endMs + DETECTOR_LATE_MS) continue;
    told = true;
    recognition.speech(false, endMs * 1_000);
  }
}

async function firstSound(speech: LocalSpeech, signal: AbortSignal): Promise<void> {
  const synthesis = speech.mouth.open({
    voice: 'joe',
    model: null,
    speed: 1,
    temperature: null,
    language: 'en-US',
    pronunciations: [],
    signal,
  });
  synthesis.write(ANSWER);
  synthesis.end();
  for await (const chunk of synthesis.chunks) if (chunk.pcm.length > 0) return;
}
