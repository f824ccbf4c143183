// Calls of Telnyx' network by Call Control: commands go by its API, what happens comes by webhooks, sound by its media streams.
// https://developers.telnyx.com/docs/voice/programmable-voice/voice-api-commands-and-resources

import { randomBytes } from 'node:crypto';
import type { WallClock } from '../../../interfaces/clock.ts';
import type { HangupReason } from '../../../interfaces/leg.ts';
import type { DialWish, PhoneEdge } from '../../../interfaces/phone-edge.ts';
import type { OpenPhonePeer } from '../../../media/index.ts';
import type { IncomingListener } from '../agent-streams.ts';
import { CarrierLeg } from '../carrier-leg.ts';
import type { Json } from '../carrier-http.ts';
import { sipStatusOf } from '../failure-of-sip-status.ts';
import type { OneTimeAddresses } from '../media-address.ts';
import type { StreamOwner } from '../media-doors.ts';
import { openStream } from '../open-stream.ts';
import { atMost } from '../at-most.ts';
import { createPastCalls } from '../past-calls.ts';
import { phoneNumberOf } from '../phone-number-of.ts';
import { dialFailureOf, failureOfHangup } from './failures.ts';
import { dataOf, type TelnyxRest } from './rest.ts';

export interface TelnyxEdge extends PhoneEdge {
  /** Begins to hang up on a call of a server that died. */
  bury(id: string): void;
  /** An event of a call: its type and payload. */
  take(type: string, payload: Json): void;
}

export interface TelnyxEdgeDeps {
  rest: TelnyxRest;
  connectionId: string | null;
  oneTime: OneTimeAddresses<StreamOwner>;
  openPeer: OpenPhonePeer;
  /** Without a slash at its end. */
  publicUrl: string;
  wallClock: WallClock;
  log(message: string, facts: object): void;
  /** How long a call that may have been dialled, although Telnyx did not answer, is watched for, ms. */
  lostDialMs?: number;
}

interface Call {
  ref: string;
  leg: CarrierLeg;
  /** The call control id. */
  id: string | null;
  mediaToken: string | null;
  isIncoming: boolean;
  /** Repeated commands bear the same id, and Telnyx carries them out once. */
  commands: number;
}

/** A carrier that does not answer does not keep the server from leaving. */
const closeMs = 4_000;

