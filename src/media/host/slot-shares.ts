// Which of the slots that make a frame each bridge has its frames in, so that no slot has much more to do than the others: what takes longer
// than a slot makes the next one late.

import { frameSlots } from '../bridge/media-time.ts';

export interface SlotShares {
  /** Gives a bridge its slot; `next`: number of the slot that comes next. Answers how many slots after that one it is, 0..3. */
  take(bridge: number, next: number): number;
  give(bridge: number): void;
}

export function createSlotShares(): SlotShares {
  const slotOf = new Map<number, number>();
  const shares = new Array<number>(frameSlots).fill(0);
  return {
    take(bridge, next) {
      let wait = 0;
      for (let later = 1; later < frameSlots; later++) {
        if (shares[(next + later) % frameSlots]! < shares[(next + wait) % frameSlots]!) wait = later;
      }
      const slot = (next + wait) % frameSlots;
      slotOf.set(bridge, slot);
      shares[slot]!++;
      return wait;
    },
    give(bridge) {
      const slot = slotOf.get(bridge);
      if (slot !== undefined && slotOf.delete(bridge)) shares[slot]!--;
    },
  };
}
