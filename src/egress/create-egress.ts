// The guarded way out: every request whose address a user chose (webhooks, custom functions) goes through here.

import type { Readable } from 'node:stream';
import { Agent, request as undiciRequest } from 'undici';
import type {
  EgressRequest,
  EgressResponse,
  EgressSocket,
  EgressStream,
  GuardedEgress,
  SocketRequest,
} from '../interfaces/egress.ts';
import { EgressError } from '../interfaces/egress.ts';
import { networkList } from '../interfaces/network-address.ts';
import type { Resolver } from './pin-address.ts';
import { parseTarget, pinAddress, pinnedLookup, systemResolver } from './pin-address.ts';
import { limitedStream } from './limited-stream.ts';
import { asHttp, openSocket as connect } from './open-socket.ts';
import { readBody } from './read-body.ts';
import type { Hop } from './redirect.ts';
import { nextHop, redirectTarget } from './redirect.ts';

export interface EgressOptions {
  /** Networks that may be reached beside the public ones: `10.1.0.0/16`, `127.0.0.1`. From RINGBACK_EGRESS_ALLOW. */
  allow: readonly string[];
  /** Default: the system's. */
  resolver?: Resolver;
  /** Default 5,000. */
  connectTimeoutMs?: number;
}

const maxRedirects = 3;
/** Whoever opens a socket gives up sooner by himself. */
const MAX_HANDSHAKE_MS = 60_000;
/** Set by us or by the connection; a user's value would break the framing or the pinning. */
const reservedHeaders = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'keep-alive',
  'te',
  'trailer',
  'expect',
]);

/** Throws RangeError for an allowed network that is none. */
export function createEgress(options: EgressOptions): GuardedEgress {
  const allowed = networkList(options.allow);
  const resolver = options.resolver ?? systemResolver;

  async function send(request: EgressRequest): Promise<EgressResponse> {
    const limit = createLimit(request);
    try {
      return await limit.race(follow(request, limit.signal));
    } catch (error) {
      throw limit.explain(error);
    } finally {
      limit.end();
    }
  }

  async function stream(request: EgressRequest): Promise<EgressStream> {
    const limit = createLimit(request);
    try {
      const hop: Hop = { method: request.method, headers: usableHeaders(request.headers) };
      if (request.body !== undefined) hop.body = request.body;
      const opened = await limit.race(open(parseTarget(request.url), hop, limit.signal));
      const body = limitedStream(opened.body, opened.headers['content-encoding'], {
        maxBytes: request.maxBodyBytes,
        explain: (error) => limit.explain(error),
        async end() {
          limit.end();
          await opened.close();
        },
      });
      return { status: opened.status, headers: opened.headers, body };
    } catch (error) {
      limit.end();
      throw limit.explain(error);
    }
  }

  async function openSocket(request: SocketRequest): Promise<EgressSocket> {
    const limit = createLimit({ timeoutMs: MAX_HANDSHAKE_MS, signal: request.signal });
    const open = async (): Promise<EgressSocket> => {
      const url = parseTarget(asHttp(request.url));
      const addresses = await pinAddress(url, resolver, allowed);
      limit.signal.throwIfAborted();
      const socket = await connect(url, pinnedLookup(addresses), { ...request, signal: limit.signal });
      // Nobody waits for it any more.
      if (limit.signal.aborted) void socket.close(1000);
      return socket;
    };
    try {
      return await limit.race(open());
    } catch (error) {
      throw limit.explain(error);
    } finally {
      limit.end();
    }
  }

  async function follow(request: EgressRequest, signal: AbortSignal): Promise<EgressResponse> {
    let url = parseTarget(request.url);
    let hop: Hop = { method: request.method, headers: usableHeaders(request.headers) };
    if (request.body !== undefined) hop.body = request.body;
    for (let redirects = 0; ; redirects++) {
      const answer = await fetchOnce(url, hop, request.maxBodyBytes, signal);
      const location = redirectTarget(answer.status, answer.headers.location);
      if (location === null) return answer;
      if (redirects === maxRedirects) {
        throw new EgressError('too_many_redirects', `more than ${maxRedirects} redirects, the last from ${url.host}`);
      }
      const next = parseTarget(location, url);
      hop = nextHop(hop, answer.status, url, next);
      url = next;
    }
  }

  /** A connection of its own for each hop: nothing that was checked for one request is used by another. */
  async function fetchOnce(url: URL, hop: Hop, maxBodyBytes: number, signal: AbortSignal): Promise<EgressResponse> {
    const { status, headers, body, close } = await open(url, hop, signal);
    try {
      return { status, headers, ...(await textOf(body, headers['content-encoding'], maxBodyBytes)) };
    } finally {
      await close();
    }
  }

  async function open(url: URL, hop: Hop, signal: AbortSignal): Promise<OpenAnswer> {
    const addresses = await pinAddress(url, resolver, allowed);
    signal.throwIfAborted();
    const agent = new Agent({
      connect: { lookup: pinnedLookup(addresses), timeout: options.connectTimeoutMs ?? 5_000 },
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: 16_384,
    });
    try {
      const response = await undiciRequest(url, {
        method: hop.method,
        headers: { 'user-agent': 'Ringback', 'accept-encoding': 'identity', ...hop.headers },
        body: hop.body ?? null,
        dispatcher: agent,
        signal,
      });
      const body = response.body as unknown as Readable;
      return {
        status: response.statusCode,
        headers: flatHeaders(response.headers),
        body,
        close: () => agent.destroy(),
      };
    } catch (error) {
      await agent.destroy();
      throw error;
    }
  }

  return { send, stream, openSocket };
}

