// Questions to a carrier's HTTP API. What matters is whether something may have been done: a call must not be dialled twice.

import { Agent, fetch } from 'undici';

export interface CarrierHttpOptions {
  /** Without a slash at its end. */
  baseUrl: string;
  headers: Record<string, string>;
  timeoutMs?: number;
  /** Between tries of a question that may be asked again. */
  pause?(ms: number): Promise<void>;
  /** The error that a body speaks of. */
  faultOf(json: Json): { code: string | null; message: string };
}

export type Json = Record<string, unknown>;

export interface CarrierQuestion {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From the base address on. */
  path: string;
  query?: Record<string, string>;
  form?: Record<string, string | string[]>;
  json?: Json;
  /** Asking twice does no harm, so a lost or refused-for-now question is asked up to three times. */
  repeatable?: boolean;
}

export type CarrierReply =
  | { is: 'done'; json: Json }
  /** The carrier says no. `status` 429: not so often. */
  | { is: 'refused'; status: number; code: string | null; message: string }
  /** No answer, or one of a carrier in trouble (5xx): it may have been done. */
  | { is: 'lost'; message: string };

export interface CarrierHttp {
  /** Never rejects. */
  ask(question: CarrierQuestion): Promise<CarrierReply>;
  close(): Promise<void>;
}

const defaultTimeoutMs = 15_000;
const triesOfRepeatable = [0, 300, 1_500];
const maxBodyCharacters = 2_000_000;

export function createCarrierHttp(options: CarrierHttpOptions): CarrierHttp {
  const { timeoutMs = defaultTimeoutMs, pause = sleep } = options;
  const agent = new Agent({ connect: { timeout: 5_000 }, keepAliveTimeout: 30_000 });
  const closing = new AbortController();

  async function once({ method, path, query = {}, form, json }: CarrierQuestion): Promise<CarrierReply> {
    const url = new URL(options.baseUrl + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
    const body = form ? formText(form) : json && JSON.stringify(json);
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
    try {
      const response = await fetch(url, {
        method,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': type }),
          ...options.headers,
        },
        ...(body === undefined ? {} : { body }),
        dispatcher: agent,
        redirect: 'error',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), closing.signal]),
      });
      return readReply(response.status, await response.text(), options);
    } catch (error) {
      return { is: 'lost', message: reasonOf(error) };
    }
  }

  return {
    async ask(question) {
      let reply: CarrierReply = { is: 'lost', message: 'not asked' };
      for (const waitMs of question.repeatable ? triesOfRepeatable : [0]) {
        if (waitMs > 0) await pause(waitMs);
        reply = await once(question);
        if (reply.is === 'done' || (reply.is === 'refused' && reply.status !== 429) || closing.signal.aborted) break;
      }
      return reply;
    },
    async close() {
      closing.abort(new Error('the server closes'));
      await agent.destroy();
    },
  };
}

function readReply(status: number, text: string, { faultOf }: CarrierHttpOptions): CarrierReply {
  const json = text.length > maxBodyCharacters ? null : parse(text);
  if (status >= 200 && status < 300)
    return json || text === '' ? { is: 'done', json: json ?? {} } : { is: 'lost', message: 'its answer is no JSON' };
  const { code, message } = faultOf(json ?? {});
  if (status >= 500) return { is: 'lost', message: `it answered with status ${status}` };
  return { is: 'refused', status, code, message: message.slice(0, 500) || `it answered with status ${status}` };
}

function parse(text: string): Json | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : null;
  } catch {
    return null;
  }
}

function formText(form: Record<string, string | string[]>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) for (const each of [value].flat()) params.append(name, each);
  return params.toString();
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it did not answer in time';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
