// What a caller hears while he waits, and the cue when he is connected: made of sines, so nobody has rights in it.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WarmTransfer } from '../../../interfaces/phone-line.ts';

export interface Sound {
  pcm: Int16Array;
  rateHz: number;
}

/** `tone`: steady. `note`: struck and dying away. `swell`: comes and goes. All are silent at both ends. */
interface Note {
  shape: 'tone' | 'note' | 'swell';
  /** Seconds from the start. */
  at: number;
  hz: number;
  seconds: number;
  gain: number;
}

/** The rate at which the media host plays voices, so that nothing is resampled there. */
const RATE_HZ = 24_000;
const PEAK = 0.5 * 32_767;

const CHORDS = [
  [196, 246.94, 293.66],
  [164.81, 246.94, 329.63],
  [220, 261.63, 329.63],
  [146.83, 220, 293.66],
];
const FIGURE = [523.25, 659.25, 783.99, 659.25, 587.33, 698.46, 880, 698.46];

/** A whole loop: its length in seconds, and what is in it. */
const SCORES: Record<Exclude<WarmTransfer['music'], 'none'> | 'cue', () => { seconds: number; notes: Note[] }> = {
  /** North America's ringing: 440 and 480 Hz, 2 s on, 4 s off (ITU-T E.180). */
  ringtone: () => ({
    seconds: 6,
    notes: [440, 480].map((hz) => ({ shape: 'tone', at: 0, hz, seconds: 2, gain: 0.2 })),
  }),
  relaxing_sound: () => ({
    seconds: 16,
    notes: CHORDS.flatMap((chord, place) =>
      chord.map((hz): Note => ({ shape: 'swell', at: place * 4, hz, seconds: 4, gain: 0.14 })),
    ),
  }),
  /** A plucked figure over a steady bass. */
  uplifting_beats: () => ({
    seconds: 8,
    notes: Array.from({ length: 32 }, (_, beat) => beat).flatMap((beat): Note[] => {
      const at = beat / 4;
      const high: Note = { shape: 'note', at, hz: FIGURE[beat % 8] ?? 523.25, seconds: 0.25, gain: 0.22 };
      const low: Note = { shape: 'note', at, hz: beat % 8 < 4 ? 130.81 : 146.83, seconds: 0.5, gain: 0.3 };
      return beat % 4 === 0 ? [high, low] : [high];
    }),
  }),
  /** Two short rising notes. */
  cue: () => ({
    seconds: 0.4,
    notes: [
      { shape: 'note', at: 0, hz: 660, seconds: 0.18, gain: 0.4 },
      { shape: 'note', at: 0.16, hz: 880, seconds: 0.24, gain: 0.4 },
    ],
  }),
};

const made = new Map<keyof typeof SCORES, Promise<Sound>>();

/** A loop without a seam; null for silence. */
export async function holdSound(music: WarmTransfer['music']): Promise<Sound | null> {
  return music === 'none' ? null : soundOf(music);
}

export function bridgeCue(): Promise<Sound> {
  return soundOf('cue');
}

/** Once a process, note by note, so that nobody waits for it. */
function soundOf(name: keyof typeof SCORES): Promise<Sound> {
  const known = made.get(name) ?? play(SCORES[name]());
  made.set(name, known);
  return known;
}

async function play({ seconds, notes }: { seconds: number; notes: Note[] }): Promise<Sound> {
  const mix = new Float32Array(Math.round(seconds * RATE_HZ));
  for (const note of notes) {
    add(mix, note);
    await nextTurn();
  }
  const pcm = new Int16Array(mix.length);
  for (let i = 0; i < mix.length; i++) pcm[i] = mix[i]! * PEAK;
  return { pcm, rateHz: RATE_HZ };
}

/** A sine by recurrence: one multiplication a sample. */
function add(mix: Float32Array, { shape, at, hz, seconds, gain }: Note): void {
  const from = Math.floor(at * RATE_HZ);
  const count = Math.min(Math.floor(seconds * RATE_HZ), mix.length - from);
  const step = (2 * Math.PI * hz) / RATE_HZ;
  const turn = 2 * Math.cos(step);
  let before = -Math.sin(step);
  let now = 0;
  for (let i = 0; i < count; i++) {
    mix[from + i]! += gain * now * loudness(shape, i, count);
    const next = turn * now - before;
    before = now;
    now = next;
  }
}

function loudness(shape: Note['shape'], i: number, count: number): number {
  if (shape === 'tone') return Math.min(1, i / 240, (count - i) / 240);
  if (shape === 'note') return Math.min(1, i / 120) * (1 - i / count) ** 2;
  return (4 * i * (count - i)) / count ** 2;
}
