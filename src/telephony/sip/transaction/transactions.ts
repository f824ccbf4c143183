// All transactions of a user agent, found by the keys of RFC 3261 sections 17.1.3 and 17.2.3. Nothing here is ever searched through.

import type { Envelope } from '../envelope.ts';
import { header } from '../header.ts';
import type { SipRequest, SipResponse } from '../message.ts';
import type { Flow } from '../transport/flow.ts';
import { parseVia } from '../via.ts';
import { createInviteClient } from './client-invite.ts';
import { createNonInviteClient } from './client-non-invite.ts';
import { createRemains } from './remains.ts';
import { createInviteServer, type InviteServer } from './server-invite.ts';
import { createNonInviteServer } from './server-non-invite.ts';
import type { ClientHandlers, ClientTransaction, ServerTransaction, TransactionDeps } from './transaction.ts';

export interface Transactions {
  /** Sends a request, whose Via has a branch of ours (`createBranch`). */
  request(flow: Flow, request: SipRequest, handlers: ClientHandlers): ClientTransaction;
  /** False: it belongs to nothing here. */
  receiveResponse(envelope: Envelope<SipResponse>): boolean;
  /** True: a repetition, or an ACK of a refusal, that was dealt with. */
  receiveRepeated(envelope: Envelope<SipRequest>): boolean;
  /** The same request that came before by another way (RFC 3261 section 8.2.2.2). */
  isMerged(envelope: Envelope<SipRequest>): boolean;
  /** Begins one for a request that is not ACK. Null: there are too many already. */
  serve(envelope: Envelope<SipRequest>): ServerTransaction | null;
  /** The INVITE that a CANCEL means; undefined when there is none that could still be cancelled. */
  inviteOf(cancel: Envelope<SipRequest>): ServerTransaction | undefined;
  /** Its connection is gone: those who asked over it are told. */
  flowClosed(flow: Flow): void;
  /** Of both sides, without what lingers; and that. */
  readonly size: number;
  readonly lingering: number;
  close(): void;
}

const COOKIE = 'z9hG4bK';

/** `most`: of each side; of the lingering ones too, of which the oldest goes. */
export function createTransactions(deps: TransactionDeps, most: number): Transactions {
  const clients = new Map<string, ClientTransaction>();
  const servers = new Map<string, InviteServer>();
  const pastClients = createRemains<SipResponse>(deps.timers, most);
  const pastServers = createRemains<Envelope<SipRequest>>(deps.timers, most);
  /** What identifies a request whichever way it came, to the key of its transaction. */
  const origins = new Map<string, string>();
  /** Of connections only: datagrams never break. */
  const byFlow = new Map<Flow, Set<ClientTransaction>>();

  function request(flow: Flow, message: SipRequest, handlers: ClientHandlers): ClientTransaction {
    const key = `${branchOf(message)} ${message.method}`;
    const make = message.method === 'INVITE' ? createInviteClient : createNonInviteClient;
    const transaction = make(deps, { flow, request: message }, handlers, (remainder) => {
      clients.delete(key);
      byFlow.get(flow)?.delete(transaction);
      if (remainder) pastClients.keep(key, remainder);
    });
    clients.set(key, transaction);
    if (flow.closed) deps.timers.after(0, () => transaction.broken());
    else if (flow.reliable) holdByFlow(flow, transaction);
    return transaction;
  }

  function holdByFlow(flow: Flow, transaction: ClientTransaction): void {
    const held = byFlow.get(flow);
    if (held) held.add(transaction);
    else byFlow.set(flow, new Set([transaction]));
  }

  function serve(envelope: Envelope<SipRequest>): ServerTransaction | null {
    if (servers.size >= most) return null;
    const key = serverKey(envelope, envelope.cseq.method);
    const origin = envelope.toTag === null ? originOf(envelope) : null;
    const make = envelope.cseq.method === 'INVITE' ? createInviteServer : createNonInviteServer;
    const transaction = make(deps, envelope, (remainder) => {
      servers.delete(key);
      // A connection repeats nothing; but of an INVITE the ways part later, so its origin is still remembered.
      pastServers.keep(key, remainder, () => origin !== null && origins.delete(origin));
    });
    servers.set(key, transaction);
    if (origin !== null) origins.set(origin, key);
    return transaction;
  }

  return {
    request,
    receiveResponse({ via, cseq, message }) {
      const key = `${via.params.branch ?? ''} ${cseq.method}`;
      const transaction = clients.get(key);
      if (transaction) transaction.receive(message);
      return transaction !== undefined || (pastClients.get(key)?.(message) ?? false);
    },
    receiveRepeated(envelope) {
      const { method } = envelope.cseq;
      const key = serverKey(envelope, method === 'ACK' ? 'INVITE' : method);
      const transaction = servers.get(key);
      if (transaction) return transaction.receive(envelope);
      return pastServers.get(key)?.(envelope) ?? false;
    },
    isMerged(envelope) {
      if (envelope.toTag !== null) return false;
      const key = origins.get(originOf(envelope));
      return key !== undefined && key !== serverKey(envelope, envelope.cseq.method);
    },
    serve,
    inviteOf: (cancel) => servers.get(serverKey(cancel, 'INVITE')),
    flowClosed(flow) {
      const held = byFlow.get(flow);
      byFlow.delete(flow);
      for (const transaction of held ?? []) transaction.broken();
    },
    get size() {
      return clients.size + servers.size;
    },
    get lingering() {
      return pastClients.size + pastServers.size;
    },
    close() {
      for (const transaction of [...clients.values(), ...servers.values()]) transaction.abandon();
      clients.clear();
      servers.clear();
      origins.clear();
      byFlow.clear();
      pastClients.clear();
      pastServers.clear();
    },
  };
}

/** Old branches (RFC 2543) are not unique: then the request itself says which it is. */
function serverKey(envelope: Envelope<SipRequest>, method: string): string {
  const { via } = envelope;
  const branch = via.params.branch ?? '';
  const sentBy = `${via.host}:${via.port ?? ''}`;
  if (branch.startsWith(COOKIE)) return `${branch} ${sentBy} ${method}`;
  return `${envelope.callId} ${envelope.fromTag} ${envelope.cseq.number} ${sentBy} ${envelope.message.uri} ${method}`;
}

const originOf = ({ callId, fromTag, cseq }: Envelope<SipRequest>): string =>
  `${callId} ${fromTag} ${cseq.number} ${cseq.method}`;

function branchOf(request: SipRequest): string {
  return parseVia(header(request, 'Via') ?? '')?.params.branch ?? '';
}
