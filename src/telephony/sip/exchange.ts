// One request to its final answer: along the ways there are (RFC 3263 section 4.3), with the credentials that are asked for, given up
// where a way is silent. INVITE and all others alike; what an answer means is for whoever asked.

import type { Cancel } from '../../interfaces/clock.ts';
import { parseCSeq } from './cseq.ts';
import { createDigestClient, type DigestClient } from './digest/digest-client.ts';
import { header, headers } from './header.ts';
import type { SipHeader, SipRequest, SipResponse } from './message.ts';
import type { SipTimers } from './sip-timers.ts';
import type { ClientTransaction } from './transaction/transaction.ts';
import type { Transactions } from './transaction/transactions.ts';
import { keyOfEnd, type Flow, type Here, type Hop } from './transport/flow.ts';
import type { Transports } from './transport/transports.ts';
import { viaOf } from './via-of.ts';

/** One way to try: an address, or a flow that is open already. */
export interface Way {
  hop: Hop;
  flow: Flow | null;
  digest: DigestClient | null;
}

export interface ExchangePlan {
  method: string;
  /** Asked one after the other while no way of the one before led anywhere. */
  ways: (() => Promise<Way[]>)[];
  /** The request without Via and credentials; a new CSeq at each call. */
  build(here: Here): SipRequest;
  /** Without any answer for so long the next way is tried; null: only the transaction's own patience counts. */
  attemptMs: number | null;
  onProvisional?(response: SipResponse, transaction: ClientTransaction): void;
  /** The final answer; of INVITE each 2xx, also of a way that had been given up. `way`: where it came from. */
  onFinal(response: SipResponse, transaction: ClientTransaction, way: Way): void;
  /** No way led anywhere. 408: silence, 503: cannot be reached; `reason`: the last system's code. */
  onNowhere(status: 408 | 503, reason: string): void;
}

export interface Exchange {
  /** Did anybody ever answer anything? */
  readonly wasHeard: boolean;
  /** Of an INVITE: CANCEL as soon as that is allowed; no further way is tried. */
  cancel(extra: SipHeader[]): void;
}

export interface ExchangeDeps {
  transactions: Transactions;
  transports: () => Transports;
  timers: SipTimers;
}

/** RFC 3261 section 18.1.1: larger requests may be lost in pieces. */
const MOST_DATAGRAM_BYTES = 1300;
/** TCP is tried so long before a large request goes as a datagram after all, ms. */
const TCP_TRY_MS = 1000;
/** An address that took no TCP is not asked again for so long, ms. */
const TCP_REFUSED_MS = 10 * 60_000;
const CONNECT_MS = 8000;

export type StartExchange = (plan: ExchangePlan) => Exchange;

export interface Exchanges {
  start: StartExchange;
  /** All that wait for an answer are told that there is no way (503). */
  close(): void;
}

