// A Piper voice (VITS) on onnxruntime: phonemes in, windows of sound out, words timed by the encoder's own durations.
// Runs in the child.

import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import type { Clause } from './phonemes/index.ts';
import { durationsTensor, framesTensor, frameWidth } from './split-voice.ts';
import type { VoiceFiles } from './voice-files.ts';

/** Samples of a frame: 11.6 ms at 22,050 Hz. */
const FRAME_SAMPLES = 256;
/** Frames on each side that a window needs so that its sound is that of the whole, sample by sample (9 are not enough). */
const CONTEXT_FRAMES = 10;

export interface Encoded {
  frames: number;
  /** `frameWidth` rows of `frames` values. */
  latent: Float32Array;
  /** Start and end in seconds by word of the clause. */
  words: { start: number; end: number }[];
}

export interface VoiceStyle {
  /** 1 = natural; 2 = twice as fast. */
  speed: number;
  /** 1 = as trained; more = livelier, less even. */
  liveliness: number;
}

export interface PiperModel {
  readonly rateHz: number;
  /** A whole clause at once: its melody needs that. */
  encode(clause: Clause, style: VoiceStyle): Promise<Encoded>;
  /** Sound of frames `from` to `to` (exclusive), -1..1; windows join without a seam. */
  decode(encoded: Encoded, from: number, to: number): Promise<Float32Array>;
  close(): Promise<void>;
}

interface Settings {
  audio: { sample_rate: number };
  inference: { noise_scale: number; length_scale: number; noise_w: number };
  phoneme_id_map: Record<string, number[]>;
}

export async function loadPiper(files: VoiceFiles): Promise<PiperModel> {
  const settings = JSON.parse(await readFile(files.settings, 'utf8')) as Settings;
  const encoder = await createSession(files.encoder);
  const decoder = await createSession(files.decoder);
  const rateHz = settings.audio.sample_rate;
  const frameSeconds = FRAME_SAMPLES / rateHz;

  return {
    rateHz,
    async encode(clause, style) {
      const { ids, owners } = toIds(clause, settings.phoneme_id_map);
      const { noise_scale, length_scale, noise_w } = settings.inference;
      const scales = [Math.min(1, noise_scale * style.liveliness), length_scale / style.speed, noise_w];
      const out = await encoder.run({
        input: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
        input_lengths: new ort.Tensor('int64', BigInt64Array.of(BigInt(ids.length)), [1]),
        scales: new ort.Tensor('float32', Float32Array.from(scales), [3]),
      });
      const frames = out[framesTensor]!;
      return {
        latent: frames.data as Float32Array,
        frames: frames.dims[2] as number,
        words: timeWords(clause, owners, out[durationsTensor]!.data as Float32Array, frameSeconds),
      };
    },
    async decode({ latent, frames }, from, to) {
      const first = Math.max(0, from - CONTEXT_FRAMES);
      const count = Math.min(frames, to + CONTEXT_FRAMES) - first;
      const part = new Float32Array(frameWidth * count);
      for (let row = 0; row < frameWidth; row++) {
        part.set(latent.subarray(row * frames + first, row * frames + first + count), row * count);
      }
      const { output } = await decoder.run({ [framesTensor]: new ort.Tensor('float32', part, [1, frameWidth, count]) });
      return (output!.data as Float32Array).subarray((from - first) * FRAME_SAMPLES, (to - first) * FRAME_SAMPLES);
    },
    async close() {
      await encoder.release();
      await decoder.release();
    },
  };
}

/** As the voice was trained: `^ _ p _ p _ … $`, `_` being the pad. `owners`: index of each id's symbol, -1 for none. */
function toIds(clause: Clause, map: Record<string, number[]>): { ids: number[]; owners: number[] } {
  const pad = map['_'] ?? [];
  const ids = [...(map['^'] ?? []), ...pad];
  const owners = ids.map(() => -1);
  clause.symbols.forEach(({ char }, index) => {
    const own = map[char];
    if (!own) return; // a sign this voice does not know is silent
    ids.push(...own, ...pad);
    owners.push(...[...own, ...pad].map(() => index));
  });
  ids.push(...(map['$'] ?? []));
  owners.push(-1);
  return { ids, owners };
}

/** A piece's sound is shared among its written words by their length; a word without sound gets a place without length. */
function timeWords(clause: Clause, owners: number[], durations: Float32Array, frameSeconds: number): Encoded['words'] {
  const spans = new Map<number, { start: number; end: number }>();
  let at = 0;
  for (const [index, duration] of durations.entries()) {
    const piece = clause.symbols[owners[index] ?? -1]?.piece ?? -1;
    const start = at * frameSeconds;
    at += duration;
    if (piece < 0) continue;
    const span = spans.get(piece) ?? { start, end: start };
    span.end = at * frameSeconds;
    spans.set(piece, span);
  }
  const times: Encoded['words'] = [];
  let last = 0;
  while (times.length < clause.words.length) {
    const span = spans.get(times.length) ?? { start: last, end: last };
    const count = pieceLength(times.length, spans, clause.words.length);
    const weights = clause.words.slice(times.length, times.length + count).map((word) => word.length);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let start = span.start;
    for (const weight of weights) {
      const end = start + ((span.end - span.start) * weight) / total;
      times.push({ start, end });
      start = end;
    }
    last = span.end;
  }
  return times;
}

/** Written words from this one up to the next that has a sound of its own. */
function pieceLength(first: number, spans: Map<number, unknown>, words: number): number {
  let next = first + 1;
  while (next < words && !spans.has(next)) next++;
  return spans.has(first) ? next - first : 1;
}

async function createSession(path: string): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(path, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // Clauses differ in length: an arena would keep the largest forever.
    enableCpuMemArena: false,
    enableMemPattern: false,
  });
}
