// All methods that a client of the official TypeScript SDK has, found by looking at the client itself.

import { METHOD_HEADER } from './witness.ts';

type Resources = Record<string, Record<string, (...args: unknown[]) => unknown>>;

/** `agent.create`, `agent.list`, ...: the methods of all resources. */
export function methodsOf(client: object): string[] {
  return resourcesOf(client).flatMap(([name, resource]) => methodNames(resource).map((method) => `${name}.${method}`));
}

function resourcesOf(client: object): [string, object][] {
  return Object.entries(client).filter(
    ([, value]) => typeof value === 'object' && value !== null && '_client' in value,
  ) as [string, object][];
}

function methodNames(resource: object): string[] {
  return Object.getOwnPropertyNames(Object.getPrototypeOf(resource)).filter((name) => name !== 'constructor');
}

interface Options {
  apiKey: string;
  baseURL: string;
  maxRetries: number;
  /** The SDKs' own option for a fetch of one's own. */
  fetch?: typeof fetch;
}

/** A client whose requests say which method they come from. Methods are called one after the other. */
export function namedClient<T extends object>(Sdk: new (options: Options) => T, options: Omit<Options, 'fetch'>): T {
  let current = '';
  const client = new Sdk({
    ...options,
    fetch(input, init) {
      const headers = new Headers(init?.headers);
      headers.set(METHOD_HEADER, current);
      return fetch(input, { ...init, headers });
    },
  });
  for (const [name, resource] of resourcesOf(client)) {
    const methods = resource as Resources[string];
    for (const method of methodNames(resource)) {
      const original = methods[method]!.bind(resource);
      methods[method] = (...args) => {
        current = `${name}.${method}`;
        return original(...args);
      };
    }
  }
  return client;
}
