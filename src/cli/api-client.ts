// A Ringback or Retell API as commands call it: JSON, patient when it is told to wait.

import { setTimeout } from 'node:timers/promises';
import { loadConfig } from '../config.ts';
import { readServerNote } from '../server-note.ts';
import { UsageError } from './api-request.ts';

export interface ApiClient {
  /** Throws an Error in words when the server cannot be reached. */
  request(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }>;
}

const PATIENCE_MS = 60_000;
const MAX_WAITS = 20;

export function createApiClient(url: string, key: string): ApiClient {
  const base = url.replace(/\/$/, '');
  return {
    async request(method, path, body) {
      for (let waits = 0; ; waits++) {
        const response = await reach(`${base}${path}`, {
          method,
          headers: {
            authorization: `Bearer ${key}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        const text = await response.text();
        if (response.status !== 429 || waits >= MAX_WAITS) return { status: response.status, json: jsonOf(text) };
        await setTimeout(waitMs(response.headers.get('retry-after')));
      }
    },
  };
}

/** The server and key of the environment, or the server that runs on this data folder. Throws a UsageError that says what to set. */
export async function serverOfEnvironment(): Promise<{ url: string; key: string }> {
  const { RETELL_BASE_URL, RETELL_API_KEY } = process.env;
  const url = RETELL_BASE_URL ?? (await readServerNote(loadConfig().dataDir))?.url;
  if (url === undefined) throw new UsageError('No server runs on this data folder: start one, or set RETELL_BASE_URL.');
  if (!RETELL_API_KEY) throw new UsageError('Set RETELL_API_KEY; `ringback key create` makes a key.');
  return { url, key: RETELL_API_KEY };
}

async function reach(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Error(`${new URL(url).origin} does not answer: ${why}`, { cause: error });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function waitMs(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? 1);
  return Math.min(Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : 1000, 30_000);
}
