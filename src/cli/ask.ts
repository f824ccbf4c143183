// A question to the API whose refusal ends a command.

import type { ApiClient } from './api-client.ts';

/** Throws an Error in the server's words for anything but 2xx. */
export async function ask<T>(client: ApiClient, method: string, path: string, body?: unknown): Promise<T> {
  const { status, json } = await client.request(method, path, body);
  if (status >= 200 && status < 300) return json as T;
  const message = (json as { message?: unknown } | undefined)?.message;
  throw new Error(`${method} ${path.split('?')[0]}: ${status} ${typeof message === 'string' ? message : ''}`);
}
