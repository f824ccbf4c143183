// Questions to a vendor's HTTP API that are answered in JSON.

import { openAsBlob } from 'node:fs';
import { FormData } from 'undici';
import type { VoiceSample } from '../../interfaces/voice-library.ts';
import type { VendorOptions } from '../vendor-options.ts';
import { httpBase } from './base-url.ts';
import { lostError, protocolError, refusalError, timeoutError } from './failure.ts';
import type { VendorFetch } from './vendor-fetch.ts';

export interface VendorJsonOptions extends VendorOptions {
  provider: string;
  defaultBaseUrl: string;
  headers: Record<string, string>;
}

export interface VendorQuestion {
  method?: 'GET' | 'POST';
  /** From the base address on. */
  path: string;
  query?: Record<string, string>;
  /** Sent as JSON, or as a form. */
  body?: object | FormData;
  timeoutMs?: number;
  /** Its reason is thrown as it is. */
  signal?: AbortSignal;
}

/** Asks, and gives the JSON object of the answer. Throws ProviderError. */
export type AskVendor = (question: VendorQuestion) => Promise<Record<string, unknown>>;

const DEFAULT_TIMEOUT_MS = 20_000;
/** Recordings are sent and learned from. */
export const CLONE_TIMEOUT_MS = 120_000;

export function createVendorJson(http: VendorFetch, options: VendorJsonOptions): AskVendor {
  const { provider, apiKey } = options;
  const base = httpBase(options.baseUrl ?? options.defaultBaseUrl, '');

  return async ({ method = 'GET', path, query = {}, body, timeoutMs = DEFAULT_TIMEOUT_MS, signal }) => {
    signal?.throwIfAborted();
    const url = new URL(base + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const isForm = body instanceof FormData;
    try {
      const response = await http.fetch(url.href, {
        method,
        headers: {
          accept: 'application/json',
          ...(body && !isForm && { 'content-type': 'application/json' }),
          ...options.headers,
        },
        ...(body && { body: (isForm ? body : JSON.stringify(body)) as NonNullable<RequestInit['body']> }),
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
      });
      const text = await response.text();
      if (response.ok) return readObject(provider, text);
      const headers = Object.fromEntries(response.headers);
      throw refusalError({ provider, status: response.status, body: text, headers, secret: apiKey });
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Error && error.name === 'ProviderError') throw error;
      if (error instanceof Error && error.name === 'TimeoutError')
        throw timeoutError(provider, 'the answer', timeoutMs);
      throw lostError(provider, 'while it was asked', error);
    }
  };
}

function readObject(provider: string, text: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw protocolError(provider, 'its answer is not a JSON object');
}

/** A form with text fields and recordings under one name; the recordings are read while they are sent. */
export async function formOf(texts: Record<string, string>, field: string, samples: VoiceSample[]): Promise<FormData> {
  const form = new FormData();
  for (const [name, text] of Object.entries(texts)) form.append(name, text);
  for (const { path, contentType, fileName } of samples)
    form.append(field, await openAsBlob(path, { type: contentType }), fileName);
  return form;
}

/** The texts of an object of the vendor; what is something else is left out. */
export function textsOf(value: unknown): Record<string, string> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** The objects of a list; throws ProviderError when it is none. */
export function listOf(provider: string, value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw protocolError(provider, 'its answer has no list of voices');
  return value.filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null);
}

/** An id in an answer; throws ProviderError when there is none. */
export function idIn(provider: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw protocolError(provider, 'its answer has no id of the voice');
}
