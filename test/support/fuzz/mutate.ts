// One change at one place of a JSON value, of the kinds that programs get wrong and attackers try.

import type { Random } from './random.ts';
import type { Path } from './sample.ts';

type Container = Record<string | number, unknown>;

export interface Change {
  /** What was done, for the report. */
  kind: string;
  /** Where; the new field itself where one was added. */
  path: Path;
  /** What stands there now; undefined where something was taken away. */
  value: unknown;
  /** The whole body as JSON text, with the change in it. */
  text: string;
  /** The value as JSON.parse gives it. */
  body: unknown;
}

/** Numbers and fields that JSON.stringify would not write are put in as texts of this form first. */
const RAW = /"raw:([^"]*)"/g;

/** Every place in `body`: fields and entries, at any depth. */
export function placesIn(body: unknown): Path[] {
  const places: Path[] = [];
  const visit = (value: unknown, path: Path): void => {
    if (path.length > 0) places.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value))
      visit((value as Container)[key], [...path, Array.isArray(value) ? Number(key) : key]);
  };
  visit(body, []);
  return places;
}

/** Makes one change and takes it back: `body` is the same afterwards. */
export function changedAt(body: unknown, path: Path, random: Random): Change {
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Container)[key], body) as Container;
  const key = path.at(-1) as string | number;
  const before = parent[key];
  const [kind, make] = random.pick(kindsFor(before, Array.isArray(parent)));
  const change = make(before, random);
  const order = Array.isArray(parent) ? null : Object.entries(parent);
  if (change === MISSING) {
    if (Array.isArray(parent)) parent.splice(key as number, 1);
    else delete parent[key];
  } else if (change === TWICE) (parent as unknown as unknown[]).splice(key as number, 0, before);
  else parent[key] = change;
  const text = JSON.stringify(body).replaceAll(RAW, '$1');
  if (change === MISSING && Array.isArray(parent)) parent.splice(key as number, 0, before);
  else if (change === TWICE) (parent as unknown as unknown[]).splice(key as number, 1);
  else parent[key] = before;
  if (change === MISSING && order) for (const [name] of order) reinsert(parent, name);
  return { kind, value: change, path: kind === 'extra key' ? [...path, EXTRA] : path, text, body: parsed(text) };
}

function reinsert(parent: Container, name: string): void {
  const value = parent[name];
  delete parent[name];
  parent[name] = value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const MISSING = Symbol('missing');
const TWICE = Symbol('twice');
const EXTRA = 'not_a_field';

type Kind = [name: string, make: (before: unknown, random: Random) => unknown];

const ALWAYS: Kind[] = [
  [
    'wrong type',
    (before, { pick }) => pick([7, 'seven', true, ['seven'], { a: 7 }].filter((each) => typeof each !== typeof before)),
  ],
  ['null', () => null],
  ['missing', () => MISSING],
  ['empty', (_, { pick }) => pick<unknown>(['', [], {}])],
  ['character that cannot be stored', (_, { pick }) => pick(['a\0b', 'a\ud800', '\udc00'])],
  ['deep nesting', (_, { pick }) => nested(pick([20, 101, 5000]))],
  ['__proto__', () => JSON.parse('{"__proto__":{"polluted":true}}') as object],
  [
    'number that cannot be stored',
    (_, { pick }) => pick(['raw:1e400', 'raw:-1e400', 'raw:123456789012345678901234567890']),
  ],
  ['huge text', (_, { pick }) => pick(['x', '💥', '\n']).repeat(300_000)],
];
const OF_TEXTS: Kind[] = [
  ['unknown word', () => 'no_such_word'],
  [
    'hostile text',
    (_, { pick }) => pick(["' or 1=1 --", '../../etc/passwd', '<script>', '\u202e\ufeff', '{{a}}'.repeat(999)]),
  ],
];
const OF_NUMBERS: Kind[] = [
  ['out of range', (_, { pick }) => pick([-1, 0, 0.5, 1e9, 2 ** 53, -1e300, 5e-324])],
  ['number as text', (_, { pick }) => pick(['NaN', 'Infinity', '1e400', '7', ''])],
];
const OF_OBJECTS: Kind[] = [
  ['extra key', (before) => ({ ...(before as object), [EXTRA]: 'x' })],
  ['array for object', (before, { pick }) => pick([[], [before], Object.values(before as object)])],
];
const OF_ARRAYS: Kind[] = [
  ['object for array', (before) => Object.fromEntries(Object.entries(before as object))],
  [
    'very many entries',
    (before, { pick }) => Array.from({ length: pick([300, 3000]) }, () => (before as unknown[])[0] ?? 'x'),
  ],
];
const OF_ENTRIES: Kind[] = [['the same entry twice', () => TWICE]];

function kindsFor(value: unknown, isEntry: boolean): Kind[] {
  const own = Array.isArray(value)
    ? OF_ARRAYS
    : typeof value === 'object' && value !== null
      ? OF_OBJECTS
      : typeof value === 'number'
        ? OF_NUMBERS
        : OF_TEXTS;
  return [...ALWAYS, ...own, ...own, ...own, ...(isEntry ? OF_ENTRIES : [])];
}

function nested(depth: number): unknown {
  return `raw:${'['.repeat(depth)}${']'.repeat(depth)}`;
}
