// Header fields of a message: looked up, set, split. Names in any case or compact.

import { spellHeaderName } from './header-names.ts';
import type { SipHeader } from './message.ts';

interface WithHeaders {
  headers: SipHeader[];
}

/** The first value; undefined when there is none. */
export function header(message: WithHeaders, name: string): string | undefined {
  const spelled = spellHeaderName(name);
  for (const field of message.headers) if (isNamed(field, spelled)) return field.value;
  return undefined;
}

/** All values, in order. */
export function headers(message: WithHeaders, name: string): string[] {
  const spelled = spellHeaderName(name);
  const values: string[] = [];
  for (const field of message.headers) if (isNamed(field, spelled)) values.push(field.value);
  return values;
}

/** Puts one value in the place of all there are; at the end when there is none. */
export function setHeader(message: WithHeaders, name: string, value: string): void {
  const spelled = spellHeaderName(name);
  const at = message.headers.findIndex((field) => isNamed(field, spelled));
  if (at < 0) {
    message.headers.push({ name: spelled, value });
    return;
  }
  message.headers[at] = { name: spelled, value };
  for (let index = message.headers.length - 1; index > at; index--) {
    if (isNamed(message.headers[index]!, spelled)) message.headers.splice(index, 1);
  }
}

export function removeHeader(message: WithHeaders, name: string): void {
  const spelled = spellHeaderName(name);
  message.headers = message.headers.filter((field) => !isNamed(field, spelled));
}

/** Tokens of a list like Require, Supported or Allow, over all its lines, spelled as they came. */
export function headerTokens(message: WithHeaders, name: string): string[] {
  return headers(message, name).flatMap((value) => splitList(value).filter((item) => item !== ''));
}

/** Cuts a list at its commas, not those in quotes or angle brackets; values trimmed, empty ones kept. */
export function splitList(value: string): string[] {
  if (!value.includes(',')) return [value.trim()];
  const items: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  for (let at = 0; at < value.length; at++) {
    const char = value.charCodeAt(at);
    if (quoted) {
      if (char === 0x5c) at++;
      else if (char === 0x22) quoted = false;
    } else if (char === 0x22) quoted = true;
    else if (char === 0x3c) bracketed = true;
    else if (char === 0x3e) bracketed = false;
    else if (char === 0x2c && !bracketed) {
      items.push(value.slice(start, at).trim());
      start = at + 1;
    }
  }
  items.push(value.slice(start).trim());
  return items;
}

/** Parsed messages carry the RFC's spelling already; those that we build may not. */
function isNamed(field: SipHeader, spelled: string): boolean {
  if (field.name === spelled) return true;
  return field.name.length <= spelled.length && spellHeaderName(field.name).toLowerCase() === spelled.toLowerCase();
}