export function createTelnyxEdge(deps: TelnyxEdgeDeps): TelnyxEdge {
  const calls = new Map<string, Call>();
  const byId = new Map<string, Call>();
  /** Refs of calls that were dialled, perhaps. */
  const lostDials = new Map<string, NodeJS.Timeout>();
  const past = createPastCalls<true>();
  const work = new Set<Promise<unknown>>();
  let listener: IncomingListener | null = null;
  let closed = false;

  function own<T>(promise: Promise<T>): Promise<T> {
    const done = promise.finally(() => work.delete(done));
    work.add(done);
    return done;
  }

  function newCall({ role, id, isIncoming }: { role: DialWish['role']; id: string | null; isIncoming: boolean }): Call {
    const ref = randomBytes(16).toString('hex');
    const call: Call = { ref, id, isIncoming, mediaToken: null, commands: 0, leg: null as unknown as CarrierLeg };
    call.leg = new CarrierLeg({
      role,
      isOutbound: !isIncoming,
      identifier: id === null ? {} : { telnyx_call_control_id: id },
      control: {
        answer: () => void own(answer(call)),
        hangup: (reason, { wasAnswered }) => own(hangup(call, reason, wasAnswered)),
        digits: (digits) => void own(command(call, 'send_dtmf', { digits, duration_millis: 200 })),
        refer: (to, headers) => own(command(call, 'transfer', { to, ...headersFor(headers) })),
      },
      openPeer: deps.openPeer,
      wallClock: deps.wallClock,
      log: deps.log,
      onGone: () => forget(call),
    });
    calls.set(ref, call);
    if (id !== null) byId.set(id, call);
    return call;
  }

  function forget(call: Call): void {
    calls.delete(call.ref);
    if (call.id !== null) {
      byId.delete(call.id);
      past.remember(call.id, true);
    }
    if (call.mediaToken !== null) deps.oneTime.giveUp(call.mediaToken);
  }

  function name(call: Call, id: string): void {
    if (call.id !== null || id === '') return;
    call.id = id;
    call.leg.identifier.telnyx_call_control_id = id;
    if (!call.leg.isOver) byId.set(id, call);
  }

  /** Lets the call's sound come to us, by an address for this call alone. */
  function streamOf(call: Call): Json {
    call.mediaToken ??= deps.oneTime.issue((socket) =>
      openStream(socket, call.leg, { log: deps.log, isOfCall: ({ callId }) => call.id === null || callId === call.id }),
    );
    return {
      stream_url: `${deps.publicUrl.replace(/^http/, 'ws')}/carriers/telnyx/media/${call.mediaToken}`,
      stream_track: 'inbound_track',
      stream_codec: 'PCMU',
      stream_bidirectional_mode: 'rtp',
      stream_bidirectional_codec: 'PCMU',
    };
  }

  async function begin(call: Call, wish: DialWish): Promise<void> {
    if (call.leg.isOver) return;
    if (deps.connectionId === null)
      return call.leg.failed('permission_denied', null, 'TELNYX_CONNECTION_ID is not set');
    const json: Json = {
      connection_id: deps.connectionId,
      to: wish.to,
      from: wish.shownAs,
      timeout_secs: Math.min(600, Math.max(5, Math.ceil(wish.ringMs / 1000))),
      client_state: Buffer.from(call.ref).toString('base64'),
      command_id: call.ref,
      webhook_url: `${deps.publicUrl}/carriers/telnyx/call`,
      webhook_url_method: 'POST',
      ...headersFor(wish.headers),
      ...streamOf(call),
    };
    const reply = await deps.rest.ask({ method: 'POST', path: '/calls', json });
    if (reply.is === 'done') name(call, String(dataOf(reply.json)['call_control_id'] ?? ''));
    const wasTaken = reply.is === 'done' || (reply.is === 'lost' && call.id !== null);
    if (wasTaken) return call.leg.isOver ? end(call.id) : undefined;
    if (reply.is === 'lost') watchForLost(call.ref);
    deps.log('Telnyx did not take a call', {
      callId: wish.callId,
      is: reply.is,
      code: reply.is === 'refused' ? reply.code : null,
    });
    call.leg.failed(
      dialFailureOf(reply as Exclude<typeof reply, { is: 'done' }>),
      null,
      'Telnyx did not take the call',
    );
  }

  function watchForLost(ref: string): void {
    if (closed) return;
    lostDials.set(
      ref,
      setTimeout(() => lostDials.delete(ref), deps.lostDialMs ?? 120_000),
    );
  }

  async function answer(call: Call): Promise<void> {
    if (!call.isIncoming || call.leg.wasAnswered) return;
    if (!(await command(call, 'answer', streamOf(call)))) call.leg.lost('Telnyx did not let the call be answered');
  }

  async function hangup(call: Call, reason: HangupReason, wasAnswered: boolean): Promise<void> {
    if (!call.isIncoming || wasAnswered) return end(call.id);
    const cause = reason === 'busy' || reason === 'unavailable' ? 'USER_BUSY' : 'CALL_REJECTED';
    await command(call, 'reject', { cause });
  }

  async function end(id: string | null): Promise<void> {
    if (id === null) return;
    const path = `/calls/${encodeURIComponent(id)}/actions/hangup`;
    const reply = await deps.rest.ask({ method: 'POST', path, json: {}, repeatable: true });
    // 90018: it is over already.
    if (reply.is === 'done' || (reply.is === 'refused' && (reply.status === 404 || reply.code === '90018'))) return;
    deps.log('Telnyx could not be told that a call is over', { id, is: reply.is });
  }

  async function command(call: Call, what: string, fields: Json): Promise<boolean> {
    if (call.id === null) return false;
    const path = `/calls/${encodeURIComponent(call.id)}/actions/${what}`;
    const json = { ...fields, command_id: `${call.ref}-${++call.commands}` };
    const reply = await deps.rest.ask({ method: 'POST', path, json, repeatable: true });
    if (reply.is !== 'done') deps.log('Telnyx did not take a command', { what, id: call.id, is: reply.is });
    return reply.is === 'done';
  }

  function incoming(payload: Json): void {
    const id = String(payload['call_control_id'] ?? '');
    if (id === '' || byId.has(id) || past.get(id)) return;
    const call = newCall({ role: 'caller', id, isIncoming: true });
    if (closed || !listener) return void call.leg.hangup('rejected');
    listener(call.leg, {
      wire: 'telnyx',
      workspaceId: null,
      to: String(payload['to'] ?? ''),
      from: phoneNumberOf(typeof payload['from'] === 'string' ? payload['from'] : null),
      headers: headersOf(payload['custom_headers']),
    });
  }

  function callOf(payload: Json): Call | undefined {
    const id = String(payload['call_control_id'] ?? '');
    const known = byId.get(id);
    if (known) return known;
    const ref = refOf(payload);
    if (lostDials.has(ref)) {
      clearTimeout(lostDials.get(ref));
      lostDials.delete(ref);
      void own(end(id));
    }
    const call = calls.get(ref);
    if (call) name(call, id);
    return call?.id === id ? call : undefined;
  }

  return {
    dial(wish) {
      const call = newCall({ role: wish.role, id: null, isIncoming: false });
      setImmediate(() => {
        if (closed) call.leg.failed('unavailable', null, 'shutting down');
        else void own(begin(call, wish));
      });
      return call.leg;
    },
    onIncoming: (each) => (listener = each),
    take(type, payload) {
      if (type === 'call.initiated' && payload['direction'] === 'incoming') return incoming(payload);
      const call = callOf(payload);
      if (call) tell(call.leg, type, payload);
      else if (type === 'call.hangup') past.remember(String(payload['call_control_id'] ?? ''), true);
    },
    bury: (id) => void own(end(id)),
    async close() {
      closed = true;
      for (const timer of lostDials.values()) clearTimeout(timer);
      lostDials.clear();
      await Promise.allSettled([...calls.values()].map(({ leg }) => leg.hangup('shutdown')));
      await atMost(closeMs, Promise.allSettled(work));
    },
  };
}