export function createExchanges(deps: ExchangeDeps): Exchanges {
  const { timers } = deps;
  const refusesTcp = new Map<string, number>();
  /** Ends each that is under way. */
  const running = new Set<() => void>();

  const start: StartExchange = (plan) => {
    let over = false;
    let cancelled: SipHeader[] | null = null;
    let current: ClientTransaction | null = null;
    let silence: Cancel | null = null;
    let stage = 0;
    let left: Way[] = [];
    let last: { status: 408 | 503; reason: string } = { status: 503, reason: 'ENOTFOUND' };
    /** A refusal that another way might not give (503), told when none does. */
    let refused: { response: SipResponse; transaction: ClientTransaction; way: Way } | null = null;

    async function next(): Promise<void> {
      current = null;
      while (!over) {
        if (cancelled) return nowhere();
        const way = left.shift();
        if (way) {
          if (await attempt(way)) return;
        } else if (!(await nextStage())) return nowhere();
      }
    }

    async function nextStage(): Promise<boolean> {
      const ask = plan.ways[stage];
      if (!ask) return false;
      stage += 1;
      try {
        left = await ask();
      } catch (error) {
        last = { status: 503, reason: codeOf(error) };
      }
      return true;
    }

    function finish(): void {
      over = true;
      silence?.();
      running.delete(stop);
    }

    function stop(): void {
      finish();
      plan.onNowhere(503, 'ECANCELED');
    }

    function nowhere(): void {
      finish();
      if (refused) plan.onFinal(refused.response, refused.transaction, refused.way);
      else plan.onNowhere(last.status, last.reason);
    }

    /** False: there is no way there at all. */
    async function attempt(way: Way): Promise<boolean> {
      try {
        const withinMs = Math.min(plan.attemptMs ?? CONNECT_MS, CONNECT_MS);
        const flow = way.flow && !way.flow.closed ? way.flow : await deps.transports().reach(way.hop, withinMs);
        if (over || cancelled) return false;
        await sendOn(flow, way);
        return true;
      } catch (error) {
        last = { status: 503, reason: codeOf(error) };
        return false;
      }
    }

    async function sendOn(flow: Flow, way: Way): Promise<void> {
      const here = flow.here ?? (await deps.transports().settle(flow));
      const request = plan.build(here);
      const roomier = flow.reliable || sizeOf(request) <= MOST_DATAGRAM_BYTES ? null : await streamTo(flow);
      if (over || cancelled) return void next();
      if (roomier?.here) send(roomier, plan.build(roomier.here), way);
      else send(flow, request, way);
    }

    /** A connection to the same address; null when it takes none, or we have no listener that it could be told of. */
    async function streamTo(flow: Flow): Promise<Flow | null> {
      const { address, port } = flow.source;
      const key = keyOfEnd('tcp', address, port);
      if ((refusesTcp.get(key) ?? 0) > timers.nowMs()) return null;
      if (!deps.transports().listening.some((each) => each.transport === 'tcp')) return null;
      try {
        return await deps.transports().reach({ transport: 'tcp', address, port, name: address }, TCP_TRY_MS);
      } catch {
        if (refusesTcp.size > 1000) refusesTcp.clear();
        refusesTcp.set(key, timers.nowMs() + TCP_REFUSED_MS);
        return null;
      }
    }

    function send(flow: Flow, request: SipRequest, way: Way): void {
      const credentials = way.digest?.authorise({ method: plan.method, uri: request.uri, body: request.body }) ?? [];
      request.headers = [viaOf(flow.here!), ...request.headers, ...credentials];
      const transaction = deps.transactions.request(flow, request, {
        onResponse: (response) => receive(response, transaction, { ...way, flow }),
        onFailure: (why) => fail(transaction, why),
      });
      current = transaction;
      const { attemptMs } = plan;
      if (attemptMs !== null) silence = timers.after(attemptMs, () => giveUp(transaction));
    }

    /** The way is silent. Should it speak yet, its call is cancelled or ended (`receive`). */
    function giveUp(transaction: ClientTransaction): void {
      if (current !== transaction || over) return;
      last = { status: 408, reason: 'Request Timeout' };
      if (plan.method === 'INVITE') transaction.quieten();
      else transaction.abandon();
      void next();
    }

    function fail(transaction: ClientTransaction, why: 'timeout' | 'transport'): void {
      if (current !== transaction || over) return;
      silence?.();
      last = why === 'timeout' ? { status: 408, reason: 'Request Timeout' } : { status: 503, reason: 'ECONNRESET' };
      void next();
    }

    function receive(response: SipResponse, transaction: ClientTransaction, way: Way): void {
      wasHeard = true;
      const isOurs = current === transaction && !over;
      if (response.status < 200) {
        if (!isOurs) return sendCancel(transaction, []);
        silence?.();
        if (cancelled) sendCancel(transaction, cancelled);
        else plan.onProvisional?.(response, transaction);
        return;
      }
      // A 2xx of INVITE always goes up: it is a call, wanted or not.
      if (!isOurs) {
        if (plan.method === 'INVITE' && response.status < 300) plan.onFinal(response, transaction, way);
        return;
      }
      silence?.();
      if ((response.status === 401 || response.status === 407) && !cancelled && proves(way, response)) {
        sendOn(way.flow!, way).catch(() => next());
        return;
      }
      if (response.status === 503 && !cancelled) {
        refused = { response, transaction, way };
        void next();
        return;
      }
      finish();
      plan.onFinal(response, transaction, way);
    }

    function sendCancel(transaction: ClientTransaction, extra: SipHeader[]): void {
      if (plan.method !== 'INVITE' || cancelSent.has(transaction)) return;
      cancelSent.add(transaction);
      deps.transactions.request(transaction.flow, cancelOf(transaction.request, extra), {
        onResponse() {},
        onFailure() {},
      });
      // A far side that never ends what was cancelled is not waited for longer (RFC 3261 section 9.1).
      timers.after(timers.patienceMs, () => {
        transaction.abandon();
        if (current === transaction && !over) nowhere();
      });
    }
    let wasHeard = false;
    const cancelSent = new Set<ClientTransaction>();

    running.add(stop);
    void next();
    return {
      get wasHeard() {
        return wasHeard;
      },
      cancel(extra) {
        if (over || cancelled) return;
        cancelled = extra;
        silence?.();
        if (current?.state === 'proceeding') sendCancel(current, extra);
      },
    };
  };

  return {
    start,
    close() {
      for (const stop of [...running]) stop();
    },
  };
}

function proves(way: Way, response: SipResponse): boolean {
  return way.digest?.take(response) === 'taken';
}

/** The digest client of a route; null without credentials. */
export function digestOf(credentials: { username: string; password: string } | null): DigestClient | null {
  return credentials && createDigestClient(credentials);
}

/** RFC 3261 section 9.1. */
function cancelOf(invite: SipRequest, extra: SipHeader[]): SipRequest {
  const number = parseCSeq(header(invite, 'CSeq') ?? '')?.number ?? 1;
  return {
    is: 'request',
    method: 'CANCEL',
    uri: invite.uri,
    headers: [
      { name: 'Via', value: header(invite, 'Via') ?? '' },
      ...headers(invite, 'Route').map((value) => ({ name: 'Route', value })),
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: header(invite, 'From') ?? '' },
      { name: 'To', value: header(invite, 'To') ?? '' },
      { name: 'Call-ID', value: header(invite, 'Call-ID') ?? '' },
      { name: 'CSeq', value: `${number} CANCEL` },
      ...extra,
    ],
    body: Buffer.alloc(0),
  };
}

/** Bytes on the wire, Via and Content-Length estimated. */
function sizeOf(request: SipRequest): number {
  let size = 160 + request.uri.length + request.body.length;
  for (const { name, value } of request.headers) size += name.length + value.length + 4;
  return size;
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? 'EFAILED';
