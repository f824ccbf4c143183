// One REGISTER: for the registration that is kept, and to try credentials out (it says again what the kept one said).

import type { SipTrunk } from '../../interfaces/sip-trunk.ts';
import type { SipResponse, SipUri } from '../sip/message.ts';
import type { SipRoute, SipUserAgent } from '../sip/sip-call.ts';
import { routeTo } from './target.ts';

const ATTEMPT_MS = 5_000;

export interface RegisterWish {
  route: SipRoute;
  /** 0 takes it back. */
  expiresS: number;
  sequence?: { callId: string; cseq: number };
}

export function sendRegister(
  agent: Pick<SipUserAgent, 'request'>,
  user: string,
  { route, expiresS, sequence }: RegisterWish,
): Promise<SipResponse> {
  const registrar: SipUri = { ...route.target, user: null, params: {} };
  const own = { ...registrar, user };
  return agent.request({
    method: 'REGISTER',
    uri: registrar,
    from: own,
    to: own,
    route,
    headers: [{ name: 'Expires', value: String(expiresS) }],
    attemptMs: ATTEMPT_MS,
    ...(sequence ? { sequence } : {}),
  });
}

/**
 * Null: the trunk does not register, or its registrar's address is none. `isOurs`: this server keeps it registered, and says so once more; of
 * another one's it takes back what it has not: that proves as much, and takes no calls away.
 */
export async function askRegistrar(
  agent: Pick<SipUserAgent, 'request'>,
  trunk: SipTrunk,
  isOurs: boolean,
): Promise<SipResponse | null> {
  const { registration, credentials } = trunk;
  const route = registration && routeTo(trunk, registration.registrar);
  if (!route || !registration) return null;
  return sendRegister(agent, credentials?.username ?? '', { route, expiresS: isOurs ? registration.expiresS : 0 });
}
