// What the official client leaves open when a stream of events breaks off, it would wait for its timeout: here such a question is answered
// with an error at once.

import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';

type Body = ReadableStream<Uint8Array<ArrayBuffer>>;

/**
 * For streamable HTTP. The answer to a question ends with an error for it, which the client ignores when it has its answer. There is no
 * stream for what a server says unasked: we offer it nothing that it could ask for. `onCut` hears why a stream was cut.
 */
export function answeringFetch(fetch: FetchLike, onCut: (error: unknown) => void): FetchLike {
  return async (url, init) => {
    const method = init?.method ?? 'GET';
    if (method === 'GET') return new Response(null, { status: 405 });
    const response = await fetch(url, init);
    const id = method === 'POST' ? questionId(init?.body) : undefined;
    if (id === undefined || !response.body || !isEventStream(response)) return response;
    return withBody(response, endedBy(response.body as Body, closingEvent(id), onCut));
  };
}

/** For server-sent events: `onEnd` fires when the one stream that carries all answers is over. */
export function watchedFetch(fetch: FetchLike, onEnd: (error: unknown) => void): FetchLike {
  return async (url, init) => {
    const response = await fetch(url, init);
    if ((init?.method ?? 'GET') !== 'GET' || !response.body) return response;
    if (isEventStream(response)) return withBody(response, watched(response.body as Body, onEnd));
    // The client looks at the status alone, and would leave the rest open.
    await response.body.cancel();
    return new Response(null, response);
  };
}

function isEventStream({ ok, headers }: Response): boolean {
  return ok && /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
}

function withBody({ status, headers }: Response, body: Body): Response {
  return new Response(body, { status, headers });
}

function questionId(body: unknown): unknown {
  if (typeof body !== 'string') return undefined;
  const message = JSON.parse(body) as { id?: unknown; method?: unknown };
  return message.method === undefined ? undefined : message.id;
}

/** An event that was begun is ended first. */
function closingEvent(id: unknown): Uint8Array<ArrayBuffer> {
  const error = { code: ErrorCode.ConnectionClosed, message: 'Connection closed' };
  return new TextEncoder().encode(`\n\nevent: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', id, error })}\n\n`);
}

function endedBy(body: Body, last: Uint8Array<ArrayBuffer>, onCut: (error: unknown) => void): Body {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        onCut(error);
        return { done: true as const, value: undefined };
      });
      controller.enqueue(done ? last : value);
      if (done) controller.close();
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** One message longer than this is not read to its end. */
const MAX_EVENT_BYTES = 1024 * 1024;

function watched(body: Body, onEnd: (error: unknown) => void): Body {
  const reader = body.getReader();
  let eventBytes = 0;
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) {
          eventBytes = bytesSinceEvent(value) ?? eventBytes + value.length;
          if (eventBytes <= MAX_EVENT_BYTES) return controller.enqueue(value);
          await reader.cancel();
          throw new RangeError(`an event is longer than ${MAX_EVENT_BYTES} bytes`);
        }
        controller.close();
        onEnd(null);
      } catch (error) {
        controller.error(error);
        onEnd(error);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** After the last empty line of a piece; null without one. One that is split over two pieces is missed, the next one is not. */
function bytesSinceEvent(piece: Uint8Array): number | null {
  const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
  const at = Math.max(bytes.lastIndexOf('\n\n'), bytes.lastIndexOf('\r\n\r\n'), bytes.lastIndexOf('\r\r'));
  return at < 0 ? null : bytes.length - at;
}
