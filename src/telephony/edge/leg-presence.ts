// Is the far side there to talk with? It may hold, send no sound though it owes some, or have left before whom it gave its place to has come.

import type { SipTimers } from '../sip/sip-timers.ts';
import type { LegSound } from './leg-sound.ts';

export interface LegPresenceDeps {
  sound: Pick<LegSound, 'isHeld' | 'hearsUs' | 'wasHeard'>;
  timers: Pick<SipTimers, 'after'>;
  isConnected(): boolean;
  tell(fact: { is: 'degraded' | 'restored' } | { is: 'held'; on: boolean }): void;
  /** Its sound stayed away for too long. */
  onLost(detail: string): void;
}

export interface LegPresence {
  /** A description was agreed on: it may hold now, or no more. While it does, nobody's silence counts. */
  noteHold(): void;
  /** The media host's word. */
  hear(state: 'first' | 'lost' | 'back'): void;
  /** Nobody is there until `noteHold`. */
  leave(): void;
  close(): void;
}

/** After the media host has missed sound for a while already: phones that are moved between networks come back within this. */
const MAY_COME_BACK_MS = 20_000;

export function createLegPresence({ sound, timers, isConnected, tell, onLost }: LegPresenceDeps): LegPresence {
  let isDegraded = false;
  let isOnHold = false;
  let hasLeft = false;
  let stopTimer = (): void => {};

  function degrade(on: boolean): void {
    if (!isConnected() || on === isDegraded) return;
    isDegraded = on;
    tell({ is: on ? 'degraded' : 'restored' });
  }

  function hold(on: boolean): void {
    if (!isConnected() || on === isOnHold) return;
    isOnHold = on;
    tell({ is: 'held', on });
  }

  return {
    noteHold() {
      hasLeft = false;
      degrade(sound.isHeld);
      hold(!sound.hearsUs);
    },
    hear(state) {
      stopTimer();
      if (hasLeft) return;
      if (state !== 'lost') return degrade(sound.isHeld);
      // Who never sent anything is somebody else's question: the session knows how long a call may be silent from its start.
      if (!sound.wasHeard || !isConnected() || sound.isHeld) return;
      degrade(true);
      stopTimer = timers.after(MAY_COME_BACK_MS, () =>
        onLost('no sound came any more, though the call was not on hold'),
      );
    },
    leave() {
      hasLeft = true;
      stopTimer();
      degrade(true);
      hold(true);
    },
    close: () => stopTimer(),
  };
}
