// Signs of life: OPTIONS to a target, and what its answer means. Any answer but silence and overload is one: also a refusal is given by a
// machine that lives.

import type { SipTrunk, TrunkTargetHealth } from '../../interfaces/sip-trunk.ts';
import type { SipResponse } from '../sip/message.ts';
import type { SipRoute, SipUserAgent } from '../sip/sip-call.ts';
import { meaningOf } from './status-words.ts';

const ATTEMPT_MS = 5_000;

/** `attemptMs`: how long it may be silent. */
export function askForLife(
  agent: Pick<SipUserAgent, 'request'>,
  route: SipRoute,
  attemptMs: number = ATTEMPT_MS,
): Promise<SipResponse> {
  const uri = { ...route.target, user: null, params: {} };
  return agent.request({
    method: 'OPTIONS',
    uri,
    from: { ...uri, scheme: 'sip', user: 'ringback', port: null },
    to: uri,
    // A refusal is a sign of life, so nothing is proven for it.
    route: { ...route, credentials: null },
    headers: [{ name: 'Accept', value: 'application/sdp' }],
    attemptMs,
  });
}

export function healthOf(uri: string, response: SipResponse, checkedAt: number): TrunkTargetHealth {
  const isDown = response.status === 503 || (response.status === 408 && response.headers.length === 0);
  if (!isDown) return { uri, state: 'up', checkedAt, detail: 'It answers.' };
  const { found, advice } = meaningOf(response, uri);
  return { uri, state: 'down', checkedAt, detail: `${found} ${advice}` };
}

export function unknownHealth({ uri }: SipTrunk['targets'][number]): TrunkTargetHealth {
  return { uri, state: 'unknown', checkedAt: null, detail: 'Nobody has asked yet.' };
}
