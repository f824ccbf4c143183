// The user agent: sockets, transactions and calls put together, and every message that comes led to its place.

import { createTimerClock } from '../../interfaces/timer-clock.ts';
import { ALLOW, SUPPORTED } from './abilities.ts';
import { answerStateless } from './answer-stateless.ts';
import { buildResponse } from './build-response.ts';
import { createDialogIndex } from './dialog/dialog-index.ts';
import { IncomingCall } from './dialog/incoming-call.ts';
import { OutgoingCall } from './dialog/outgoing-call.ts';
import { replacedBy } from './dialog/replaces.ts';
import type { DialogOwner, SessionDeps } from './dialog/session-deps.ts';
import { envelope, isRequest, isResponse, type Envelope } from './envelope.ts';
import { createExchanges } from './exchange.ts';
import { header } from './header.ts';
import type { SipHeader, SipRequest } from './message.ts';
import { createOutsideRequests } from './outside-requests.ts';
import { parseMessage, type UnreadableMessage } from './parse-message.ts';
import { createTag } from './random-token.ts';
import { refusalOfRequest } from './refusal-of-request.ts';
import type { ScreenVerdict, SipCall, SipCounts, SipSource, SipUserAgent } from './sip-call.ts';
import { createSipTimers } from './sip-timers.ts';
import type { ServerTransaction } from './transaction/transaction.ts';
import { createTransactions } from './transaction/transactions.ts';
import type { Flow } from './transport/flow.ts';
import { createSystemResolver, defaultPort } from './transport/locate.ts';
import { createSourceRates } from './transport/source-rates.ts';
import { createTransports } from './transport/transports.ts';
import { openUdpSocket } from './transport/udp-socket.ts';
import {
  defaultConnections,
  defaultMostTransactions,
  defaultRates,
  type SipUserAgentOptions,
} from './user-agent-options.ts';
import { parseVia } from './via.ts';
import { createWire } from './wire.ts';

type Take = (came: Envelope<SipRequest>, transaction: ServerTransaction) => void;

const CLOSE_MS = 2000;
/** Whoever lives has said 100 by then (RFC 3261 section 17.2.1: within 200 ms), so those who have not are not waited for longer. */
const CLOSE_UNHEARD_MS = 500;

