// What JSON can say and our storage cannot keep. Checked once, before anything looks at a body.

import { clip, MAX_SHOWN_CHARACTERS, placeIn, placeOf } from './place.ts';

/** Objects nested deeper than this are refused; the deepest of the contract is about 12. */
const MAX_DEPTH = 100;
/** A flow of a thousand nodes has about 30,000. More would hold up every call of this process while they are checked. */
const MAX_VALUES = 100_000;
/** Of one object: beyond some thousand, engines keep objects in a form that makes every step with them a hundred times as slow. */
const MAX_FIELDS = 5_000;

/**
 * Names what makes a JSON text too costly to parse, and where, or gives null. Looks at its structure alone, in one pass over its UTF-8
 * bytes; whether it is JSON at all is the parser's to say. `path`: the field that the text is of.
 */
export function jsonTextFault(bytes: Uint8Array, path = ''): string | null {
  let depth = 0;
  let values = 0;
  const fields = new Uint32Array(MAX_DEPTH + 1);
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = stringEnd(bytes, at);
    else if (byte === BRACKET_CLOSE || byte === BRACE_CLOSE) depth--;
    else if (byte === COMMA) values++;
    else if (byte === COLON) {
      if (++fields[depth]! > MAX_FIELDS)
        return `${placeAt(bytes, at + 1, path)}: an object of more than ${MAX_FIELDS} fields.`;
    } else if (byte === BRACKET || byte === BRACE) {
      values++;
      if (++depth > MAX_DEPTH) return `${placeAt(bytes, at, path)}: nested deeper than ${MAX_DEPTH} levels.`;
      fields[depth] = 0;
    }
    if (values > MAX_VALUES) return `${placeAt(bytes, at, path)}: the body holds more than ${MAX_VALUES} values.`;
  }
  return null;
}

const [QUOTE, BACKSLASH, COLON, COMMA, BRACKET, BRACKET_CLOSE, BRACE, BRACE_CLOSE] = Buffer.from('"\\:,[]{}');

/** The closing quote of the text that opens at `start`. */
function stringEnd(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** Where in the value the byte at `end` stands. */
function placeAt(bytes: Uint8Array, end: number, path: string): string {
  const open: { isArray: boolean; index: number; field: string }[] = [];
  let text = '';
  for (let at = 0; at < end; at++) {
    const byte = bytes[at];
    const inner = open.at(-1);
    if (byte === QUOTE) {
      const start = at + 1;
      at = stringEnd(bytes, at);
      text = Buffer.from(bytes.subarray(start, Math.min(at, start + 4 * MAX_SHOWN_CHARACTERS))).toString();
    } else if (byte === COLON && inner) inner.field = text;
    else if (byte === COMMA && inner) inner.index++;
    else if (byte === BRACKET || byte === BRACE) open.push({ isArray: byte === BRACKET, index: 0, field: '' });
    else if (byte === BRACKET_CLOSE || byte === BRACE_CLOSE) open.pop();
  }
  const steps = open.map(({ isArray, index, field }) => (isArray ? `[${index}]` : `.${clip(field)}`));
  return placeIn([path, ...steps]);
}

interface Visit {
  value: unknown;
  depth: number;
  key: string;
  /** What it stands in. */
  within: Visit | null;
}

/** Names the first thing in `value` that cannot be stored, and where, or gives null. Does not recurse: `value` may be as deep as its sender likes. */
export function jsonFault(value: unknown): string | null {
  const todo: Visit[] = [{ value, depth: 0, key: '', within: null }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const fault = valueFault(next);
    if (fault) return `${placeOf(keysTo(next), value)}: ${fault}.`;
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const key of Object.keys(next.value)) {
      todo.push({ value: (next.value as Record<string, unknown>)[key], depth: next.depth + 1, key, within: next });
    }
  }
  return null;
}

function valueFault({ value, depth, key }: Visit): string | null {
  if (key === '__proto__') return 'a field of this name cannot be stored';
  const ofKey = textFault(key);
  if (ofKey) return `the name of the field holds ${ofKey}`;
  if (typeof value === 'string') {
    const fault = textFault(value);
    return fault && `it holds ${fault}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number beyond 1.8e308 cannot be stored';
  if (typeof value === 'object' && value !== null && depth >= MAX_DEPTH)
    return `nested deeper than ${MAX_DEPTH} levels`;
  return null;
}

function keysTo(visit: Visit): string[] {
  const keys: string[] = [];
  for (let at: Visit = visit; at.within; at = at.within) keys.unshift(at.key);
  return keys;
}

/** PostgreSQL stores neither in text nor in jsonb. */
export function textFault(text: string): string | null {
  if (text.includes('\0')) return 'the character U+0000, which cannot be stored';
  if (!text.isWellFormed()) return 'half of a surrogate pair, which is no character';
  return null;
}
