// Listens for the beep of an answering machine: one steady tone, and nothing else, for a moment. Costs a few multiplications a sample.

import type { TapId } from '../../interfaces/bridge.ts';
import type { Us } from '../../interfaces/clock.ts';
import { createResampler, type Resampler } from '../resample.ts';
import type { SourceTap } from './taps.ts';

export const BEEP = {
  rateHz: 8000,
  windowMs: 20,
  /** Below are voices and hum, above is nothing that a telephone carries well. */
  minHz: 350,
  maxHz: 2400,
  /** Shorter is a click or a key, longer is a line that signals something else. */
  minMs: 140,
  maxMs: 2500,
  /** RMS of full scale: about -46 dB. */
  minLevel: 0.005,
  /** What a tone's next sample must not differ from the one that a sine would have, as a share of energy. */
  maxResidue: 0.02,
  /** A voice slides, a tone does not. */
  maxDriftHz: 12,
  /** Two tones beat, one does not: the quietest quarter of a window against the loudest, in energy. */
  minEven: 0.55,
  /** What rings in most of Europe (ITU-T E.180), and is no beep when it lasts. */
  ringing: { minHz: 380, maxHz: 465, fromMs: 700 },
} as const;

/** `found`: media time at which the beep ended. */
export function createBeepTap(id: TapId, found: (edge: Us) => void): SourceTap {
  const window = new Float32Array((BEEP.rateHz * BEEP.windowMs) / 1000);
  let resampler: Resampler | null = null;
  let filled = 0;
  let toneMs = 0;
  let toneHz = 0;

  /** One window more: does the tone go on, begin, or end? */
  function judge(at: Us): void {
    const hz = toneOf(window);
    if (hz !== null && toneMs > 0 && Math.abs(hz - toneHz) <= BEEP.maxDriftHz) {
      toneMs += BEEP.windowMs;
      return;
    }
    if (hz === null && isBeep()) found(at);
    toneMs = hz === null ? 0 : BEEP.windowMs;
    toneHz = hz ?? 0;
  }

  function isBeep(): boolean {
    const { ringing } = BEEP;
    if (toneMs >= ringing.fromMs && toneHz >= ringing.minHz && toneHz <= ringing.maxHz) return false;
    return toneMs >= BEEP.minMs && toneMs <= BEEP.maxMs;
  }

  return {
    id,
    frame(pcm, rateHz, at) {
      if (resampler?.fromHz !== rateHz) resampler = createResampler(rateHz, BEEP.rateHz);
      const sound = rateHz === BEEP.rateHz ? pcm : resampler.process(pcm);
      for (const sample of sound) {
        window[filled++] = sample / 32768;
        if (filled < window.length) continue;
        filled = 0;
        judge(at);
      }
    },
  };
}

/**
 * The frequency of a window that is one sine and nothing else; null for anything else. For a sine, x[n-1] + x[n+1] = 2 cos(w) x[n]: the
 * factor that fits best tells the frequency, what is left over tells how much of it is no sine.
 */
export function toneOf(x: Float32Array): number | null {
  let energy = 0;
  let crossed = 0;
  let around = 0;
  for (let n = 1; n < x.length - 1; n++) {
    const sum = x[n - 1]! + x[n + 1]!;
    energy += x[n]! * x[n]!;
    crossed += x[n]! * sum;
    around += sum * sum;
  }
  const count = x.length - 2;
  if (energy < BEEP.minLevel ** 2 * count || !isEven(x)) return null;
  const factor = crossed / energy;
  // Of the energy of the tone itself, so that low tones are judged as hard as high ones.
  const residue = (around - factor * crossed) / energy;
  if (Math.abs(factor) >= 2) return null;
  const hz = (Math.acos(factor / 2) * BEEP.rateHz) / (2 * Math.PI);
  // Slopes of low tones are small: what other sounds leave over grows with them.
  const allowed = BEEP.maxResidue * (2 * Math.sin((Math.PI * hz) / BEEP.rateHz)) ** 2;
  return residue <= allowed && hz >= BEEP.minHz && hz <= BEEP.maxHz ? hz : null;
}

function isEven(x: Float32Array): boolean {
  const quarter = x.length / 4;
  let least = Infinity;
  let most = 0;
  for (let from = 0; from < x.length; from += quarter) {
    let energy = 0;
    for (let n = from; n < from + quarter; n++) energy += x[n]! * x[n]!;
    least = Math.min(least, energy);
    most = Math.max(most, energy);
  }
  return least >= BEEP.minEven * most;
}
