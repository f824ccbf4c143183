// A leg as the bridge sees it inside the media host: sound comes in as it arrives, frames go out one by one.

import type { CallLeg, LegId } from '../../interfaces/leg.ts';

export interface LegPort {
  readonly id: LegId;
  readonly role: CallLeg['role'];
  /** Rate of the frames it is handed, Hz. */
  readonly playRateHz: number;
  /**
   * One frame of 20 ms, or null for silence; the array may be used again after the call. `index` counts frames of the bridge and leaves
   * a gap where frames were skipped.
   */
  play(frame: Int16Array | null, index: number): void;
  /** A voice that this leg hears was just paused or cleared: what the far end still holds of it should not be heard. */
  cut?(): void;
  /** The bridge listens here: decoded sound in order, any length, an array that stays untouched. Null while on no bridge. */
  onSound: ((pcm: Int16Array, rateHz: number) => void) | null;
}
