// Calls of Twilio's network: dialled by its REST API, brought by its voice webhook, heard by its media streams.

import { randomBytes } from 'node:crypto';
import type { WallClock } from '../../../interfaces/clock.ts';
import type { HangupReason } from '../../../interfaces/leg.ts';
import type { DialWish, PhoneEdge } from '../../../interfaces/phone-edge.ts';
import type { OpenPhonePeer } from '../../../media/index.ts';
import type { IncomingListener } from '../agent-streams.ts';
import { CarrierLeg } from '../carrier-leg.ts';
import { failureOfSipStatus, sipStatusOf } from '../failure-of-sip-status.ts';
import type { OneTimeAddresses } from '../media-address.ts';
import type { StreamOwner } from '../media-doors.ts';
import { atMost } from '../at-most.ts';
import { createPastCalls } from '../past-calls.ts';
import { phoneNumberOf } from '../phone-number-of.ts';
import { openStream } from '../open-stream.ts';
import { dialFailureOf } from './failures.ts';
import type { TwilioRest } from './rest.ts';
import { connectStream, dialAway, hangUp, nothing, reject, waitAndAsk, withHeaders } from './twiml.ts';

export interface TwilioEdge extends PhoneEdge {
  /** Begins to hang up on a call of a server that died. */
  bury(sid: string): void;
  /** The voice webhook of a number: resolves with TwiML when it was decided what to do, or to ask again after a while. */
  voice(form: URLSearchParams): Promise<string>;
  /** A status callback; `ref` of a call that we dialled, null of one that came in. */
  status(form: URLSearchParams, ref: string | null): void;
}

export interface TwilioEdgeDeps {
  rest: TwilioRest;
  oneTime: OneTimeAddresses<StreamOwner>;
  openPeer: OpenPhonePeer;
  /** Without a slash at its end. */
  publicUrl: string;
  wallClock: WallClock;
  log(message: string, facts: object): void;
  /** How long a voice webhook waits for a decision; Twilio waits for 15 s. */
  decisionMs?: number;
  /** How long a call that may have been dialled, although Twilio did not answer, is watched for. */
  lostDialMs?: number;
}

interface Call {
  ref: string;
  leg: CarrierLeg;
  sid: string | null;
  mediaToken: string | null;
  ringTimer: NodeJS.Timeout | undefined;
  /** Of a call that came in: what to do with it, once that is known. */
  decision: PromiseWithResolvers<string> | null;
}

const EVENTS = ['initiated', 'ringing', 'answered', 'completed'];
const SID = /^CA[0-9a-zA-Z]{1,64}$/;

/** A carrier that does not answer does not keep the server from leaving. */
const closeMs = 4_000;

