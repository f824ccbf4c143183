// One text through the voice: clause by clause, in windows that grow, so that the first sound is early and later ones cheap.

import type { Clause, Pronouncer } from './phonemes/index.ts';
import { clausesOf, ownWords } from './phonemes/index.ts';
import type { PiperJob, PiperPart } from './job.ts';
import type { PiperModel } from './piper-model.ts';
import { speakable } from './written/index.ts';

/** Frames of 11.6 ms. */
const FIRST_WINDOW = 24;
const GROWTH = 2;
const LARGEST_WINDOW = 96;
/** A last window of fewer frames is joined to the one before. */
const CRUMB = 10;

/** Silence behind a clause, seconds. */
const PAUSE_SECONDS: Record<Clause['stop'], number> = {
  '': 0.06,
  ',': 0.06,
  ';': 0.12,
  ':': 0.12,
  '.': 0.18,
  '!': 0.18,
  '?': 0.18,
};

/** The voice is recorded 10 dB below what a telephone expects; more than this clips. */
const GAIN = 1.4;

/**
 * Yields the windows of a text. `turn` is awaited before each run of the model with the seconds made so far: whoever has made least
 * goes first when several texts are spoken at once.
 */
export async function* speak(
  model: PiperModel,
  pronouncer: Pronouncer,
  job: PiperJob,
  turn: (madeSeconds: number) => Promise<void>,
): AsyncGenerator<PiperPart> {
  let clock = 0;
  for (const clause of clausesOf(speakable(job.text), pronouncer, ownWords(job.pronunciations))) {
    if (clause.symbols.length === 0) {
      yield part(new Int16Array(0), clause, silentTimes(clause), clock);
      continue;
    }
    await turn(clock);
    const encoded = await model.encode(clause, job);
    for (const [from, to] of windows(encoded.frames, clock === 0)) {
      if (from > 0) await turn(clock);
      const pcm = toInt16(await model.decode(encoded, from, to));
      const start = clock;
      clock += pcm.length / model.rateHz;
      yield from === 0 ? part(pcm, clause, encoded.words, start) : { pcm, rateHz: 22050 };
    }
    const silence = new Int16Array(Math.round(PAUSE_SECONDS[clause.stop] * model.rateHz));
    clock += silence.length / model.rateHz;
    yield { pcm: silence, rateHz: 22050 };
  }
}

function part(pcm: Int16Array, clause: Clause, times: { start: number; end: number }[], clock: number): PiperPart {
  const words = clause.words.map((word, index) => {
    const time = times[index] as { start: number; end: number };
    return { word, start: time.start + clock, end: time.end + clock };
  });
  return { pcm, rateHz: 22050, words };
}

function silentTimes(clause: Clause): { start: number; end: number }[] {
  return clause.words.map(() => ({ start: 0, end: 0 }));
}

/** `early`: nothing has been heard yet. */
function windows(frames: number, early: boolean): [number, number][] {
  const list: [number, number][] = [];
  let size = early ? FIRST_WINDOW : LARGEST_WINDOW;
  for (let from = 0; from < frames;) {
    const to = frames - (from + size) < CRUMB ? frames : from + size;
    list.push([from, to]);
    from = to;
    size = Math.min(LARGEST_WINDOW, size * GROWTH);
  }
  return list;
}

function toInt16(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample * GAIN * 32_767))));
}
