// Changes the sample rate of a stream of sound by a windowed-sinc polyphase filter. Owns no clock: samples in, samples out.

/** A stream at `fromHz` becomes one at `toHz`; any chunk length. */
export interface Resampler {
  readonly fromHz: number;
  readonly toHz: number;
  /** The samples that are ready after these; a new array that the caller may keep. */
  process(pcm: Int16Array): Int16Array;
  /** Forgets what came before, as for a new stream. */
  reset(): void;
}

/** Zero crossings of the sinc on either side; 16 give more than 70 dB and a delay of 16 samples of the lower rate. */
const crossings = 16;
const kaiserBeta = 8;
/** Part of the lower band that passes; the rest is the filter's slope. */
const passBand = 0.94;

interface FilterBank {
  phases: number;
  step: number;
  taps: number;
  coefficients: Float32Array;
}

const banks = new Map<string, FilterBank>();

/** Rates in Hz, positive integers. Equal rates give copies. */
export function createResampler(fromHz: number, toHz: number): Resampler {
  if (fromHz === toHz) return { fromHz, toHz, process: (pcm) => pcm.slice(), reset() {} };
  const { phases, step, taps, coefficients } = bankFor(fromHz, toHz);
  const history = taps - 1;
  let window = new Float32Array(history + 2048);
  /** Place of the next output in units of 1/phases input samples, counted from the first new sample. */
  let position = 0;

  function process(pcm: Int16Array): Int16Array {
    const length = pcm.length;
    if (window.length < history + length) {
      const wider = new Float32Array(history + length);
      wider.set(window.subarray(0, history));
      window = wider;
    }
    for (let i = 0; i < length; i++) window[history + i] = pcm[i]!;
    const end = length * phases;
    const out = new Int16Array(position < end ? Math.ceil((end - position) / step) : 0);
    for (let n = 0; n < out.length; n++) {
      const newest = Math.floor(position / phases) + history;
      const row = (position % phases) * taps;
      let sum = 0;
      for (let k = 0; k < taps; k++) sum += coefficients[row + k]! * window[newest - k]!;
      out[n] = sum > 32767 ? 32767 : sum < -32768 ? -32768 : Math.round(sum);
      position += step;
    }
    position -= end;
    window.copyWithin(0, length, length + history);
    return out;
  }

  return {
    fromHz,
    toHz,
    process,
    reset() {
      window.fill(0);
      position = 0;
    },
  };
}

/** A whole recording at once. */
export function resample(pcm: Int16Array, fromHz: number, toHz: number): Int16Array {
  return createResampler(fromHz, toHz).process(pcm);
}

function bankFor(fromHz: number, toHz: number): FilterBank {
  const key = `${fromHz}/${toHz}`;
  let bank = banks.get(key);
  if (!bank) {
    bank = designBank(fromHz, toHz);
    banks.set(key, bank);
  }
  return bank;
}

function designBank(fromHz: number, toHz: number): FilterBank {
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const phases = toHz / divisor;
  const step = fromHz / divisor;
  const stretch = Math.max(1, fromHz / toHz);
  const half = Math.ceil(crossings * stretch);
  const taps = 2 * half;
  const cutoff = passBand / stretch;
  const coefficients = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const x = k - half + phase / phases;
      const value = cutoff * sinc(cutoff * x) * kaiser(x / half);
      coefficients[phase * taps + k] = value;
      sum += value;
    }
    for (let k = 0; k < taps; k++) coefficients[phase * taps + k]! /= sum;
  }
  return { phases, step, taps, coefficients };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) > 1 ? 0 : bessel(kaiserBeta * Math.sqrt(1 - x * x)) / bessel(kaiserBeta);
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
