// What is heard for a lost packet: the last period of the voice again and again, fading to nothing within 60 ms (after ITU-T G.711
// Appendix I, simplified), joined without a click to what comes before and after.

export interface Concealer {
  /** Takes what was really heard and gives it back, its beginning joined to what was made up before; the array it was given stays as it is. */
  heard(pcm: Int16Array): Int16Array;
  /** A frame for the next lost packet, as long as the last one heard. */
  conceal(): Int16Array;
}

/** Gain at the beginning of each 10 ms of a hole and after; between them it slides. */
const gains = [1, 1, 0.8, 0.6, 0.4, 0.2, 0];
const gainStepMs = 10;
/** Periods of voices: 66 to 400 Hz. */
const shortestPeriodMs = 2.5;
const longestPeriodMs = 15;
/** Over so much sound is a period looked for. */
const windowMs = 16;
const joinMs = 4;
const usualFrameMs = 20;

export function createConcealer(rateHz: number): Concealer {
  const samples = (ms: number) => Math.round((rateHz * ms) / 1000);
  const history = new Int16Array(samples(windowMs + 2 * longestPeriodMs));
  const join = samples(joinMs);
  let frameLength = samples(usualFrameMs);
  let period: Float32Array | null = null;
  /** Samples made up since the last packet. */
  let made = 0;

  function remember(pcm: Int16Array): void {
    const tail = pcm.subarray(Math.max(0, pcm.length - history.length));
    history.copyWithin(0, tail.length);
    history.set(tail, history.length - tail.length);
  }

  function gainAt(sample: number): number {
    const place = (sample * 1000) / rateHz / gainStepMs;
    const step = Math.floor(place);
    const from = gains[step] ?? 0;
    return from + ((gains[step + 1] ?? 0) - from) * (place - step);
  }

  function make(length: number, from: number): Int16Array {
    const out = new Int16Array(length);
    if (!period) return out;
    for (let i = 0; i < length; i++) out[i] = period[(from + i) % period.length]! * gainAt(from + i);
    return out;
  }

  return {
    heard(pcm) {
      if (pcm.length === 0) return pcm;
      let sound = pcm;
      if (made > 0) {
        const tail = make(Math.min(join, pcm.length), made);
        sound = pcm.slice();
        for (let i = 0; i < tail.length; i++) {
          const part = (i + 1) / (tail.length + 1);
          sound[i] = pcm[i]! * part + tail[i]! * (1 - part);
        }
      }
      made = 0;
      period = null;
      frameLength = pcm.length;
      remember(sound);
      return sound;
    },
    conceal() {
      period ??= lastPeriod(history, samples(shortestPeriodMs), samples(longestPeriodMs), samples(windowMs));
      const out = make(frameLength, made);
      made += frameLength;
      return out;
    },
  };
}

/** The last period of a sound, its end sliding into what came before its beginning, so that it can be repeated. */
function lastPeriod(history: Int16Array, shortest: number, longest: number, window: number): Float32Array {
  const lag = bestLag(history, shortest, longest, window);
  const end = history.length;
  const period = new Float32Array(lag);
  const join = lag >> 2;
  for (let i = 0; i < lag; i++) {
    const value = history[end - lag + i]!;
    const part = i < lag - join ? 0 : (i - (lag - join) + 1) / (join + 1);
    period[i] = value * (1 - part) + history[end - 2 * lag + i]! * part;
  }
  return period;
}

function bestLag(history: Int16Array, shortest: number, longest: number, window: number): number {
  const start = history.length - window;
  let best = longest;
  let bestScore = 0;
  for (let lag = shortest; lag <= longest; lag++) {
    let product = 0;
    let energy = 1;
    for (let i = start; i < history.length; i++) {
      const before = history[i - lag]!;
      product += history[i]! * before;
      energy += before * before;
    }
    const score = product > 0 ? (product * product) / energy : 0;
    if (score > bestScore * 1.001) {
      bestScore = score;
      best = lag;
    }
  }
  return best;
}