export function createTwilioEdge(deps: TwilioEdgeDeps): TwilioEdge {
  const { decisionMs = 9_000, lostDialMs = 120_000 } = deps;
  const calls = new Map<string, Call>();
  const bySid = new Map<string, Call>();
  /** Dialled, perhaps: Twilio did not say. Whatever shows up of them is hung up. */
  const lostDials = new Map<string, NodeJS.Timeout>();
  /** Of calls that came in and are over: what Twilio is told that asks again, as it does while one waits for a decision. */
  const past = createPastCalls<string | Promise<string>>();
  const work = new Set<Promise<unknown>>();
  let listener: IncomingListener | null = null;
  let closed = false;

  function own<T>(promise: Promise<T>): Promise<T> {
    const done = promise.finally(() => work.delete(done));
    work.add(done);
    return done;
  }

  function newCall(side: { isOutbound: boolean; role: DialWish['role']; sid: string | null }): Call {
    const call = { ref: randomBytes(16).toString('hex'), mediaToken: null, ringTimer: undefined } as unknown as Call;
    call.sid = side.sid;
    call.decision = side.isOutbound ? null : Promise.withResolvers<string>();
    call.leg = new CarrierLeg({
      role: side.role,
      isOutbound: side.isOutbound,
      identifier: side.sid === null ? {} : { twilio_call_sid: side.sid },
      control: {
        answer: () => answer(call),
        hangup: (reason, { wasAnswered }) => own(hangup(call, reason, wasAnswered)),
        digits: null,
        refer: (to, headers) => own(refer(call, to, headers)),
      },
      openPeer: deps.openPeer,
      wallClock: deps.wallClock,
      log: deps.log,
      onGone: () => forget(call),
    });
    calls.set(call.ref, call);
    if (side.sid !== null) bySid.set(side.sid, call);
    return call;
  }

  function forget(call: Call): void {
    clearTimeout(call.ringTimer);
    calls.delete(call.ref);
    if (call.sid !== null) bySid.delete(call.sid);
    if (call.mediaToken !== null) deps.oneTime.giveUp(call.mediaToken);
    call.decision?.resolve(nothing);
    if (call.decision && call.sid !== null)
      past.remember(call.sid, call.mediaToken === null ? call.decision.promise : hangUp);
  }

  function name(call: Call, sid: string): void {
    if (call.sid !== null || !SID.test(sid)) return;
    call.sid = sid;
    call.leg.identifier.twilio_call_sid = sid;
    if (!call.leg.isOver) bySid.set(sid, call);
  }

  /** TwiML that lets the call's sound come to us, by an address for this call alone. */
  function streamOf(call: Call): string {
    if (call.mediaToken !== null) deps.oneTime.giveUp(call.mediaToken);
    call.mediaToken = deps.oneTime.issue((socket) =>
      openStream(socket, call.leg, {
        log: deps.log,
        isOfCall: (start) => call.sid === null || start.callId === call.sid,
      }),
    );
    return connectStream(`${deps.publicUrl.replace(/^http/, 'ws')}/carriers/twilio/media/${call.mediaToken}`);
  }

  async function begin(call: Call, wish: DialWish): Promise<void> {
    // Hung up before anything was sent.
    if (call.leg.isOver) return;
    const reply = await deps.rest.ask({
      method: 'POST',
      path: '/Calls.json',
      form: {
        To: /^sips?:/i.test(wish.to) ? withHeaders(wish.to, wish.headers) : wish.to,
        From: wish.shownAs,
        Twiml: streamOf(call),
        Timeout: String(Math.min(600, Math.max(1, Math.ceil(wish.ringMs / 1000)))),
        StatusCallback: `${deps.publicUrl}/carriers/twilio/status/${call.ref}`,
        StatusCallbackMethod: 'POST',
        StatusCallbackEvent: EVENTS,
      },
    });
    if (reply.is === 'done') return dialled(call, wish, String(reply.json['sid'] ?? ''));
    // A callback was faster than its answer, and tells that it was dialled all the same.
    if (reply.is === 'lost' && call.sid !== null) return dialled(call, wish, call.sid);
    if (reply.is === 'lost') watchForLost(call.ref);
    deps.log('Twilio did not take a call', { callId: wish.callId, reply: wordsOf(reply) });
    call.leg.failed(dialFailureOf(reply), null, 'Twilio did not take the call');
  }

  async function dialled(call: Call, wish: DialWish, sid: string): Promise<void> {
    name(call, sid);
    if (call.leg.isOver) return end(sid);
    if (call.leg.wasAnswered) return;
    call.ringTimer = setTimeout(() => {
      if (call.leg.isOver || call.leg.wasAnswered) return;
      void own(end(sid));
      call.leg.failed('no_answer', null, 'nobody answered in time');
    }, wish.ringMs);
  }

  function watchForLost(ref: string): void {
    if (closed) return;
    lostDials.set(
      ref,
      setTimeout(() => lostDials.delete(ref), lostDialMs),
    );
  }

  function answer(call: Call): void {
    if (!call.decision || call.leg.wasAnswered) return;
    call.decision.resolve(streamOf(call));
    call.leg.answered();
  }

  async function hangup(call: Call, reason: HangupReason, wasAnswered: boolean): Promise<void> {
    if (call.decision && !wasAnswered)
      call.decision.resolve(reject(reason === 'busy' || reason === 'unavailable' ? 'busy' : 'rejected'));
    else if (call.sid !== null) await end(call.sid);
  }

  /** Not `canceled`: that lets a call live which is answered meanwhile. A call that is over already is no failure. */
  async function end(sid: string): Promise<void> {
    const path = `/Calls/${sid}.json`;
    const reply = await deps.rest.ask({ method: 'POST', path, form: { Status: 'completed' }, repeatable: true });
    if (reply.is === 'done' || (reply.is === 'refused' && (reply.status === 404 || reply.code === '21220'))) return;
    deps.log('Twilio could not be told that a call is over', { sid, reply: wordsOf(reply) });
  }

  async function refer(call: Call, to: string, headers: Record<string, string>): Promise<boolean> {
    if (call.sid === null) return false;
    const form = { Twiml: dialAway(to, headers) };
    const reply = await deps.rest.ask({ method: 'POST', path: `/Calls/${call.sid}.json`, form });
    if (reply.is !== 'done') deps.log('Twilio did not take a transfer', { sid: call.sid, reply: wordsOf(reply) });
    return reply.is === 'done';
  }

  /** A decision in time, or TwiML that asks again. */
  async function decided({ decision, ref }: Call): Promise<string> {
    if (!decision) return hangUp;
    const { promise, resolve } = Promise.withResolvers<null>();
    const timer = setTimeout(resolve, decisionMs, null);
    const twiml = await Promise.race([decision.promise, promise]);
    clearTimeout(timer);
    return twiml ?? waitAndAsk(1, `${deps.publicUrl}/carriers/twilio/voice?again=${ref}`);
  }

  return {
    dial(wish) {
      const call = newCall({ isOutbound: true, role: wish.role, sid: null });
      setImmediate(() => {
        if (closed) call.leg.failed('unavailable', null, 'shutting down');
        else void own(begin(call, wish));
      });
      return call.leg;
    },
    onIncoming: (each) => (listener = each),
    async voice(form) {
      const sid = form.get('CallSid') ?? '';
      const known = bySid.get(sid);
      if (known) return decided(known);
      const lastWord = past.get(sid);
      if (lastWord !== undefined) return lastWord;
      if (closed || !listener || !SID.test(sid) || form.get('CallStatus') === 'completed') return reject('rejected');
      const call = newCall({ isOutbound: false, role: 'caller', sid });
      const answerNow = decided(call);
      listener(call.leg, {
        wire: 'twilio',
        workspaceId: null,
        to: form.get('To') ?? '',
        from: phoneNumberOf(form.get('From')),
        headers: headersOf(form),
      });
      return answerNow;
    },
    status(form, ref) {
      const sid = form.get('CallSid') ?? '';
      if (!SID.test(sid)) return;
      const state = form.get('CallStatus') ?? '';
      const lost = ref === null ? undefined : lostDials.get(ref);
      if (ref !== null && lost) return void takeLost(ref, sid, state);
      const call = ref === null ? bySid.get(sid) : calls.get(ref);
      if (!call) return;
      name(call, sid);
      if (call.sid === sid) tell(call, state, form);
    },
    bury: (sid) => void own(end(sid)),
    async close() {
      closed = true;
      for (const timer of lostDials.values()) clearTimeout(timer);
      lostDials.clear();
      await Promise.allSettled([...calls.values()].map(({ leg }) => leg.hangup('shutdown')));
      await atMost(closeMs, Promise.allSettled(work));
    },
  };

  function takeLost(ref: string, sid: string, state: string): void {
    clearTimeout(lostDials.get(ref));
    lostDials.delete(ref);
    if (!isFinal(state)) void own(end(sid));
  }
}

