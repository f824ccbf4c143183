// The requests of one program: counted, a few at a time, through the guarded way out.

import { EgressError, type Egress, type EgressRequest } from '../interfaces/egress.ts';
import type { FetchAnswer, FetchRequest } from './protocol.ts';

export interface FetchGateOptions {
  send: Egress['send'];
  /** What is left of the program's time. */
  leftMs: () => number;
  signal: AbortSignal;
}

const MAX_REQUESTS = 100;
const MAX_AT_ONCE = 10;
const MAX_BODY_BYTES = 1_048_576;
const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] satisfies EgressRequest['method'][];
const WITHOUT_BODY = 'GET';

/** Gives what answers each request, in words for the program's author where it fails. Never rejects. */
export function createFetchGate(options: FetchGateOptions): (request: FetchRequest) => Promise<FetchAnswer> {
  const { signal } = options;
  const waiting: (() => void)[] = [];
  let count = 0;
  let open = 0;

  return async (request) => {
    if (++count > MAX_REQUESTS) return refusal(`fetch failed: more than ${MAX_REQUESTS} requests in one run`);
    if (!METHODS.includes(request.method))
      return refusal(`fetch failed: the method ${request.method} cannot be used here`);
    if (request.method === WITHOUT_BODY && request.body !== null)
      return refusal('fetch failed: a GET request has no body');
    if (open >= MAX_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else open++;
    try {
      return signal.aborted ? refusal('fetch failed: the code is over') : await sendOne(options, request);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else open--;
    }
  };
}

async function sendOne({ send, leftMs, signal }: FetchGateOptions, request: FetchRequest): Promise<FetchAnswer> {
  const { method, url, headers, body } = request;
  try {
    const answer = await send({
      method: method as EgressRequest['method'],
      url,
      headers,
      ...(body !== null && { body }),
      timeoutMs: Math.max(1, Math.ceil(leftMs())),
      maxBodyBytes: MAX_BODY_BYTES,
      signal,
    });
    if (answer.truncated) return refusal(`fetch failed: the answer is longer than ${MAX_BODY_BYTES} bytes`);
    return { ok: true, status: answer.status, url, headers: answer.headers, body: answer.body };
  } catch (error) {
    return refusal(`fetch failed${error instanceof EgressError ? `: ${error.message}` : ''}`);
  }
}

function refusal(message: string): FetchAnswer {
  return { ok: false, message };
}
