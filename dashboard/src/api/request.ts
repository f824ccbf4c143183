// One way to ask the server: same origin, session cookie, JSON, errors with the server's own words.

import { markSignedOut } from './session.ts';

/** What the API answered when it did not do what was asked. `message` is the server's text, whole. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
}

/** Resolves to the parsed body, undefined for an empty one. Throws ApiError (`status` 0: no answer at all). */
export async function request<T>(path: string, { method = 'GET', body, signal }: RequestOptions = {}): Promise<T> {
  const response = await send(path, {
    method,
    credentials: 'same-origin',
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  });
  const text = await response.text();
  if (response.status === 401) markSignedOut();
  if (!response.ok) throw new ApiError(response.status, errorText(text, response));
  return (text === '' ? undefined : parse(text)) as T;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, 'The server does not answer. Is it still running?');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(0, 'The server answered with something that is no JSON.');
  }
}

function errorText(text: string, response: Response): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
  } catch {
    // Not JSON: the text itself is the message.
  }
  return text.slice(0, 500) || `${response.status} ${response.statusText}`;
}
