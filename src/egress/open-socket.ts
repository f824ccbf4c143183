// A WebSocket to a checked address, as events. https://www.rfc-editor.org/rfc/rfc6455

import { once } from 'node:events';
import { WebSocket } from 'ws';
import { EgressError, type EgressSocket, type SocketEvent, type SocketRequest } from '../interfaces/egress.ts';
import type { pinnedLookup } from './pin-address.ts';

/** How long the other side may take to answer a close. */
const CLOSE_MS = 1_000;

/** `http` to `ws`, `https` to `wss`: they are the same addresses. */
export function asHttp(address: string): string {
  return address.replace(/^ws(s?):/i, 'http$1:');
}

/** Throws what the handshake throws: connection errors, an EgressError for an answer that is no WebSocket. */
export async function openSocket(
  url: URL,
  lookup: ReturnType<typeof pinnedLookup>,
  request: Pick<SocketRequest, 'maxMessageBytes' | 'signal'>,
): Promise<EgressSocket> {
  const socket = new WebSocket(asHttp(url.href).replace(/^http/, 'ws'), {
    lookup,
    followRedirects: false,
    perMessageDeflate: false,
    maxPayload: request.maxMessageBytes,
    // Also for who broke the protocol and then falls silent.
    closeTimeout: CLOSE_MS,
    // One message a turn of the event loop, so that a flood does not hold up everything else.
    allowSynchronousEvents: false,
    headers: { 'user-agent': 'Ringback' },
  } as ConstructorParameters<typeof WebSocket>[2]);
  const opened = wrap(socket);
  const giveUp = (): void => socket.terminate();
  request.signal.addEventListener('abort', giveUp, { once: true });
  const refused = Promise.withResolvers<never>();
  socket.once('unexpected-response', (_, answer) => {
    refused.reject(new EgressError('network', `the server answered ${answer.statusCode}, not with a WebSocket`));
    socket.terminate();
  });
  refused.promise.catch(() => undefined);
  try {
    request.signal.throwIfAborted();
    await Promise.race([once(socket, 'open'), refused.promise]);
    return opened;
  } catch (error) {
    socket.terminate();
    throw error;
  } finally {
    request.signal.removeEventListener('abort', giveUp);
  }
}

function wrap(socket: WebSocket): EgressSocket {
  const closed = Promise.withResolvers<void>();
  let waiting: SocketEvent[] | null = [];
  let listener: ((event: SocketEvent) => void) | undefined;
  let fault: string | null = null;

  function tell(event: SocketEvent): void {
    if (listener) listener(event);
    else waiting?.push(event);
  }

  socket.on('message', (data, isBinary) => tell(isBinary ? { is: 'binary' } : { is: 'text', text: String(data) }));
  socket.on('error', (error: Error & { code?: string }) => {
    // What the receiver refuses; a network error is told by its close.
    if (error.code?.startsWith('WS_ERR_')) fault = error.message;
  });
  socket.on('close', (code) => {
    tell({ is: 'closed', code, fault });
    closed.resolve();
  });

  return {
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    onEvent(given) {
      listener = given;
      for (const event of waiting ?? []) given(event);
      waiting = null;
    },
    async close(code, reason) {
      if (socket.readyState === WebSocket.CLOSED) return;
      socket.close(code, reason);
      const timer = setTimeout(() => socket.terminate(), CLOSE_MS);
      await closed.promise;
      clearTimeout(timer);
    },
  };
}