/** An answer whose body has not been read; its connection is its own. */
interface OpenAnswer {
  status: number;
  headers: Record<string, string>;
  body: Readable;
  close(): Promise<void>;
}

async function textOf(body: Readable, encoding: string | undefined, maxBytes: number) {
  const { text, truncated } = await readBody(body, encoding, maxBytes);
  return { body: text, truncated };
}

function usableHeaders(headers: Record<string, string>): Record<string, string> {
  const usable = Object.entries(headers).filter(([name]) => !reservedHeaders.has(name.toLowerCase()));
  return Object.fromEntries(usable.map(([name, value]) => [name.toLowerCase(), value]));
}

function flatHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

interface Limit {
  signal: AbortSignal;
  /** Gives up on `work` when the limit is reached, even where the work does not watch the signal (a resolver). */
  race<T>(work: Promise<T>): Promise<T>;
  /** Why it failed, in words for the user. */
  explain(error: unknown): EgressError;
  end(): void;
}

/** The time for everything together (names, redirects, body), and the caller's own signal. */
function createLimit(request: Pick<EgressRequest, 'timeoutMs' | 'signal'>): Limit {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(), request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([own.signal, request.signal]) : own.signal;
  // A body that nobody reads any more has no end of its own.
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });

  return {
    signal,
    async race(work) {
      const stopped = Promise.withResolvers<never>();
      const onAbort = (): void => stopped.reject(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        return await Promise.race([work, stopped.promise]);
      } finally {
        signal.removeEventListener('abort', onAbort);
        // Whichever lost must not surface as an unhandled rejection.
        work.catch(() => undefined);
        stopped.promise.catch(() => undefined);
      }
    },
    explain(error) {
      if (request.signal?.aborted) return new EgressError('aborted', 'the request was given up');
      if (own.signal.aborted) return new EgressError('timeout', `timeout of ${request.timeoutMs}ms exceeded`);
      if (error instanceof EgressError) return error;
      return new EgressError('network', networkWords(error), { cause: error });
    },
    end: () => clearTimeout(timer),
  };
}

function networkWords(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return 'the server could not be reached in time';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'the server closed the connection';
  if (code === 'UND_ERR_INVALID_ARG') return 'a header of the request is not valid';
  if (typeof code === 'string' && /CERT|TLS|SSL|SIGNED/.test(code))
    return `the certificate of the server is not accepted (${code})`;
  return typeof code === 'string' ? `the request failed (${code})` : 'the request failed';
}
