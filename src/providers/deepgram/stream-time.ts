// Deepgram counts seconds of the sound it was sent; the call counts media time. Gaps in what was sent make the difference.

import type { Us } from '../../interfaces/clock.ts';

/** A jump smaller than this is jitter of the stamps, not a gap. */
const gapUs = 30_000;

export interface StreamTime {
  /** Notes a packet: media time of its first sample, its length in samples. */
  sent(at: Us, samples: number): void;
  toMediaUs(streamSeconds: number): Us;
  /** Seconds of sound sent so far. */
  readonly seconds: number;
}

/** Makes the map for one stream. */
export function createStreamTime(rateHz: number): StreamTime {
  const anchors: { second: number; at: Us }[] = [];
  let seconds = 0;

  function toMediaUs(streamSeconds: number): Us {
    const anchor = anchors.findLast((candidate) => candidate.second <= streamSeconds) ?? anchors[0];
    return anchor ? anchor.at + (streamSeconds - anchor.second) * 1e6 : streamSeconds * 1e6;
  }

  return {
    sent(at, samples) {
      if (anchors.length === 0 || Math.abs(at - toMediaUs(seconds)) > gapUs) anchors.push({ second: seconds, at });
      seconds += samples / rateHz;
    },
    toMediaUs,
    get seconds() {
      return seconds;
    },
  };
}
