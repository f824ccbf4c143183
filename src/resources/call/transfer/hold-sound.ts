// What a caller hears while he waits, and the cue when he is connected: made of sines, so nobody has rights in it.

import type { WarmTransfer } from '../../../interfaces/phone-line.ts';

export interface Sound {
  pcm: Int16Array;
  rateHz: number;
}

/** The rate at which the media host plays voices, so that nothing is resampled there. */
const RATE_HZ = 24_000;
const PEAK = 0.5 * 32_767;

const made = new Map<string, Sound>();

/** A loop without a seam; null for silence. Made once a process, in about 5 ms. */
export function holdSound(music: WarmTransfer['music']): Sound | null {
  if (music === 'none') return null;
  return remember(music, () => SOUNDS[music]());
}

/** Two short rising notes. */
export function bridgeCue(): Sound {
  return remember('cue', () => {
    const mix = new Float32Array(RATE_HZ * 0.4);
    addNote(mix, { at: 0, hz: 660, seconds: 0.18, gain: 0.4 });
    addNote(mix, { at: 0.16, hz: 880, seconds: 0.24, gain: 0.4 });
    return mix;
  });
}

const SOUNDS = {
  /** North America's ringing: 440 and 480 Hz, 2 s on, 4 s off (ITU-T E.180). */
  ringtone() {
    const mix = new Float32Array(RATE_HZ * 6);
    for (const hz of [440, 480]) addTone(mix, hz, 2, 0.2);
    return mix;
  },
  /** Slow chords that swell and fade. */
  relaxing_sound() {
    const chords = [
      [196, 246.94, 293.66],
      [164.81, 246.94, 329.63],
      [220, 261.63, 329.63],
      [146.83, 220, 293.66],
    ];
    const mix = new Float32Array(RATE_HZ * 16);
    for (const [place, chord] of chords.entries())
      for (const hz of chord) addSwell(mix, { at: place * 4, hz, seconds: 4, gain: 0.14 });
    return mix;
  },
  /** A plucked figure over a steady bass. */
  uplifting_beats() {
    const figure = [523.25, 659.25, 783.99, 659.25, 587.33, 698.46, 880, 698.46];
    const mix = new Float32Array(RATE_HZ * 8);
    for (let beat = 0; beat < 32; beat++) {
      addNote(mix, { at: beat / 4, hz: figure[beat % figure.length] ?? 523.25, seconds: 0.25, gain: 0.22 });
      if (beat % 4 === 0) addNote(mix, { at: beat / 4, hz: beat % 8 < 4 ? 130.81 : 146.83, seconds: 0.5, gain: 0.3 });
    }
    return mix;
  },
};

interface Note {
  /** Seconds from the start. */
  at: number;
  hz: number;
  seconds: number;
  gain: number;
}

function addTone(mix: Float32Array, hz: number, seconds: number, gain: number): void {
  const fade = RATE_HZ * 0.01;
  const count = Math.floor(seconds * RATE_HZ);
  add(mix, 0, count, hz, (i) => gain * Math.min(1, i / fade, (count - i) / fade));
}

/** Struck and dying away; silent at its end. */
function addNote(mix: Float32Array, { at, hz, seconds, gain }: Note): void {
  const count = Math.floor(seconds * RATE_HZ);
  add(mix, at, count, hz, (i) => gain * Math.min(1, i / 120) * (1 - i / count) ** 2);
}

function addSwell(mix: Float32Array, { at, hz, seconds, gain }: Note): void {
  const count = Math.floor(seconds * RATE_HZ);
  add(mix, at, count, hz, (i) => (gain * 4 * i * (count - i)) / count ** 2);
}

/** A sine by recurrence: one multiplication a sample. */
function add(mix: Float32Array, at: number, count: number, hz: number, gainAt: (i: number) => number): void {
  const step = (2 * Math.PI * hz) / RATE_HZ;
  const turn = 2 * Math.cos(step);
  const from = Math.floor(at * RATE_HZ);
  let before = -Math.sin(step);
  let now = 0;
  for (let i = 0; i < count && from + i < mix.length; i++) {
    mix[from + i]! += now * gainAt(i);
    [before, now] = [now, turn * now - before];
  }
}

function remember(name: string, make: () => Float32Array): Sound {
  const known = made.get(name);
  if (known) return known;
  const sound = { pcm: Int16Array.from(make(), (value) => value * PEAK), rateHz: RATE_HZ };
  made.set(name, sound);
  return sound;
}
