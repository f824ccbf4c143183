// Messages onto flows: bytes made once, watchers told, answers sent where their Via says.

import type { SipMessage } from './message.ts';
import { parseMessage } from './parse-message.ts';
import { serialise } from './serialise.ts';
import type { SipCounts, SipWatcher } from './sip-call.ts';
import type { Flow } from './transport/flow.ts';
import { defaultPort } from './transport/locate.ts';
import type { Transports } from './transport/transports.ts';
import type { Via } from './via.ts';

export interface Wire {
  /** Gives the bytes, to be sent again by `resend`. */
  send(flow: Flow, message: SipMessage): Buffer;
  resend(flow: Flow, bytes: Buffer): void;
  /** An answer, to where the Via of its request says (RFC 3261 section 18.2.2, RFC 3581 section 4). */
  answer(flow: Flow, via: Via, message: SipMessage): Buffer;
  answerAgain(flow: Flow, via: Via, bytes: Buffer): void;
  /** Tells watchers of what came. */
  came(flow: Flow, message: SipMessage): void;
  watch(watcher: SipWatcher): () => void;
}

/** How long a new connection for an answer may take whose own is gone, ms. */
const ANSWER_CONNECT_MS = 4000;

export function createWire(deps: { transports: () => Transports; counts: SipCounts; wallClock: () => number }): Wire {
  const watchers = new Set<SipWatcher>();

  function tell(sent: boolean, flow: Flow, message: SipMessage): void {
    for (const watcher of watchers) watcher({ sent, peer: flow.source, message, atMs: deps.wallClock() });
  }

  function put(flow: Flow, bytes: Buffer, port?: number): void {
    deps.counts.sent += 1;
    flow.send(bytes, port);
  }

  function tellAgain(flow: Flow, bytes: Buffer): void {
    deps.counts.repeated += 1;
    if (watchers.size === 0) return;
    const parsed = parseMessage(bytes);
    if (parsed.ok) tell(true, flow, parsed.message);
  }

  function putAnswer(flow: Flow, via: Via, bytes: Buffer): void {
    if (!flow.reliable) return put(flow, bytes, answerPort(flow, via));
    if (!flow.closed) return put(flow, bytes);
    const { transport, address } = flow.source;
    const port = via.port ?? defaultPort(transport);
    const hop = { transport, address, port, name: via.host };
    // Nobody waits for it: the far side asks again, or gives up.
    deps
      .transports()
      .reach(hop, ANSWER_CONNECT_MS)
      .then((fresh) => put(fresh, bytes))
      .catch(() => {});
  }

  return {
    send(flow, message) {
      const bytes = serialise(message);
      tell(true, flow, message);
      put(flow, bytes);
      return bytes;
    },
    resend(flow, bytes) {
      tellAgain(flow, bytes);
      put(flow, bytes);
    },
    answer(flow, via, message) {
      const bytes = serialise(message);
      tell(true, flow, message);
      // Only those who were let in are served, a call that anybody may dial among them.
      if (message.is === 'response' && message.status < 300) deps.transports().trust(flow);
      putAnswer(flow, via, bytes);
      return bytes;
    },
    answerAgain(flow, via, bytes) {
      tellAgain(flow, bytes);
      putAnswer(flow, via, bytes);
    },
    came: (flow, message) => tell(false, flow, message),
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}

/** `rport` asks for the port it came from; without it, that of sent-by. */
function answerPort(flow: Flow, via: Via): number {
  return via.params.rport !== undefined ? flow.source.port : (via.port ?? defaultPort(flow.source.transport));
}
