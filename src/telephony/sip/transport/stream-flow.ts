// One TCP or TLS connection: messages cut out of its bytes, keepalives answered, and slow, silent or greedy peers cut off.

import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Cancel } from '../../../interfaces/clock.ts';
import { createFramer } from '../framer.ts';
import type { SipTimers } from '../sip-timers.ts';
import type { SipSource } from '../sip-call.ts';
import type { Flow, Here } from './flow.ts';

export interface StreamLimits {
  /** A connection that says nothing for so long is closed, ms. */
  idleMs: number;
  /** A message that was begun must be whole within, ms. */
  messageMs: number;
  /** Bytes that may wait for a far side that does not read. */
  unsentBytes: number;
}

export interface StreamFlow extends Flow {
  /** What was written before still goes out if the far side takes it at once. Idempotent. */
  close(): void;
}

interface StreamEvents {
  onMessage(bytes: Buffer, flow: StreamFlow): void;
  onClosed(flow: StreamFlow): void;
}

const PONG = Buffer.from('\r\n');
/** Answers to keepalives wait behind no more than this: each of its two bytes costs a hundred while it waits. */
const MOST_PONG_BYTES = 4096;

/** Takes a connected socket over. `name`: what we opened it for, null when the far side did. */
export function createStreamFlow(
  socket: Socket,
  { source, here, name }: { source: SipSource; here: Here; name: string | null },
  { timers, limits }: { timers: SipTimers; limits: StreamLimits },
  events: StreamEvents,
): StreamFlow {
  const framer = createFramer();
  let closed = false;
  let lastMs = timers.nowMs();
  let partial: Cancel | null = null;
  let idle: Cancel = timers.after(limits.idleMs, watchIdle);

  const flow: StreamFlow = {
    source,
    reliable: true,
    here,
    name,
    get closed() {
      return closed;
    },
    send(bytes) {
      if (closed) return;
      lastMs = timers.nowMs();
      socket.write(bytes);
      if (socket.writableLength > limits.unsentBytes) flow.close();
    },
    close() {
      if (closed) return;
      closed = true;
      partial?.();
      idle();
      if (socket.writableLength > 0) socket.destroySoon();
      else socket.destroy();
      if (socket.writableLength > limits.unsentBytes) socket.destroy();
      events.onClosed(flow);
    },
  };

  function watchIdle(): void {
    const leftMs = lastMs + limits.idleMs - timers.nowMs();
    if (leftMs <= 0) flow.close();
    else idle = timers.after(leftMs, watchIdle);
  }

  function read(bytes: Buffer): void {
    lastMs = timers.nowMs();
    for (const frame of framer.push(bytes)) {
      if (closed) return;
      switch (frame.is) {
        case 'message':
          events.onMessage(frame.bytes, flow);
          break;
        case 'ping':
          // Whoever does not read these answers gets no more of them.
          if (socket.writableLength < MOST_PONG_BYTES) flow.send(PONG);
          break;
        case 'pong':
          break;
        case 'broken':
          events.onMessage(frame.bytes, flow);
          return flow.close();
        default:
          frame satisfies never;
      }
    }
    watchPartial();
  }

  /** Two bytes are a keepalive that may yet become a ping; more are a message that has to be finished. */
  function watchPartial(): void {
    if (closed) return;
    if (framer.waiting <= 2) {
      partial?.();
      partial = null;
    } else partial ??= timers.after(limits.messageMs, () => flow.close());
  }

  socket.setNoDelay(true);
  socket.on('data', read);
  // An error, or half closed: nothing could be asked of the far side any more.
  for (const end of ['error', 'end', 'close']) socket.on(end, () => flow.close());
  return flow;
}

/** The name in the certificate that a TLS peer showed and we trust; null without one. */
export function nameOfPeer(socket: TLSSocket): string | null {
  if (!socket.authorized) return null;
  const certificate = socket.getPeerCertificate();
  const name = certificate.subjectaltname?.match(/(?:DNS|URI):(?:sips?:)?([^,\s]+)/)?.[1] ?? certificate.subject?.CN;
  return typeof name === 'string' ? name.toLowerCase() : null;
}
