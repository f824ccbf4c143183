// A call in, as a list of steps: whose number, may they call, by whom is it taken, is there room, answer. Until then the caller hears
// ringing, and may hang up at any step.

import type { HangupReason } from '../../../interfaces/leg.ts';
import type { IncomingPhoneCall, PhoneLeg } from '../../../interfaces/phone-edge.ts';
import { findWorkspace, type Row } from '../../../storage/index.ts';
import { newId } from '../../new-id.ts';
import { mayCallIn, type NumberConfig } from '../../phone-number/index.ts';
import { enqueueCallWebhook } from '../../webhook/index.ts';
import { seesFreeSlot } from '../../workspace/index.ts';
import { endUnbegun, type UnbegunEnd } from '../end-unbegun.ts';
import type { LiveCallDeps } from '../live-call.ts';
import type { LiveCalls } from '../live-calls.ts';
import { renderCall } from '../render.ts';
import { runCall } from '../run-call.ts';
import { fallBack, type FallBackDeps } from './fall-back.ts';
import { identifyNumber } from './identify.ts';
import { capturePackets } from './capture-packets.ts';
import { chooseInboundAgent, type InboundAgentDeps, type InboundPlace } from './inbound-agent.ts';
import { insertOngoing, insertUnbegun, type InboundCall } from './inbound-row.ts';
import { keptLegRecord } from './kept-leg-record.ts';
import { identifierDetails } from './leg-record.ts';
import type { PhoneEdges } from './place-phone-call.ts';
import { beginRegistered, isCallId } from './registered-call.ts';
import { shareLeg, type SharedLeg } from './shared-leg.ts';

