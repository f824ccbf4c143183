// What a leg by SIP asks of its edge.

import type { WallClock } from '../../interfaces/clock.ts';
import type { CallLeg, HangupReason } from '../../interfaces/leg.ts';
import type { Log } from '../../interfaces/log.ts';
import type { PhoneLeg } from '../../interfaces/phone-edge.ts';
import type { SipRequest } from '../sip/message.ts';
import type { SipCall, StoredDialog } from '../sip/sip-call.ts';
import type { SipTimers } from '../sip/sip-timers.ts';
import type { Ladder } from './ladders.ts';
import type { LegSoundDeps } from './leg-sound.ts';

/** One way to dial; gives the call that it began. */
export type Attempt = (sdp: string) => SipCall;

export interface SipLegDeps {
  role: CallLeg['role'];
  sound: Pick<LegSoundDeps, 'openPeer' | 'family' | 'wish'>;
  timers: SipTimers;
  wallClock: WallClock;
  log: Log;
  openLadder(call: SipCall): Ladder;
  /** How long the far side may ring, ms; of legs that dial. */
  ringMs?: number;
  /** How a party is written that the far side shall be given to: a number becomes an address of its trunk. Null: it is none. */
  addressOf(to: string): string | null;
  /** The call of another leg, for an attended transfer. */
  callOf(legId: string): SipCall | null;
  /** Keeps the dialog for a BYE after a crash; null forgets it. */
  keep(leg: PhoneLeg, dialog: StoredDialog | null): void;
  /** The far side asks us by REFER to call somebody else in its place: how, or why not, in words for it. Absent: never. */
  referredTo?(request: SipRequest): Promise<{ attempts: Attempt[] } | { refused: string }>;
  /** A caller whom we turn away before any answer. True: he is to hear nothing of it. */
  onRejected?(reason: HangupReason): boolean;
  onGone(leg: PhoneLeg): void;
}
