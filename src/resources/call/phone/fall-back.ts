// A caller for whom there is no room is given to the fallback of the number: dialled on a bridge of its own, with nobody of ours in between.

import type { DialWish, IncomingPhoneCall } from '../../../interfaces/phone-edge.ts';
import type { Row } from '../../../storage/index.ts';
import { isBlocked, isE164 } from '../../phone-number/index.ts';
import type { LiveCallDeps } from '../live-call.ts';
import { keepPair, type Pair } from '../transfer/pair.ts';
import { dialParty } from '../transfer/party.ts';
import { mayCall, type MayCallDeps } from './may-call.ts';
import type { PhoneEdges } from './place-phone-call.ts';
import type { SharedLeg } from './shared-leg.ts';
import type { PhoneLeg } from '../../../interfaces/phone-edge.ts';

export interface FallBackDeps extends Pick<LiveCallDeps, 'mediaHost' | 'node'>, MayCallDeps {
  edges: PhoneEdges;
  /** Those who talk with each other now: hung up when the server leaves. */
  pairs: Set<Pair>;
}

export interface FallBackCaller {
  leg: PhoneLeg;
  shared: SharedLeg;
  incoming: Pick<IncomingPhoneCall, 'from'>;
  gone: AbortSignal;
}

const RING_MS = 30_000;

/** True when the two are connected. False when the fallback was not reached, or the caller did not wait. */
export async function fallBack(
  deps: FallBackDeps,
  caller: FallBackCaller,
  number: Row<'phone_numbers'>,
  to: string,
): Promise<boolean> {
  const edge = deps.edges[number.provider];
  if (!edge || isBlocked(to)) return false;
  const may = await mayCall(deps, number, to);
  if (may.why !== null) {
    deps.log.warn({ workspaceId: number.workspace_id, why: may.why }, 'the fallback of a number may not be called');
    return false;
  }
  const bridge = deps.mediaHost.createBridge(`fallback of ${number.phone_number}`, deps.node.epoch);
  bridge.attach(caller.leg);
  const wish: DialWish = {
    callId: bridge.callId,
    workspaceId: number.workspace_id,
    role: 'consult',
    number: number.phone_number,
    shownAs: shownAs(number, caller.incoming.from),
    to,
    headers: {},
    ringMs: RING_MS,
  };
  const party = dialParty({ bridge, dial: (asked) => edge.dial(asked), onEarly() {} }, wish);
  const hangUp = (): void => party.hangUp();
  caller.gone.addEventListener('abort', hangUp, { once: true });
  if (caller.gone.aborted) hangUp();
  const reached = await party.reached;
  caller.gone.removeEventListener('abort', hangUp);
  if (!reached.ok || caller.gone.aborted) {
    party.hangUp();
    await Promise.all([party.gone, may.settle(party.talkedMs())]);
    await bridge.close();
    return false;
  }
  caller.shared.send({ do: 'answer' });
  bridge.routes([
    { from: caller.leg.id, to: party.id, gain: 1 },
    { from: party.id, to: caller.leg.id, gain: 1 },
  ]);
  const pair = keepPair({ bridge, legs: [caller.shared, party.shared], onOver: () => may.settle(party.talkedMs()) });
  deps.pairs.add(pair);
  void pair.over.then(() => deps.pairs.delete(pair));
  return true;
}

/** A trunk of one's own shows whom its owner lets it; a carrier shows its own numbers only. */
function shownAs(number: Row<'phone_numbers'>, from: string): string {
  return number.provider === 'custom' && isE164(from) ? from : number.phone_number;
}
