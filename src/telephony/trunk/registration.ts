// One trunk's registration (RFC 3261 section 10): we tell a registrar where we are, again before it forgets, and take it back at the end.
//
// trying      No registrar has taken it yet, or the last refresh failed; the next address is asked, with growing pauses.
// registered  Until a time that the registrar set; at 80 % of it we ask again.
// refused     The credentials are wrong or the account may not: asked again seldom, lest it be locked.

import type { Log } from '../../interfaces/log.ts';
import type { SipTrunk, TrunkHealth } from '../../interfaces/sip-trunk.ts';
import { header, headers } from '../sip/header.ts';
import type { SipResponse } from '../sip/message.ts';
import { parseNameAddr } from '../sip/name-addr.ts';
import { randomToken } from '../sip/random-token.ts';
import type { SipRoute, SipUserAgent } from '../sip/sip-call.ts';
import type { SipTimers } from '../sip/sip-timers.ts';
import { sendRegister } from './ask-registrar.ts';
import { meaningOf } from './status-words.ts';
import { routeTo } from './target.ts';

export type RegistrationState = NonNullable<TrunkHealth['registration']>;

export interface RegistrationDeps {
  agent: Pick<SipUserAgent, 'request'>;
  timers: SipTimers;
  wallClock: () => number;
  log: Log;
}

export interface Registration {
  readonly state: RegistrationState;
  /** Takes the registration back, for at most two seconds. Idempotent. */
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 120_000;
const REFUSED_PAUSE_MS = 300_000;
const REFRESH_AT = 0.8;
const MOST_EXPIRES_S = 86_400;
const GOODBYE_MS = 2_000;

/** `trunk.registration` must be there. */
export function keepRegistered(trunk: SipTrunk, deps: RegistrationDeps): Registration {
  const { agent, timers, wallClock, log } = deps;
  const routes = routesOf(trunk);
  const user = trunk.credentials?.username ?? '';
  const sequence = { callId: randomToken(16), cseq: 0 };
  let state: RegistrationState = { state: 'trying', until: null, detail: 'The registrar has not answered yet.' };
  let expiresS = trunk.registration?.expiresS ?? 300;
  let at = 0;
  let pauseMs = FIRST_PAUSE_MS;
  let stopTimer: () => void = () => {};
  let isClosed = false;
  let closing: Promise<void> | null = null;

  function become(next: RegistrationState): void {
    if (next.state !== state.state)
      log[next.state === 'registered' ? 'info' : 'warn'](
        { trunk: trunk.trunkId, state: next.state, detail: next.detail },
        'the registration of a SIP trunk changed',
      );
    state = next;
  }

  async function register(): Promise<void> {
    const route = routes[at];
    if (!route) return become({ state: 'refused', until: null, detail: 'The address of the registrar is none.' });
    const response = await send(route, expiresS);
    if (isClosed) return;
    if (response.status >= 200 && response.status < 300) return hold(route, response);
    const least = Number(header(response, 'Min-Expires') ?? NaN);
    if (response.status === 423 && least > expiresS && least <= MOST_EXPIRES_S) {
      expiresS = least;
      return register();
    }
    fail(route, response);
  }

  function hold(route: SipRoute, response: SipResponse): void {
    const seconds = grantedSeconds(response, user) ?? expiresS;
    pauseMs = FIRST_PAUSE_MS;
    become({
      state: 'registered',
      until: wallClock() + seconds * 1_000,
      detail: `Registered at ${route.target.host}.`,
    });
    later(Math.max(seconds * REFRESH_AT, 1) * 1_000);
  }

  function fail(route: SipRoute, response: SipResponse): void {
    const { found, advice } = meaningOf(response, route.target.host);
    const isRefused = [401, 402, 403, 404, 407].includes(response.status);
    become({ state: isRefused ? 'refused' : 'trying', until: null, detail: `${found} ${advice}` });
    if (isRefused) return later(REFUSED_PAUSE_MS);
    at = (at + 1) % routes.length;
    // The next address at once; after a round of all of them a pause.
    if (at !== 0) return later(0);
    later(pauseMs);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }

  function later(ms: number): void {
    stopTimer = timers.after(ms, () => void register());
  }

  function send(route: SipRoute, seconds: number): Promise<SipResponse> {
    return sendRegister(agent, user, { route, expiresS: seconds, sequence });
  }

  async function goodbye(): Promise<void> {
    isClosed = true;
    stopTimer();
    const route = routes[at];
    if (state.state !== 'registered' || !route) return;
    let stop: () => void = () => {};
    const patience = new Promise<void>((resolve) => (stop = timers.after(GOODBYE_MS, resolve)));
    await Promise.race([send(route, 0), patience]);
    stop();
  }

  later(0);
  return {
    get state() {
      return state;
    },
    close: () => (closing ??= goodbye()),
  };
}

/** The registrar, then the targets: many providers register at each of their proxies. */
function routesOf(trunk: SipTrunk): SipRoute[] {
  const written = [trunk.registration?.registrar ?? '', ...trunk.targets.map(({ uri }) => uri)];
  return [...new Set(written)].map((uri) => routeTo(trunk, uri)).filter((route) => route !== null);
}

/** How long our binding holds, s (RFC 3261 section 10.2.4); null: the registrar does not say. */
function grantedSeconds(response: SipResponse, user: string): number | null {
  const contacts = headers(response, 'Contact').map(parseNameAddr);
  const own = contacts.find((contact) => contact?.uri.user === user) ?? (contacts.length === 1 ? contacts[0] : null);
  const said = Number(own?.params.expires ?? header(response, 'Expires') ?? NaN);
  return Number.isFinite(said) && said > 0 ? Math.min(said, MOST_EXPIRES_S) : null;
}
