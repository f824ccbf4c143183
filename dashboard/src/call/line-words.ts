// How the line of a phone call sounded, in words and figures.

import type { CallQuality } from '../api/index.ts';
import { mosWords } from '../phone/health-words.ts';

export interface LineWords {
  verdict: string;
  facts: [label: string, value: string][];
}

/** Where no sound came there is nothing to judge: its score would be the best. */
export function lineWords(quality: CallQuality): LineWords {
  const { codec, packets_received, packets_sent, loss, remote_loss, jitter_ms, round_trip_ms, mos } = quality;
  const facts: [string, string | undefined][] =
    packets_received === 0
      ? []
      : [
          ['Score (MOS)', `${mos.toFixed(1)} of 4.5`],
          ['Lost on the way here', percentText(loss)],
          ['Lost on the way there', remote_loss === undefined ? undefined : percentText(remote_loss)],
          ['Jitter', `${jitter_ms.toFixed(1)} ms`],
          ['There and back', round_trip_ms === undefined ? undefined : `${Math.round(round_trip_ms)} ms`],
        ];
  facts.push(['Codec', codec.toUpperCase() || undefined]);
  return {
    verdict:
      packets_received > 0 ? mosWords(mos) : packets_sent > 0 ? 'No sound came from the other side.' : 'No sound.',
    facts: facts.filter((fact): fact is [string, string] => fact[1] !== undefined),
  };
}

function percentText(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.01 ? 2 : 1)} %`;
}