/** Webhooks come out of order and twice: each says how far the call is at least. */
function tell(leg: CarrierLeg, type: string, payload: Json): void {
  switch (type) {
    case 'call.initiated':
      return leg.ringing();
    case 'call.answered':
      return leg.answered();
    case 'streaming.failed':
      return leg.lost('Telnyx could not open the media stream');
    case 'call.hangup': {
      const sip = sipStatusOf(payload['sip_hangup_cause']);
      if (leg.wasAnswered || payload['hangup_cause'] === 'normal_clearing') return leg.left('the call is over');
      return leg.failed(failureOfHangup(payload['hangup_cause'], sip), sip, 'nobody answered');
    }
    default:
      return;
  }
}

function refOf({ client_state }: Json): string {
  return typeof client_state === 'string' ? Buffer.from(client_state, 'base64').toString('utf8') : '';
}

function headersFor(headers: Record<string, string>): Json {
  const custom_headers = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return custom_headers.length === 0 ? {} : { custom_headers };
}

function headersOf(value: unknown): Record<string, string> {
  const headers = Array.isArray(value) ? (value as { name?: unknown; value?: unknown }[]) : [];
  return Object.fromEntries(
    headers.slice(0, 50).map(({ name, value }) => [String(name).toLowerCase(), String(value).slice(0, 1_000)]),
  );
}