export interface TakeCallDeps extends LiveCallDeps, Omit<InboundAgentDeps, keyof LiveCallDeps>, FallBackDeps {
  edges: PhoneEdges;
  live: Pick<LiveCalls, 'keep' | 'closed' | 'breaks'>;
  /** Fires when the server leaves: nobody waits to be taken any more. */
  leaving: AbortSignal;
  /** Rejects when the signal fires. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** A caller for whom there is no room rings for so long (behaviour 9.6). */
const SLOT_WAIT_MS = 40_000;
const SLOT_LOOK_MS = 500;

/** A caller who was not let in, with words for the log. */
interface Refused {
  reason: HangupReason;
  why: string;
}

interface Caller {
  leg: PhoneLeg;
  shared: SharedLeg;
  incoming: IncomingPhoneCall;
  /** Fires when the caller hangs up, and when the server leaves. */
  gone: AbortSignal;
  /** `LiveCalls.breaks` when he came. */
  since: number;
}

/** Resolves when the call runs, is with somebody else, or is over. Never rejects. */
export async function takeCall(deps: TakeCallDeps, leg: PhoneLeg, given: IncomingPhoneCall): Promise<void> {
  const shared = shareLeg(leg);
  const hungUp = new AbortController();
  const gone = AbortSignal.any([hungUp.signal, deps.leaving]);
  const caller = { leg, shared, incoming: plainly(given), gone, since: deps.live.breaks };
  shared.hand().onEvent((event) => {
    if (event.is === 'gone') hungUp.abort();
  });
  try {
    const refused = await admit(deps, caller);
    if (!refused) return;
    deps.log.info({ wire: given.wire, why: refused.why }, 'a call was not taken');
    shared.send({ do: 'hangup', reason: refused.reason });
  } catch (error) {
    if (hungUp.signal.aborted) return;
    if (deps.leaving.aborted) return shared.send({ do: 'hangup', reason: 'shutdown' });
    deps.log.error({ wire: given.wire, err: error }, 'a call could not be taken');
    shared.send({ do: 'hangup', reason: 'unavailable' });
  }
}

async function admit(deps: TakeCallDeps, caller: Caller): Promise<Refused | null> {
  const { incoming } = caller;
  if (deps.live.closed !== null) return { reason: 'shutdown', why: 'the server is leaving' };
  if (isCallId(incoming.to)) return takeRegistered(deps, caller);
  const place = await placeOf(deps, incoming);
  if (!place) return { reason: 'unknown', why: 'no number of this server was called' };
  const config = (place.number?.config ?? {}) as NumberConfig;
  if (!mayCallIn(config, incoming.from)) return { reason: 'rejected', why: 'callers of this country are not let in' };
  caller.shared.send({ do: 'ring' });
  const isOut = place.number !== null && (await findWorkspace(deps.db, place.workspaceId))?.outage_mode_enabled;
  const choice = await chooseInboundAgent(deps, place, incoming, caller.gone);
  if (!choice) return { reason: 'rejected', why: 'nobody takes calls of this number' };
  const call = { place, incoming, choice, details: identifierDetails(caller.leg) };
  if (isOut && place.number?.fallback_number) return overflow(deps, caller, call);
  const row = await rowInFreeSlot(deps, caller, call);
  if (!row) return overflow(deps, caller, call);
  await begin(deps, caller, row);
  return null;
}

/** Nothing of the call is asked anew: it was settled when it was registered. */
async function takeRegistered(deps: TakeCallDeps, caller: Caller): Promise<Refused | null> {
  const row = await beginRegistered(deps, caller.incoming, identifierDetails(caller.leg));
  if (!row) return { reason: 'unknown', why: 'no registered call waits under this id' };
  await begin(deps, caller, row);
  return null;
}

async function placeOf(deps: TakeCallDeps, incoming: IncomingPhoneCall): Promise<InboundPlace | null> {
  const callId = newId('call');
  if (incoming.agent && incoming.workspaceId !== null)
    return { workspaceId: incoming.workspaceId, callId, number: null };
  const number = await identifyNumber(deps.db, incoming);
  return number && { workspaceId: number.workspace_id, callId, number };
}

/** Null when none became free in time. Rejects when the caller hangs up. Who waits looks first: trying keeps the others of the workspace waiting. */
async function rowInFreeSlot(deps: TakeCallDeps, { gone }: Caller, call: InboundCall): Promise<Row<'calls'> | null> {
  for (let waitedMs = 0; ; waitedMs += SLOT_LOOK_MS) {
    gone.throwIfAborted();
    const isWorthTrying =
      waitedMs === 0 || (await seesFreeSlot(deps.db, call.place.workspaceId, deps.wallClock(), 'inbound'));
    const row = isWorthTrying ? await insertStarted(deps, call) : null;
    if (row || waitedMs >= SLOT_WAIT_MS) return row;
    await deps.wait(SLOT_LOOK_MS, gone);
  }
}

function insertStarted(deps: TakeCallDeps, call: InboundCall): Promise<Row<'calls'> | null> {
  return deps.db.transaction().execute(async (trx) => {
    const row = await insertOngoing(trx, call, deps.node, deps.wallClock());
    if (row) await enqueueCallWebhook(trx, row, 'call_started', renderCall(row, deps.fileLinks, 'whole'));
    return row;
  });
}

/** From here on the session has the leg; it answers. */
async function begin(deps: TakeCallDeps, { leg, shared, since }: Caller, row: Row<'calls'>): Promise<void> {
  await capturePackets(deps, row, leg);
  const legRecord = keptLegRecord(deps, row, leg);
  void deps.live.keep(runCall(deps, shared.hand(), row, { legRecord }), since);
}

/** There is no room: the number's fallback takes the caller, or nobody does. Both are calls on record. Rejects when the caller hangs up. */
async function overflow(deps: TakeCallDeps, caller: Caller, call: InboundCall): Promise<null> {
  const fallback = call.place.number?.fallback_number ?? null;
  if (fallback !== null && call.place.number && (await fallBack(deps, caller, call.place.number, fallback))) {
    await writeUnbegun(deps, call, { reason: 'no_concurrency_fallback', details: { transfer_destination: fallback } });
    return null;
  }
  caller.gone.throwIfAborted();
  await writeUnbegun(deps, call, { reason: 'concurrency_limit_reached' });
  caller.shared.send({ do: 'hangup', reason: 'busy' });
  return null;
}

async function writeUnbegun(deps: TakeCallDeps, call: InboundCall, end: UnbegunEnd): Promise<void> {
  const row = await deps.db.transaction().execute((trx) => insertUnbegun(trx, call, deps.node, deps.wallClock()));
  await endUnbegun({ ...deps, renderCall: (ended) => renderCall(ended, deps.fileLinks, 'whole') }, row, end);
}

/** Numbers as they can be stored: one line, of a length that somebody could have dialled. */
function plainly(incoming: IncomingPhoneCall): IncomingPhoneCall {
  const plain = (number: string): string => number.replace(/\p{C}+/gu, '').slice(0, MAX_NUMBER);
  return { ...incoming, from: plain(incoming.from) || 'anonymous', to: plain(incoming.to) };
}

const MAX_NUMBER = 256;
