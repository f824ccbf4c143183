// What a user agent has to be told, and what it takes for granted otherwise.

import type { Clock, WallClock } from '../../interfaces/clock.ts';
import type { Screen } from './sip-call.ts';
import type { SipTimes } from './sip-timers.ts';
import type { SipResolver } from './transport/locate.ts';
import type { RateLimits } from './transport/source-rates.ts';
import type { ConnectionLimits, ListenOn } from './transport/transports.ts';
import type { OpenUdp } from './transport/udp-socket.ts';

export interface SipUserAgentOptions {
  /** Port 0: any. At least one of each transport that calls are to go out by. */
  listen: ListenOn[];
  /** Asked for every request outside dialogs. */
  screen: Screen;
  tls?: {
    /** PEM. Needed to listen for TLS; shown to servers that want to know who we are. */
    key: string | null;
    cert: string | null;
    /** PEM of whom we trust, servers and clients; null: whom Node trusts. */
    ca: string | null;
    /** Clients without a trusted certificate are cut off. */
    clientsMustProve?: boolean;
  };
  /** Under which peers on the internet reach us (behind NAT); null: the local address of the way to them. */
  publicAddress?: string | null;
  /** Of the User-Agent and Server headers; never shown to strangers. */
  product?: string;
  /** What we offer as session interval, s (RFC 4028); null: only what the far side wants. */
  sessionExpiresS?: number | null;
  clock?: Clock;
  wallClock?: WallClock;
  times?: SipTimes;
  resolver?: SipResolver;
  /** 0..1 */
  random?: () => number;
  openUdp?: OpenUdp;
  rates?: Partial<RateLimits>;
  connections?: Partial<ConnectionLimits>;
  /** Transactions of each side at once; of those over and lingering, as many again. */
  mostTransactions?: number;
}

/** A trunk may set up hundreds of calls a second, each a handful of messages. */
export const defaultRates: RateLimits = { perSecond: 10_000, burst: 20_000, strangerPerSecond: 5, strangerBurst: 20 };

export const defaultConnections: ConnectionLimits = {
  idleMs: 30 * 60_000,
  messageMs: 10_000,
  unsentBytes: 1024 * 1024,
  perSource: 64,
  total: 2000,
  strangerMs: 10_000,
  strangersPerSource: 16,
  strangersTotal: 512,
};

export const defaultMostTransactions = 40_000;
