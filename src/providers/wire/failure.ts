// How a vendor's refusal becomes a ProviderError: the category by the status, words without the key.

import type { ProviderErrorCategory } from '../../interfaces/provider-error.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';

export interface Refusal {
  provider: string;
  status: number;
  /** The vendor's answer, any length. */
  body: string;
  /** Of that answer, names in lower case. */
  headers?: Record<string, string | string[] | undefined>;
  /** Never repeated in a message. */
  secret: string | null;
}

const maxDetailCharacters = 300;

/** An HTTP answer that is an error. */
export function refusalError(refusal: Refusal): ProviderError {
  const category = categoryOf(refusal.status, refusal.body);
  const { provider, status } = refusal;
  const retryAfterMs = retryAfterIn(refusal.headers ?? {});
  const again = retryAfterMs === undefined ? '' : `, again in ${Math.ceil(retryAfterMs / 1000)} s`;
  return new ProviderError(`${provider}: ${words[category]} (${status}${again})${detail(refusal, category)}`, {
    provider,
    category,
    status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** `retry-after` in seconds or as a date (RFC 9110 section 10.2.3), or OpenAI's `retry-after-ms`. */
function retryAfterIn(headers: NonNullable<Refusal['headers']>): number | undefined {
  const ms = Number(headers['retry-after-ms'] ?? NaN);
  if (ms >= 0) return ms;
  const value = headers['retry-after'];
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const seconds = Number(value);
  const waitMs = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}

/** The connection failed or was cut. `what` says when: "while connecting". */
export function lostError(provider: string, what: string, cause?: unknown): ProviderError {
  return new ProviderError(`${provider}: the connection was lost ${what}`, {
    provider,
    category: 'unavailable',
    cause,
  });
}

export function timeoutError(provider: string, what: string, ms: number): ProviderError {
  return new ProviderError(`${provider}: ${what} took longer than ${ms} ms`, { provider, category: 'timeout' });
}

/** What came is not what the vendor's wire promises. */
export function protocolError(provider: string, what: string, cause?: unknown): ProviderError {
  return new ProviderError(`${provider}: ${what}`, { provider, category: 'protocol', cause });
}

/** The category of an HTTP status; some vendors tell "no credit" from "too fast" only in the body. */
export function categoryOf(status: number, body: string): ProviderErrorCategory {
  if (status === 401 || status === 403) return /quota|credit/i.test(body) ? 'quota' : 'authentication';
  if (status === 402) return 'quota';
  if (status === 404) return 'not_found';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 429) return /insufficient_quota|quota_exceeded|billing/i.test(body) ? 'quota' : 'rate_limit';
  if (status >= 500) return 'unavailable';
  return /(model|voice)_not_found|no such model/i.test(body) ? 'not_found' : 'bad_request';
}

/** Takes keys out of a vendor's words: the one we used, and whatever looks like one. */
export function redact(text: string, secret: string | null): string {
  const plain = secret ? text.replaceAll(secret, '[key]') : text;
  return plain.replace(/\b(?:sk|key|xi|dg)[-_][\w*-]{6,}/g, '[key]');
}

function detail(refusal: Refusal, category: ProviderErrorCategory): string {
  if (category === 'authentication') return '';
  const text = redact(messageIn(refusal.body), refusal.secret).replace(/\s+/g, ' ').trim();
  return text === '' ? '' : `: ${text.slice(0, maxDetailCharacters)}`;
}

/** The sentence inside a vendor's JSON error, or the body itself. */
function messageIn(body: string): string {
  try {
    const json = JSON.parse(body) as Record<string, unknown>;
    const found = [json.error, json.detail, json].flatMap((part) =>
      typeof part === 'string'
        ? [part]
        : typeof part === 'object' && part !== null && 'message' in part
          ? [part.message]
          : [],
    );
    const text = found.find((item) => typeof item === 'string') ?? json.err_msg;
    return typeof text === 'string' ? text : '';
  } catch {
    return body;
  }
}

const words: Record<ProviderErrorCategory, string> = {
  authentication: 'the API key is refused',
  quota: 'the account has no credit left',
  rate_limit: 'too many requests',
  bad_request: 'the request is refused',
  not_found: 'unknown model or voice',
  unavailable: 'the service is unavailable',
  timeout: 'no answer in time',
  protocol: 'the answer makes no sense',
};
