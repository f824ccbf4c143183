// What is heard for a lost packet: the last sound again, fading to nothing within 60 ms.

export interface Concealer {
  /** Remembers what was really heard. */
  heard(pcm: Int16Array): void;
  /** A frame for the next lost packet. */
  conceal(): Int16Array;
}

/** Gain at the beginning of the 1st, 2nd, 3rd lost frame and after; each frame slides to the next. */
const steps = [1, 0.6, 0.25, 0];

/** `frameSamples` of a frame before anything was heard. */
export function createConcealer(frameSamples: number): Concealer {
  let last: Int16Array = new Int16Array(frameSamples);
  let lost = 0;
  return {
    heard(pcm) {
      last = pcm;
      lost = 0;
    },
    conceal() {
      const from = steps[Math.min(lost, steps.length - 1)]!;
      const to = steps[Math.min(lost + 1, steps.length - 1)]!;
      lost++;
      const out = new Int16Array(last.length);
      if (from === 0) return out;
      for (let i = 0; i < out.length; i++) out[i] = last[i]! * (from + ((to - from) * i) / out.length);
      return out;
    },
  };
}
