// Kinds of values a setting can have. Each reads text, because that is all an environment holds.

import { isIP } from 'node:net';
import { z } from 'zod';

export interface Value<T> {
  /** Completes "expected ...": shown to a person who wrote something else. */
  expected: string;
  schema: z.ZodType<T, string>;
}

/** `read` gives undefined for text that is not such a value. */
function value<T>(expected: string, read: (text: string) => T | undefined): Value<T> {
  const schema = z.string().transform((text, context) => {
    const found = read(text.trim());
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
  return { expected, schema };
}

/** Any text. */
export const text = value('text', (given) => given);

/** A name or key without spaces, at least `shortest` characters. */
export function token(shortest: number): Value<string> {
  const expected = shortest > 1 ? `at least ${shortest} characters without spaces` : 'text without spaces';
  return value(expected, (given) => (given.length >= shortest && !/\s/.test(given) ? given : undefined));
}

export function oneOf<const Name extends string>(...names: Name[]): Value<Name> {
  return value(`one of ${names.join(', ')}`, (given) => names.find((name) => name === given.toLowerCase()));
}

/** A whole number in [lowest, highest]. */
export function wholeNumber(lowest: number, highest: number): Value<number> {
  return value(`a whole number from ${lowest} to ${highest}`, (given) => {
    const number = /^\d+$/.test(given) ? Number(given) : NaN;
    return number >= lowest && number <= highest ? number : undefined;
  });
}

export const flag = value('true or false', (given) => {
  if (/^(true|yes|on|1)$/i.test(given)) return true;
  return /^(false|no|off|0)$/i.test(given) ? false : undefined;
});

/** An address with one of these schemes; a slash at its end is dropped. */
export function url(...schemes: string[]): Value<string> {
  const expected = `an address that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  return value(expected, (given) => {
    const parsed = URL.canParse(given) ? new URL(given) : undefined;
    return parsed && schemes.includes(parsed.protocol.slice(0, -1)) ? given.replace(/\/+$/, '') : undefined;
  });
}

/** Base64 of so many bytes. */
export function base64Of(bytes: number): Value<string> {
  return value(`base64 of ${bytes} bytes`, (given) =>
    /^[A-Za-z0-9+/]+={0,2}$/.test(given) && Buffer.from(given, 'base64').length === bytes ? given : undefined,
  );
}

/** Also with a socket's folder as host, `postgresql://user@/name?host=/folder`, which the WHATWG's URL does not know. */
export const postgresUrl = value('an address that starts with postgres:// or postgresql://', (given) =>
  /^postgres(ql)?:\/\/\S+$/.test(given) ? given : undefined,
);

/** UDP ports, both ends included. */
export interface PortRange {
  first: number;
  last: number;
}

export const portRange = value<PortRange>('two ports with a dash, the lower one first, like 50000-50199', (given) => {
  const [, first = NaN, last = NaN] = (/^(\d+)\s*-\s*(\d+)$/.exec(given) ?? []).map(Number);
  return first >= 1024 && last <= 65535 && first <= last ? { first, last } : undefined;
});

/** Where calls by SIP are taken; `address` null: HOST. */
export interface SipListen {
  transport: 'udp' | 'tcp' | 'tls';
  address: string | null;
  port: number;
}

/** An empty list: no SIP at all. */
export const sipListen = value<SipListen[]>(
  'off, or transports with ports and commas between, like udp:5060,tcp:5060 or tls:192.0.2.1:5061',
  (given) => {
    if (/^(off|false|none)$/i.test(given)) return [];
    const listeners = given.split(',').map((part) => sipListener(part.trim()));
    return listeners.includes(undefined) ? undefined : (listeners as SipListen[]);
  },
);

function sipListener(given: string): SipListen | undefined {
  const [, transport = '', bracketed, plain, digits = ''] =
    /^(udp|tcp|tls):(?:\[([0-9a-f:.]+)\]:|([0-9.]+):)?(\d{1,5})$/i.exec(given) ?? [];
  const address = bracketed ?? plain ?? null;
  const port = Number(digits);
  if (digits === '' || port > 65_535 || (address !== null && !isIP(address))) return undefined;
  return { transport: transport.toLowerCase() as SipListen['transport'], address, port };
}

export const ipAddress = value('an IPv4 or IPv6 address', (given) => (isIP(given) ? given : undefined));

/** Networks as CIDR; a single address becomes a network of one. */
export const networks = value('networks with commas between, like 10.0.0.0/8, 192.168.1.20', (given) => {
  const parts = given
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map(network);
  return parts.includes(undefined) ? undefined : (parts as string[]);
});

function network(given: string): string | undefined {
  const [address = '', bits] = given.split('/');
  const widest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (widest < 0) return undefined;
  if (bits === undefined) return `${address}/${widest}`;
  return /^\d+$/.test(bits) && Number(bits) <= widest ? given : undefined;
}

/** Whose `X-Forwarded-*` headers are believed: as Fastify's `trustProxy`. */
export type TrustProxy = boolean | number | string[];

export const trustProxy = value<TrustProxy>(
  'true, false, how many proxies stand before us, or their networks with commas between',
  (given) => {
    if (/^(true|false)$/i.test(given)) return given.toLowerCase() === 'true';
    if (/^\d+$/.test(given)) return Number(given);
    const read = networks.schema.safeParse(given);
    return read.success && read.data.length > 0 ? read.data : undefined;
  },
);

/** Requests that a workspace may send in a window: `call` and `list`, `general` in 10 s, `call-error` in a minute, `llm-playground` in 2 s. */
export interface RateLimits {
  call: number;
  'call-error': number;
  list: number;
  general: number;
  'llm-playground': number;
}

const USUAL_LIMITS: RateLimits = { call: 1000, 'call-error': 60, list: 15, general: 100, 'llm-playground': 8 };

/** null: no limits. */
export const rateLimits = value<RateLimits | null>(
  `on, off, or numbers for some of the groups, like call=2000,list=50 (usual: ${Object.entries(USUAL_LIMITS)
    .map(([group, number]) => `${group}=${number}`)
    .join(',')})`,
  (given) => {
    if (/^(off|false|0)$/i.test(given)) return null;
    if (/^(on|true|1)$/i.test(given)) return { ...USUAL_LIMITS };
    const limits = { ...USUAL_LIMITS };
    for (const part of given.split(',')) {
      const [, group = '', number = ''] = /^\s*([a-z-]+)\s*=\s*(\d+)\s*$/.exec(part) ?? [];
      if (!(group in limits) || Number(number) < 1) return undefined;
      limits[group as keyof RateLimits] = Number(number);
    }
    return limits;
  },
);
