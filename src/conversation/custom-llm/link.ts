// The connection to a custom LLM program: opened with patience, kept alive, opened again when it is lost, closed once.

import type { DisconnectionReason } from '../../interfaces/call-event.ts';
import type { Clock, WallClock } from '../../interfaces/clock.ts';
import { EgressError, type EgressSocket, type SocketEgress } from '../../interfaces/egress.ts';
import { verdictOn, type Loss } from './closing.ts';
import { createKeepalive, type Keepalive } from './keepalive.ts';

/** The protocol's: tries at the beginning, how long each may take, the pause between them. */
const INIT_ATTEMPTS = 3;
const OPEN_US = 7_000_000;
const PAUSE_US = 3_000_000;
/** A connection that held so long was a good one: losses are counted anew. */
const STABLE_US = 60_000_000;
/** Ours: an answer is a few sentences. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

export interface LinkDeps {
  sockets: SocketEgress;
  clock: Clock;
  wallClock: WallClock;
}

export interface LinkEvents {
  /** Also after every reconnect. */
  opened(): void;
  text(text: string): void;
  /** It is being opened again. */
  lost(): void;
  /** For good; never after `close`. */
  over(end: LinkEnd): void;
  roundTrip(ms: number): void;
  note(level: 'info' | 'warn' | 'error', text: string, fields?: Record<string, string | number>): void;
}

export interface LinkEnd {
  reason: DisconnectionReason;
  detail: string;
}

export interface Link {
  /** Begins to connect; once is enough. */
  start(): void;
  /** Ignored while there is no connection. */
  send(text: string): void;
  /** Sent, and not yet taken by the network. */
  readonly bufferedBytes: number;
  /** As the program configured it: pings, and reconnects when it is lost. */
  autoReconnect(on: boolean): void;
  /** The program answered a ping. */
  echo(timestamp: number | null): void;
  close(): Promise<void>;
}

type Opened = { socket: EgressSocket } | { failed: string; forGood: boolean };

export function createLink(deps: LinkDeps, address: () => string, events: LinkEvents): Link {
  const { clock } = deps;
  const closing = new AbortController();
  const releases = new Set<Promise<void>>();
  let running: Promise<void> | null = null;
  let socket: EgressSocket | null = null;
  let keepalive: Keepalive | null = null;
  let reconnects = false;
  let onLoss: ((loss: Loss) => void) | undefined;

  async function run(): Promise<void> {
    let opened = await open(INIT_ATTEMPTS, true);
    const losses = { silent: 0, closed: 0, binary: 0 };
    let reason: DisconnectionReason = 'error_llm_websocket_open';
    for (;;) {
      if (closing.signal.aborted) return 'socket' in opened ? release(opened.socket, 1000) : undefined;
      if ('failed' in opened) return events.over({ reason, detail: opened.failed });
      const openedAt = clock.now();
      const loss = await hold(opened.socket);
      if (closing.signal.aborted) return;
      const verdict = verdictOn(loss, reconnects);
      if (verdict.then === 'end') return events.over(verdict);
      if (clock.now() - openedAt >= STABLE_US) Object.assign(losses, { silent: 0, closed: 0 });
      events.lost();
      reason = 'error_llm_websocket_lost_connection';
      const left = verdict.atMost - losses[loss.is];
      losses[loss.is] += 1;
      opened = await open(left, false);
    }
  }

  /** Tries so often, with pauses between. */
  async function open(attempts: number, initial: boolean): Promise<Opened> {
    let last: Opened = { failed: 'the connection to the custom LLM was lost too often', forGood: true };
    for (let attempt = 0; attempt < attempts && !closing.signal.aborted; attempt++) {
      if (attempt > 0) await pause();
      if (closing.signal.aborted) break;
      events.note('info', initial ? 'LLM ws init attempt' : 'LLM ws reconnect attempt', { attempt });
      last = await openOnce();
      if ('socket' in last) return last;
      events.note('warn', 'LLM ws could not be opened', { attempt, why: last.failed });
      if (last.forGood) return last;
    }
    events.note('error', 'LLM ws max retry attempt reached');
    return last;
  }

  async function openOnce(): Promise<Opened> {
    const late = new AbortController();
    const cancel = clock.at(clock.now() + OPEN_US, () => late.abort());
    const signal = AbortSignal.any([late.signal, closing.signal]);
    try {
      return { socket: await deps.sockets.openSocket({ url: address(), maxMessageBytes: MAX_MESSAGE_BYTES, signal }) };
    } catch (error) {
      if (late.signal.aborted) return { failed: 'the custom LLM did not answer within 7 s', forGood: false };
      const known = error instanceof EgressError;
      const forGood = known && (error.kind === 'blocked' || error.kind === 'invalid_url');
      return { failed: `the custom LLM cannot be reached: ${known ? error.message : 'unknown error'}`, forGood };
    } finally {
      cancel();
    }
  }

  /** Serves one connection until it is lost. */
  async function hold(opened: EgressSocket): Promise<Loss> {
    const loss = Promise.withResolvers<Loss>();
    onLoss = loss.resolve;
    socket = opened;
    events.note('info', 'LLM ws open');
    keep();
    events.opened();
    opened.onEvent((event) => {
      if (socket !== opened) return;
      if (event.is === 'text') events.text(event.text);
      else onLoss?.(event);
    });
    if (closing.signal.aborted) onLoss({ is: 'closed', code: 1000, fault: null });
    const how = await loss.promise;
    socket = null;
    keepalive?.stop();
    keepalive = null;
    if (!closing.signal.aborted) events.note('info', `LLM ws closed: ${wordsFor(how)}`);
    release(opened, how.is === 'binary' ? 1007 : 1000);
    return how;
  }

  function keep(): void {
    if (!socket || !reconnects || keepalive) return;
    keepalive = createKeepalive(deps, {
      ping: (timestamp) => socket?.send(JSON.stringify({ interaction_type: 'ping_pong', timestamp })),
      roundTrip: events.roundTrip,
      silent: () => onLoss?.({ is: 'silent' }),
    });
  }

  /** Its end is not waited for before the next one is opened. */
  function release(old: EgressSocket, code: number): void {
    const released: Promise<void> = old.close(code).finally(() => releases.delete(released));
    releases.add(released);
  }

  function pause(): Promise<void> {
    const over = Promise.withResolvers<void>();
    const cancel = clock.at(clock.now() + PAUSE_US, over.resolve);
    closing.signal.addEventListener('abort', () => over.resolve(), { once: true });
    return over.promise.finally(cancel);
  }

  return {
    start() {
      if (closing.signal.aborted) return;
      running ??= run().catch(() => events.over({ reason: 'error_unknown', detail: 'internal error' }));
    },
    send: (text) => socket?.send(text),
    get bufferedBytes() {
      return socket?.bufferedBytes ?? 0;
    },
    autoReconnect(on) {
      reconnects = on;
      if (on) return keep();
      keepalive?.stop();
      keepalive = null;
    },
    echo: (timestamp) => keepalive?.echo(timestamp),
    async close() {
      closing.abort();
      onLoss?.({ is: 'closed', code: 1000, fault: null });
      await running;
      await Promise.all(releases);
    },
  };
}

function wordsFor(loss: Loss): string {
  if (loss.is === 'binary') return 'binary message';
  return loss.is === 'silent' ? 'no answer to pings' : String(loss.code);
}
