// What an edge by SIP is made with, and what it gives.

import type { Clock, WallClock } from '../interfaces/clock.ts';
import type { Log } from '../interfaces/log.ts';
import type { PhoneEdge } from '../interfaces/phone-edge.ts';
import type { DialogKeeper, RegistrationLeases, TrunkCare, TrunkDirectory } from '../interfaces/sip-trunk.ts';
import type { OpenPhonePeer } from '../media/index.ts';
import type { CallRate } from './edge/call-rate.ts';
import type { StrangerCounts } from './screen/strangers.ts';
import type { SipCounts, SipUserAgent } from './sip/sip-call.ts';
import type { SipTimes } from './sip/sip-timers.ts';
import type { SipResolver } from './sip/transport/locate.ts';
import type { SipUserAgentOptions } from './sip/user-agent-options.ts';
import type { SpeakTest } from './trunk-test/trunk-test.ts';

export interface SipEdgeOptions {
  listen: SipUserAgentOptions['listen'];
  tls?: SipUserAgentOptions['tls'];
  /** Under which the internet reaches us, signalling and sound; null: the addresses of this machine. */
  publicAddress: string | null;
  /** Networks (CIDR) that may always call in. */
  allow: string[];
  /** What strangers get. */
  strangers: 'silence' | '403';
  trunks: TrunkDirectory;
  /** Null: nothing outlives this process. */
  dialogs: DialogKeeper | null;
  /** Why a REFER of a trunk may not have us call somebody from this number, for the log; null when it may. Absent: none is obeyed. */
  mayRefer?(asked: { workspaceId: string; number: string; to: string }): Promise<string | null>;
  /** Absent: no other server registers the same trunks. */
  leases?: RegistrationLeases;
  openPeer: OpenPhonePeer;
  /** Says a sentence to whoever answers the test of a trunk; null: it rings only. */
  speakTest: SpeakTest | null;
  log: Log;
  wallClock: WallClock;
  /** Signs challenges; the same on all nodes behind one address. */
  secret?: Buffer;
  clock?: Clock;
  times?: SipTimes;
  resolver?: SipResolver;
  random?: () => number;
  /** New calls that one address may bring; more are told to come back later. */
  callRate?: CallRate;
}

export interface SipEdge extends PhoneEdge {
  readonly listening: SipUserAgent['listening'];
  readonly care: TrunkCare;
  /** For /metrics and /health. */
  readonly counts: Readonly<SipCounts>;
  readonly strangers: Readonly<StrangerCounts>;
  /** Legs that are not gone. */
  readonly size: number;
  /** Ends the dialogs of dead servers and takes their registrations now, not at the next look: one has just been found dead, this one's former life perhaps. */
  takeOver(): void;
  /** Resolves when the addresses of the trunks that are known now were looked up. */
  ready(): Promise<void>;
}
