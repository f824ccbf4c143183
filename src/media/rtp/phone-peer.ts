// What the two peers of the telephone have in common: how they are made, and what is told of the flow of sound.

import type { LegId } from '../../interfaces/leg.ts';
import type { PortPairs } from './port-pairs.ts';
import type { RtpNews } from './rtp-protocol.ts';

export interface PhonePeerDeps {
  id: LegId;
  ports: PortPairs;
  /** The addresses to be offered, best first. */
  addresses: string[];
  tell(news: RtpNews): void;
  /** Steady time. */
  nowMs(): number;
  /** Time of day, for captures. */
  wallMs(): number;
}

/** Neither sound nor a sign of life for so long is a lost line; some phones send nothing while their owner is silent, but report each 5 s. */
export const soundLostMs = 10_000;

/** How often the quality of a line is told. */
export const qualityEveryMs = 5000;

export interface SoundWatch {
  /** A packet came. */
  heard(nowMs: number): void;
  /** Nothing is owed for now: the line is held, or not answered yet. */
  rest(nowMs: number): void;
  tick(nowMs: number): void;
}

/** Tells `sound` news: first, lost, back. */
export function createSoundWatch(tell: (news: RtpNews) => void): SoundWatch {
  let lastMs: number | null = null;
  let state: 'none' | 'flows' | 'lost' = 'none';
  return {
    heard(nowMs) {
      lastMs = nowMs;
      if (state === 'flows') return;
      tell({ is: 'sound', state: state === 'none' ? 'first' : 'back' });
      state = 'flows';
    },
    rest(nowMs) {
      lastMs = nowMs;
    },
    tick(nowMs) {
      lastMs ??= nowMs;
      if (state === 'lost' || nowMs - lastMs < soundLostMs) return;
      state = 'lost';
      tell({ is: 'sound', state: 'lost' });
    },
  };
}
