// fetch, Headers and Response: requests go out through the server's guarded way, answers are text.

import { defineGlobals } from './define-globals.ts';
import { Headers } from './headers.ts';
import type { World } from './host.ts';

interface Answer {
  status: number;
  url: string;
  headers: Record<string, string>;
  body: string;
}

interface Init {
  method?: unknown;
  headers?: unknown;
  body?: unknown;
}

const { parse } = JSON;

export function installFetch(world: World): void {
  async function fetch(target: unknown, init: Init = {}): Promise<Response> {
    const { body, type } = bodyOf(init.body);
    const headers = new Headers(init.headers);
    if (type !== null && !headers.has('content-type')) headers.set('content-type', type);
    const request = {
      method: String(init.method ?? 'GET').toUpperCase(),
      url: String(target),
      headers: [...headers],
      body,
    };
    return new Response((await world.begin('fetch', request)) as Answer);
  }
  defineGlobals({ fetch, Headers, Response });
}

function bodyOf(body: unknown): { body: string | null; type: string | null } {
  if (body === undefined || body === null) return { body: null, type: null };
  if (typeof body === 'string') return { body, type: 'text/plain;charset=UTF-8' };
  if (body instanceof (globalThis.URLSearchParams as unknown as new () => object))
    return { body: String(body), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  throw new TypeError('The body of a request must be a text (JSON.stringify) or URLSearchParams.');
}

/** An answer as the server gave it. */
class Response {
  readonly status: number;
  readonly url: string;
  readonly headers: Headers;
  readonly redirected = false;
  readonly type = 'basic';
  readonly statusText = '';
  #body: string;
  #isUsed = false;

  constructor({ status, url, headers, body }: Answer) {
    this.status = status;
    this.url = url;
    this.headers = new Headers(headers);
    this.#body = String(body ?? '');
  }
  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }
  get bodyUsed(): boolean {
    return this.#isUsed;
  }
  clone(): Response {
    return new Response({
      status: this.status,
      url: this.url,
      headers: Object.fromEntries(this.headers),
      body: this.#body,
    });
  }
  async text(): Promise<string> {
    if (this.#isUsed) throw new TypeError('The body of this response was read already.');
    this.#isUsed = true;
    return this.#body;
  }
  async json(): Promise<unknown> {
    return parse(await this.text());
  }
}
