// Every error leaves in the contract's shape: {"status":"error","message":...}.

import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../contract/index.ts';
import type { Log } from '../interfaces/log.ts';
import { newId } from '../resources/index.ts';

export function answerErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error, request, reply) => sendError(log, error, request, reply));
}

export function sendError(log: Log, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asApiError(error) ?? unexpected(log, error, request);
  reply.headers(known.headers);
  // Clients repeat 408, 409, 429 and 5xx by themselves; that helps only where it can succeed.
  if (!mayPass(known)) reply.header('x-should-retry', 'false');
  if (known.retryAfterS !== undefined) reply.header('x-should-retry', 'true').header('retry-after', known.retryAfterS);
  if (known.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(known.status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(errorBody(known.message));
}

/** May the very same request succeed later? */
function mayPass({ kind, status }: ApiError): boolean {
  return status === 408 || status === 429 || (status >= 500 && kind !== 'not_implemented');
}

/** For requests that are not even HTTP. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const status = STATUS_OF_PARSER[error.code ?? ''] ?? '400 Bad Request';
  const body = errorBody('The request is not valid HTTP.');
  // A client that never closes its side would keep the socket for ever.
  setTimeout(() => socket.destroy(), LAST_WORDS_MS).unref();
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** Time to read an answer in, before its socket goes. */
const LAST_WORDS_MS = 1_000;

const STATUS_OF_PARSER: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

function errorBody(message: string): string {
  return JSON.stringify({ status: 'error', message });
}

function asApiError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  const { code = '', statusCode = 500, message } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new ApiError('too_large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new ApiError('invalid_request', 'The body must be application/json.');
  if (code === 'FST_ERR_BAD_URL') return new ApiError('invalid_request', 'The path holds a broken escape.');
  if (isDatabaseAway(code, message ?? ''))
    return new ApiError('unavailable', undefined, { retryAfterS: 1, cause: error });
  return statusCode >= 400 && statusCode < 500 ? new ApiError('invalid_request', message) : null;
}

/** Not reached, starting, stopping, or out of connections (PostgreSQL error classes 08 and 57P, 53300). */
function isDatabaseAway(code: string, message: string): boolean {
  return (
    /^(08...|57P0[1-3]|53300|ECONNREFUSED|ENOENT|ECONNRESET|EPIPE)$/.test(code) ||
    message === 'timeout exceeded when trying to connect' ||
    message.startsWith('Connection terminated')
  );
}

function unexpected(log: Log, error: unknown, request: FastifyRequest): ApiError {
  const errorId = newId('error');
  log.error(
    { errorId, method: request.method, route: request.routeOptions.url, err: error },
    'request failed unexpectedly',
  );
  return new ApiError('unexpected', `(${errorId} in the server's log)`);
}
