// URL and URLSearchParams.

import { defineGlobals } from './define-globals.ts';
import type { World } from './host.ts';

type Parts = Record<string, string>;
type Pairs = [string, string][];

const SETTABLE = ['href', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];

export function installUrl(world: World): void {
  /** Tells the URL that it belongs to when it changes. */
  class URLSearchParams {
    #pairs: Pairs;
    #changed: () => void;

    constructor(init: unknown = '', changed: unknown = undefined) {
      this.#pairs = pairsOf(world, init);
      this.#changed = typeof changed === 'function' ? (changed as () => void) : () => {};
    }
    get size(): number {
      return this.#pairs.length;
    }
    append(name: unknown, value: unknown): void {
      this.#pairs.push([String(name), String(value)]);
      this.#changed();
    }
    delete(name: unknown): void {
      this.#pairs = this.#pairs.filter(([each]) => each !== String(name));
      this.#changed();
    }
    get(name: unknown): string | null {
      return this.#pairs.find(([each]) => each === String(name))?.[1] ?? null;
    }
    getAll(name: unknown): string[] {
      return this.#pairs.filter(([each]) => each === String(name)).map(([, value]) => value);
    }
    has(name: unknown): boolean {
      return this.#pairs.some(([each]) => each === String(name));
    }
    set(name: unknown, value: unknown): void {
      const at = this.#pairs.findIndex(([each]) => each === String(name));
      if (at < 0) this.#pairs.push([String(name), String(value)]);
      else {
        const others = this.#pairs.filter(([each], index) => each !== String(name) || index === at);
        others[at] = [String(name), String(value)];
        this.#pairs = others;
      }
      this.#changed();
    }
    sort(): void {
      this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      this.#changed();
    }
    forEach(callback: (value: string, name: string, all: unknown) => void): void {
      for (const [name, value] of this.#pairs) callback(value, name, this);
    }
    *entries(): Generator<[string, string]> {
      for (const [name, value] of this.#pairs) yield [name, value];
    }
    *keys(): Generator<string> {
      for (const [name] of this.#pairs) yield name;
    }
    *values(): Generator<string> {
      for (const [, value] of this.#pairs) yield value;
    }
    [Symbol.iterator](): Generator<[string, string]> {
      return this.entries();
    }
    toString(): string {
      return world.ask('paramsText', this.#pairs) as string;
    }
  }

  class URL {
    #parts: Parts;
    #params: URLSearchParams;

    constructor(input: unknown, base?: unknown) {
      this.#parts = world.ask('url', String(input), base === undefined ? null : String(base)) as Parts;
      this.#params = this.#newParams();
    }
    static canParse(input: unknown, base?: unknown): boolean {
      try {
        return new URL(input, base) instanceof URL;
      } catch {
        return false;
      }
    }
    static parse(input: unknown, base?: unknown): URL | null {
      return URL.canParse(input, base) ? new URL(input, base) : null;
    }
    get origin(): string {
      return this.#parts['origin'] ?? '';
    }
    get searchParams(): URLSearchParams {
      return this.#params;
    }
    read(part: string): string {
      return this.#parts[part] ?? '';
    }
    write(part: string, value: unknown): void {
      this.#parts = world.ask('setUrl', this.#parts['href'], part, String(value)) as Parts;
      if (part === 'search' || part === 'href') this.#params = this.#newParams();
    }
    toString(): string {
      return this.read('href');
    }
    toJSON(): string {
      return this.read('href');
    }
    #newParams(): URLSearchParams {
      return new URLSearchParams(this.#parts['search'], () => {
        this.#parts = world.ask('setUrl', this.#parts['href'], 'search', this.#params.toString()) as Parts;
      });
    }
  }
  const { read, write } = URL.prototype;
  for (const part of SETTABLE) {
    Object.defineProperty(URL.prototype, part, {
      get(this: URL) {
        return read.call(this, part);
      },
      set(this: URL, value: unknown) {
        write.call(this, part, value);
      },
      configurable: true,
    });
  }
  defineGlobals({ URL, URLSearchParams });
}

function pairsOf(world: World, init: unknown): Pairs {
  if (typeof init !== 'object' || init === null) return world.ask('params', String(init ?? '')) as Pairs;
  const isList = typeof (init as Iterable<unknown>)[Symbol.iterator] === 'function';
  const pairs = isList ? [...(init as Iterable<[unknown, unknown]>)] : Object.entries(init);
  return pairs.map(([name, value]) => [String(name), String(value)]);
}
