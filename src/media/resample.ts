// Changes the sample rate of a stream of sound by a windowed-sinc polyphase filter. Owns no clock: samples in, samples out.

/** A stream at `fromHz` becomes one at `toHz`; any chunk length. */
export interface Resampler {
  readonly fromHz: number;
  readonly toHz: number;
  /** The samples that are ready after these: in `into`, where it has just that length, else in a new array. */
  process(pcm: Int16Array, into?: Int16Array): Int16Array;
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
  /** A multiple of four. */
  taps: number;
  /** Of each phase those of the oldest sample first. Doubles: turning each of them into one takes longer than the rest. */
  coefficients: Float64Array;
}

const banks = new Map<string, FilterBank>();

/** Rates in Hz, positive integers. Equal rates give copies. */
export function createResampler(fromHz: number, toHz: number): Resampler {
  if (fromHz === toHz) return { fromHz, toHz, process: (pcm) => pcm.slice(), reset() {} };
  const { phases, step, taps, coefficients } = bankFor(fromHz, toHz);
  const history = taps - 1;
  let window = new Float64Array(history + 2048);
  /** Place of the next output in units of 1/phases input samples, counted from the first new sample. */
  let position = 0;

  function process(pcm: Int16Array, into?: Int16Array): Int16Array {
    const length = pcm.length;
    if (window.length < history + length) {
      const wider = new Float64Array(history + length);
      wider.set(window.subarray(0, history));
      window = wider;
    }
    for (let i = 0; i < length; i++) window[history + i] = pcm[i]!;
    const end = length * phases;
    const count = position < end ? Math.ceil((end - position) / step) : 0;
    const out = into?.length === count ? into : new Int16Array(count);
    for (let n = 0; n < out.length; n++) {
      const oldest = Math.floor(position / phases);
      const sum = product(coefficients, (position % phases) * taps, window, oldest, taps);
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

/** Four sums side by side: in one, each addition would have to wait for the one before. */
function product(a: Float64Array, aFrom: number, b: Float64Array, bFrom: number, length: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let k = 0; k < length; k += 4) {
    sum0 += a[aFrom + k]! * b[bFrom + k]!;
    sum1 += a[aFrom + k + 1]! * b[bFrom + k + 1]!;
    sum2 += a[aFrom + k + 2]! * b[bFrom + k + 2]!;
    sum3 += a[aFrom + k + 3]! * b[bFrom + k + 3]!;
  }
  return sum0 + sum1 + (sum2 + sum3);
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
  const ends = 2 * half;
  const taps = Math.ceil(ends / 4) * 4;
  const cutoff = passBand / stretch;
  const coefficients = new Float64Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0;
    const newest = phase * taps + taps - 1;
    for (let k = 0; k < ends; k++) {
      const x = k - half + phase / phases;
      const value = cutoff * sinc(cutoff * x) * kaiser(x / half);
      coefficients[newest - k] = value;
      sum += value;
    }
    for (let k = 0; k < ends; k++) coefficients[newest - k]! /= sum;
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
