// How many words of human speech the local ears get wrong, wideband and through a telephone. The recording is heard as a call would
// hear it: in packets, with edges of speech at its pauses, one final a pause.

import type { Recognition } from '../src/interfaces/speech-to-text.ts';
import { throughTelephone } from '../test/support/speech/telephone.ts';
import { cutAtPauses, twoCities, type Utterance } from '../test/support/speech/two-cities.ts';
import { wordErrorRate } from '../test/support/speech/word-errors.ts';
import type { Bench } from './figure.ts';
import { openLocalSpeech } from './local-ears-and-mouth.ts';
import { twoCitiesText } from './two-cities-text.ts';

/** Where the recording is cut, and how much of a pause is heard before its final is awaited. */
const PAUSE_MS = { fast: 350, accurate: 500 };
const HEARD_PAUSE_MS = { fast: 300, accurate: 450 };
const PACKET_SAMPLES = 640;
const US_PER_SAMPLE = 62.5;
/** `cutAtPauses` leaves so much quiet on each side. */
const MARGIN_SAMPLES = 1_600;
/** Breaths and clicks between sentences are no speech to a voice activity detector. */
const SHORTEST_SAMPLES = 0.6 * 16_000;

export const wordErrorRates: Bench = {
  name: 'word-error-rates',
  async run() {
    const speech = await openLocalSpeech();
    try {
      const pcm = await twoCities();
      const telephone = throughTelephone(pcm);
      const figure = async (name: string, sound: Int16Array, mode: 'fast' | 'accurate', atMost?: number) => {
        const cuts = cutAtPauses(pcm, PAUSE_MS[mode]).filter((cut) => cut.end - cut.start > SHORTEST_SAMPLES);
        const recognition = speech.ears.open({
          language: 'en-US',
          keywords: [],
          mode,
          signal: AbortSignal.timeout(300_000),
        });
        const text = await hear(recognition, sound, cuts, HEARD_PAUSE_MS[mode]);
        const how = `two_cities.wav, 119 words, cut at its ${cuts.length - 1} pauses of ${PAUSE_MS[mode]} ms or more`;
        return { name, value: 100 * wordErrorRate(twoCitiesText, text), unit: '%' as const, atMost, how };
      };
      return [
        await figure('word errors, 16 kHz', pcm, 'fast', 6),
        await figure('word errors, telephone (mu-law)', telephone, 'fast', 8),
        await figure('word errors, 16 kHz, accurate mode', pcm, 'accurate'),
        await figure('word errors, telephone, accurate mode', telephone, 'accurate'),
      ];
    } finally {
      await speech.close();
    }
  },
};

/** Waits for each final before going on, as real time would; on a busy machine the figure must not get better or worse. */
async function hear(
  recognition: Recognition,
  pcm: Int16Array,
  cuts: Utterance[],
  heardPauseMs: number,
): Promise<string> {
  const texts: string[] = [];
  const events = recognition.events[Symbol.asyncIterator]();
  const onFinal = async () => {
    for (;;) {
      const { value: event } = await events.next();
      if (event?.is === 'final') return void texts.push(event.text);
      if (event === undefined) throw new Error('the ears ended early');
    }
  };
  let next = 0;
  let speaking = false;
  for (let at = 0; at + PACKET_SAMPLES <= pcm.length && next < cuts.length; at += PACKET_SAMPLES) {
    const cut = cuts[next] as Utterance;
    recognition.write(pcm.subarray(at, at + PACKET_SAMPLES), at * US_PER_SAMPLE);
    const edge = speaking ? cut.end - MARGIN_SAMPLES : cut.start + MARGIN_SAMPLES;
    if (at + PACKET_SAMPLES < edge) continue;
    speaking = !speaking;
    recognition.speech(speaking, edge * US_PER_SAMPLE);
    if (speaking) continue;
    // The pause itself: sound up to where the final falls due, then the final.
    const pauseEnd = Math.min(pcm.length, edge + heardPauseMs * 16);
    for (; at + 2 * PACKET_SAMPLES <= pauseEnd; at += PACKET_SAMPLES) {
      recognition.write(
        pcm.subarray(at + PACKET_SAMPLES, at + 2 * PACKET_SAMPLES),
        (at + PACKET_SAMPLES) * US_PER_SAMPLE,
      );
    }
    next++;
    await onFinal();
  }
  await recognition.close();
  return texts.join(' ');
}