/** Callbacks come out of order and twice: each says how far the call is at least. */
function tell({ leg, ringTimer }: Call, state: string, form: URLSearchParams): void {
  const sip = sipStatusOf(form.get('SipResponseCode'));
  switch (state) {
    case 'ringing':
      return leg.ringing();
    case 'in-progress':
      clearTimeout(ringTimer);
      return leg.answered();
    case 'completed':
      leg.answered();
      return leg.left('the call is over');
    case 'busy':
      return leg.failed('busy', sip, 'busy');
    case 'no-answer':
      return leg.failed('no_answer', sip, 'nobody answered');
    case 'canceled':
      return leg.failed('cancelled', sip, 'given up');
    case 'failed':
      return leg.failed(failureOfStatus(form, sip), sip, 'the call failed');
    default:
      return;
  }
}

function failureOfStatus(form: URLSearchParams, sip: number | null) {
  const code = form.get('ErrorCode');
  const byCode = code === null ? 'failed' : dialFailureOf({ is: 'refused', status: 400, code, message: '' });
  return byCode === 'failed' ? failureOfSipStatus(sip) : byCode;
}

function isFinal(state: string): boolean {
  return ['completed', 'busy', 'no-answer', 'canceled', 'failed'].includes(state);
}

/** Twilio hands headers of SIP calls on as fields. */
function headersOf(form: URLSearchParams): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [field, value] of form) {
    const name = /^SipHeader_(.+)$/.exec(field)?.[1]?.toLowerCase();
    if (name && Object.keys(headers).length < 50) headers[name] = value.slice(0, 1_000);
  }
  const diversion = form.get('ForwardedFrom');
  return diversion ? { diversion, ...headers } : headers;
}

function wordsOf(reply: { is: string; status?: number; code?: string | null }): object {
  return { is: reply.is, status: reply.status, code: reply.code };
}
