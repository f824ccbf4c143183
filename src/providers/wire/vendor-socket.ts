// A WebSocket to a vendor: queued until it is open, with one end that always says why, and no errors thrown elsewhere.

import { WebSocket } from 'ws';
import type { ProviderError } from '../../interfaces/provider-error.ts';
import { lostError, refusalError, timeoutError } from './failure.ts';

export interface VendorSocketOptions {
  provider: string;
  url: string;
  headers: Record<string, string>;
  secret: string | null;
  connectTimeoutMs: number;
}

export interface VendorSocketListener {
  onText(text: string): void;
  /** Exactly once. `failure` is null when we closed it ourselves or the vendor closed it in order (1000). */
  onEnd(failure: ProviderError | null, close: { code: number; reason: string }): void;
}

export interface VendorSocket {
  /** What comes before the first listener is kept for it. */
  listen(listener: VendorSocketListener): void;
  send(data: string | Uint8Array): void;
  /** Idempotent; resolves when the socket is gone. */
  close(): Promise<void>;
  readonly isGone: boolean;
}

/** Dials at once. */
export function openVendorSocket(options: VendorSocketOptions): VendorSocket {
  const { provider, secret } = options;
  const socket = new WebSocket(options.url, {
    headers: options.headers,
    handshakeTimeout: options.connectTimeoutMs,
    perMessageDeflate: false,
    maxPayload: 16 * 1024 * 1024,
  });
  let waiting: (string | Uint8Array)[] = [];
  let early: string[] = [];
  let listener: VendorSocketListener | null = null;
  let end: { failure: ProviderError | null; code: number; reason: string } | null = null;
  let failure: ProviderError | null = null;
  let isOpen = false;
  let isClosing = false;
  const gone = Promise.withResolvers<void>();

  socket.on('open', () => {
    isOpen = true;
    for (const data of waiting) socket.send(data);
    waiting = [];
  });
  socket.on('message', (data, isBinary) => {
    if (isBinary) return;
    const text = String(data);
    if (listener) listener.onText(text);
    else early.push(text);
  });
  socket.on('unexpected-response', (request, response) => {
    let body = '';
    const finish = (): void => {
      const { statusCode: status = 0, headers } = response;
      failure ??= refusalError({ provider, status, body, headers, secret });
      request.destroy();
      finishWith(1006, '');
    };
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => (body = (body + chunk).slice(0, 4096)));
    response.on('end', finish);
    response.on('error', finish);
  });
  socket.on('error', (error) => {
    failure ??= /handshake has timed out/i.test(error.message)
      ? timeoutError(provider, 'connecting', options.connectTimeoutMs)
      : lostError(provider, isOpen ? 'during the call' : 'while connecting', error);
    // Without a handshake no close event is certain to follow.
    if (socket.readyState === WebSocket.CLOSED) finishWith(1006, '');
  });
  socket.on('close', (code, reason) => finishWith(code, String(reason)));

  function finishWith(code: number, reason: string): void {
    if (end) return;
    const isOrderly = isClosing || code === 1000;
    end = { failure: isOrderly ? null : (failure ?? lostError(provider, 'during the call')), code, reason };
    waiting = [];
    gone.resolve();
    listener?.onEnd(end.failure, end);
  }

  return {
    listen(next) {
      listener = next;
      for (const text of early) next.onText(text);
      early = [];
      if (end) next.onEnd(end.failure, end);
    },
    send(data) {
      if (end || isClosing) return;
      if (isOpen) socket.send(data);
      else waiting.push(data);
    },
    close() {
      if (!isClosing && !end) {
        isClosing = true;
        if (isOpen) socket.close(1000);
        else socket.terminate();
        // A vendor that does not answer the closing handshake is not waited for.
        const impatience = setTimeout(() => socket.terminate(), 1000);
        impatience.unref();
        void gone.promise.then(() => clearTimeout(impatience));
      }
      return gone.promise;
    },
    get isGone() {
      return end !== null;
    },
  };
}