/** Rejects with the system's error when an address to listen on cannot be had. */
export async function createSipUserAgent(options: SipUserAgentOptions): Promise<SipUserAgent> {
  const clock = options.clock ?? createTimerClock(() => performance.now() * 1000);
  const timers = createSipTimers(clock, options.times);
  const random = options.random ?? Math.random;
  const rates = createSourceRates({ ...defaultRates, ...options.rates }, timers.nowMs);
  const product = options.product ?? 'Ringback';
  const active = new Set<IncomingCall | OutgoingCall>();
  const dialogs = createDialogIndex();
  const counts: SipCounts = {
    ...{ received: 0, sent: 0, repeated: 0, malformed: 0, tooMany: 0, unanswered: 0, turnedAway: 0, stray: 0 },
    get calls() {
      return active.size;
    },
    get transactions() {
      return transactions.size;
    },
    get lingering() {
      return transactions.lingering;
    },
    get connections() {
      return transports.connections;
    },
  };
  const wire = createWire({ transports: () => transports, counts, wallClock: options.wallClock ?? Date.now });
  const transactions = createTransactions({ wire, timers }, options.mostTransactions ?? defaultMostTransactions);
  const exchanges = createExchanges({ transactions, transports: () => transports, timers });
  const { start } = exchanges;
  const deps: SessionDeps = {
    ...{ start, wire, timers, dialogs, random, product },
    transports: () => transports,
    locate: { resolver: options.resolver ?? createSystemResolver(), random },
    sessionExpiresS: options.sessionExpiresS ?? null,
  };
  let onInvite: ((call: SipCall, source: SipSource, replaces: SipCall | null) => void) | null = null;
  let closing: Promise<void> | null = null;
  const whenIdle = new Set<() => void>();

  const transports = await createTransports(
    {
      listen: options.listen,
      tls: { key: null, cert: null, ca: null, clientsMustProve: false, ...options.tls },
      publicAddress: options.publicAddress ?? null,
      limits: { ...defaultConnections, ...options.connections },
      openUdp: options.openUdp ?? openUdpSocket,
      timers,
    },
    { onMessage: takeBytes, onClosed: (flow) => transactions.flowClosed(flow) },
  );

  function takeBytes(bytes: Buffer, flow: Flow): void {
    counts.received += 1;
    if (!rates.take(flow.source.address)) {
      counts.tooMany += 1;
      return;
    }
    const parsed = parseMessage(bytes);
    if (!parsed.ok) return takeUnreadable(parsed, flow, bytes.length);
    const came = envelope(parsed.message, flow, bytes.length);
    if (!came) {
      counts.malformed += 1;
      return;
    }
    wire.came(flow, parsed.message);
    if (isResponse(came)) {
      if (transactions.receiveResponse(came)) transports.trust(flow);
      else counts.stray += 1;
    } else if (isRequest(came)) takeRequest(came);
  }

  function takeUnreadable({ request, status, reason }: UnreadableMessage, flow: Flow, bytes: number): void {
    counts.malformed += 1;
    const via = request && parseVia(header(request, 'Via') ?? '');
    if (!request || !via) return;
    const verdict = options.screen(flow.source, request);
    if (verdict.ok && !verdict.unproven) answerStateless(wire, { request, flow, via, bytes }, { status, reason });
  }

  function takeRequest(came: Envelope<SipRequest>): void {
    const { flow, via, cseq } = came;
    if (flow.reliable && via.params.alias !== undefined) {
      transports.alias(flow, via.port ?? defaultPort(flow.source.transport));
    }
    if (transactions.receiveRepeated(came)) return;
    if (cseq.method === 'ACK') return takeAck(came);
    if (cseq.method === 'CANCEL' && takeCancel(came)) return;
    const found = came.toTag === null ? undefined : dialogs.find(came.callId, came.toTag, came.fromTag);
    if (found) return takeWithin(came, found);
    if (transactions.isMerged(came)) return takeMerged(came);
    const verdict = judged(came);
    if (!verdict.ok) return;
    if (verdict.unproven) return takeUnproven(came, verdict);
    transports.trust(flow);
    if (came.toTag !== null || cseq.method === 'CANCEL') return refuseStateless(came, 481);
    serve(came, takeOutside);
  }

  /** RFC 3261 section 8.2.2.2. Strangers learn nothing by asking twice. */
  function takeMerged(came: Envelope<SipRequest>): void {
    const verdict = judged(came);
    if (!verdict.ok) return;
    if (verdict.unproven) turnAway(came, verdict);
    else refuseStateless(came, 482);
  }

  /** Whatever is wrong with its request, it hears what any other stranger does. */
  function takeUnproven(came: Envelope<SipRequest>, verdict: ScreenVerdict): void {
    const isCall = came.toTag === null && came.cseq.method === 'INVITE';
    if (!isCall || refusalOfRequest(came.message, false)) return turnAway(came, verdict);
    const transaction = transactions.serve(came);
    if (transaction) hand(came, transaction, () => takeInvite(came, transaction, true));
    else turnAway(came, verdict);
  }

  function takeAck(came: Envelope<SipRequest>): void {
    const found = came.toTag === null ? undefined : dialogs.find(came.callId, came.toTag, came.fromTag);
    if (found) found.owner.receive(came, null, found.dialog);
    else counts.stray += 1;
  }

  function takeCancel(came: Envelope<SipRequest>): boolean {
    const invite = transactions.inviteOf(came);
    if (!invite) return false;
    transactions.serve(came)?.respond(buildResponse(came.message, 200, { toTag: createTag() }));
    invite.onCancel?.(came.message);
    return true;
  }

  function takeWithin(
    came: Envelope<SipRequest>,
    { dialog, owner }: NonNullable<ReturnType<typeof dialogs.find>>,
  ): void {
    // RFC 3261 section 12.2.2: out of order.
    if (dialog.remoteCseq !== null && came.cseq.number < dialog.remoteCseq) return refuseStateless(came, 500);
    dialog.remoteCseq = came.cseq.number;
    dialog.source = came.flow.source;
    if (came.flow.reliable && (dialog.flow === null || dialog.flow.closed)) dialog.flow = came.flow;
    serve(came, (_, transaction) => {
      const refusal = refusalOfRequest(came.message, true);
      if (refusal) transaction.respond(buildResponse(came.message, refusal.status, refusal.parts));
      else owner.receive(came, transaction, dialog);
    });
  }

  /** Begins a transaction. */
  function serve(came: Envelope<SipRequest>, take: Take): void {
    const transaction = transactions.serve(came);
    if (transaction) hand(came, transaction, take);
    else refuseStateless(came, 503);
  }

  /** Once we know what to call ourselves. */
  function hand(came: Envelope<SipRequest>, transaction: ServerTransaction, take: Take): void {
    if (came.flow.here) take(came, transaction);
    else void transports.settle(came.flow).then(() => take(came, transaction));
  }

  function refuseStateless(came: Envelope<SipRequest>, status: number, extra: SipHeader[] = []): void {
    answerStateless(wire, { ...came, request: came.message }, { status, extra });
  }

  /** May it speak to us? If not it has been dealt with. */
  function judged(came: Envelope<SipRequest>): ScreenVerdict {
    const verdict = options.screen(came.flow.source, came.message);
    if (!verdict.ok) turnAway(came, verdict);
    return verdict;
  }

  function turnAway(came: Envelope<SipRequest>, verdict: ScreenVerdict): void {
    const answer = verdict.ok ? verdict.otherwise : verdict.answer;
    if (answer) {
      counts.turnedAway += 1;
      refuseStateless(came, answer.status, answer.headers);
    } else {
      counts.unanswered += 1;
      if (!verdict.known) rates.turnAway(came.flow.source.address);
      came.flow.close?.();
    }
  }

  function takeOutside(came: Envelope<SipRequest>, transaction: ServerTransaction): void {
    const { message } = came;
    const refusal = refusalOfRequest(message, false);
    if (refusal) {
      transaction.respond(buildResponse(message, refusal.status, { toTag: createTag(), ...refusal.parts }));
    } else if (message.method === 'INVITE') takeInvite(came, transaction);
    else transaction.respond(buildResponse(message, 200, { toTag: createTag(), headers: abilities() }));
  }

  function abilities(): SipHeader[] {
    return [
      { name: 'Allow', value: ALLOW },
      { name: 'Accept', value: 'application/sdp' },
      { name: 'Supported', value: SUPPORTED },
      { name: 'Server', value: product },
    ];
  }

  /** `isQuiet`: nothing is said of our own accord, refusals neither. */
  function takeInvite(came: Envelope<SipRequest>, transaction: ServerTransaction, isQuiet = false): void {
    const replaced = replacedBy(came.message, dialogs);
    const refusal = 'refusal' in replaced ? replaced.refusal : !onInvite || closing ? 503 : null;
    if (refusal !== null && isQuiet) return transaction.ignore();
    if (refusal !== null) {
      transaction.respond(buildResponse(came.message, refusal, { toTag: createTag() }));
      return;
    }
    if (!isQuiet) transaction.respond(buildResponse(came.message, 100));
    const owner: DialogOwner | null = 'owner' in replaced ? replaced.owner : null;
    const call = new IncomingCall(deps, transaction, { replaces: owner, onOver: forget });
    active.add(call);
    onInvite?.(call, came.flow.source, owner?.call ?? null);
  }

  function forget(call: IncomingCall | OutgoingCall): void {
    active.delete(call);
    if (active.size === 0) for (const done of whenIdle) done();
  }

  async function closeAll(): Promise<void> {
    for (const call of [...active]) {
      if (call instanceof IncomingCall) call.reject(503);
      call.hangup();
    }
    if (active.size > 0) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          late();
          unheard();
          resolve();
        };
        const late = timers.after(CLOSE_MS, done);
        const unheard = timers.after(CLOSE_UNHEARD_MS, () => {
          if ([...active].every((call) => call instanceof OutgoingCall && call.isUnheard)) done();
        });
        whenIdle.add(done);
      });
    }
    exchanges.close();
    transactions.close();
    await transports.close();
    timers.stop();
  }

  return {
    invite(plan) {
      const call = new OutgoingCall(deps, plan, forget);
      active.add(call);
      setImmediate(() => call.start());
      return call;
    },
    onInvite(listener) {
      onInvite = listener;
    },
    ...createOutsideRequests(deps),
    listening: [...transports.listening],
    counts,
    watch: (watcher) => wire.watch(watcher),
    close: () => (closing ??= closeAll()),
  };
}
