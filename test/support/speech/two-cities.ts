// Human speech with its text: the opening of "A Tale of Two Cities", read aloud.

import { readFile } from 'node:fs/promises';
import { twoCitiesPath } from './models.ts';
import { resample } from './resample.ts';

/** 16 kHz mono. */
export async function twoCities(): Promise<Int16Array> {
  const wav = await readFile(await twoCitiesPath());
  const rateHz = wav.readUInt32LE(24);
  const start = wav.indexOf('data', 12, 'latin1') + 8;
  const bytes = wav.readUInt32LE(start - 4);
  return resample(
    new Int16Array(wav.buffer.slice(wav.byteOffset + start, wav.byteOffset + start + bytes)),
    rateHz,
    16_000,
  );
}

export interface Utterance {
  pcm: Int16Array;
  /** Samples from the start of the recording. */
  start: number;
  end: number;
}

/** Cuts speech at its pauses: at least `pauseMs` of quiet; 100 ms of it stay on each side. */
export function cutAtPauses(pcm: Int16Array, pauseMs = 350): Utterance[] {
  const frame = 160;
  const loud = Array.from({ length: Math.floor(pcm.length / frame) }, (_, index) => level(pcm, index * frame, frame));
  const threshold = Math.max(...loud) * 0.03;
  const utterances: Utterance[] = [];
  let first = -1;
  let last = -1;
  const finish = () => {
    if (first < 0) return;
    const start = Math.max(0, (first - 10) * frame);
    const end = Math.min(pcm.length, (last + 11) * frame);
    utterances.push({ pcm: pcm.slice(start, end), start, end });
    first = -1;
  };
  loud.forEach((value, index) => {
    if (value < threshold) {
      if (first >= 0 && (index - last) * 10 > pauseMs) finish();
      return;
    }
    if (first < 0) first = index;
    last = index;
  });
  finish();
  return utterances;
}

function level(pcm: Int16Array, from: number, count: number): number {
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += pcm[i]! * pcm[i]!;
  return Math.sqrt(sum / count);
}

/** Its first line: "It was the best of times, it was the worst of times". */
export async function twoCitiesOpening(): Promise<{ pcm: Int16Array; rateHz: number }> {
  const isLine = ({ pcm }: Utterance): boolean => pcm.length > 2 * 16_000;
  return { pcm: cutAtPauses(await twoCities()).find(isLine)!.pcm, rateHz: 16_000 };
}
