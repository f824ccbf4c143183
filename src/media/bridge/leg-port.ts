// A leg as the bridge sees it inside the media host: sound comes in as it arrives, frames go out one by one.

import type { Us } from '../../interfaces/clock.ts';
import type { CallLeg, LegId } from '../../interfaces/leg.ts';

export interface LegPort {
  readonly id: LegId;
  readonly role: CallLeg['role'];
  /** Rate of the frames it is handed, Hz. */
  readonly playRateHz: number;
  /**
   * One frame of 20 ms, or null for silence; the array may be used again after the call. `index` counts frames of the bridge and leaves
   * a gap where frames were skipped. `inUs`: so long from now it is to leave; 0 = at once.
   */
  play(frame: Int16Array | null, index: number, inUs: Us): void;
  /** Frames are wanted a slot before they are to leave: what is made ready beforehand leaves in time, however long the making took. */
  readonly wantsFramesEarly?: boolean;
  /** The far end plays in its own time and can be told to forget: so much of what a voice says is sent ahead, so that a late frame is not heard. */
  readonly holdsUs?: Us;
  /** A voice that this leg hears was just paused or cleared: what the far end still holds of it should not be heard. */
  cut?(): void;
  /** The bridge listens here: decoded sound in order, any length, an array that stays untouched. Null while on no bridge. */
  onSound: ((pcm: Int16Array, rateHz: number) => void) | null;
}
