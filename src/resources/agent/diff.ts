// What changed between two JSON documents, told by path. Items of lists are recognised by their id or name, not by their place.

export interface Change {
  /** `states["greeting"].edges["book"].description`. */
  path: string;
  kind: 'added' | 'removed' | 'changed';
  before?: unknown;
  after?: unknown;
}

/** What names an item of a list; the first that tells all items of both lists apart is taken. */
const NAMES = ['id', 'tool_id', 'conversation_flow_component_id', 'name', 'destination_state_name', 'word'];

/** In the order of the older document, what is new behind it. `path` stands in front of every path. */
export function diff(before: unknown, after: unknown, path: string): Change[] {
  if (before === undefined) return after === undefined ? [] : [{ path, kind: 'added', after }];
  if (after === undefined) return [{ path, kind: 'removed', before }];
  if (isObject(before) && isObject(after)) return diffEntries(Object.entries(before), Object.entries(after), path, dot);
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path);
  return before === after ? [] : [{ path, kind: 'changed', before, after }];
}

type Entry = [name: string, value: unknown];

function diffEntries(
  before: readonly Entry[],
  after: readonly Entry[],
  path: string,
  step: (path: string, name: string) => string,
): Change[] {
  const old = new Map(before);
  const fresh = new Map(after);
  const names = new Set([...old.keys(), ...fresh.keys()]);
  return [...names].flatMap((name) => diff(old.get(name), fresh.get(name), step(path, name)));
}

/** A list whose items cannot be told apart is compared as a whole. */
function diffLists(before: unknown[], after: unknown[], path: string): Change[] {
  const nameOf = naming(before, after);
  if (!nameOf) return same(before, after) ? [] : [{ path, kind: 'changed', before, after }];
  const entries = (items: unknown[]): Entry[] => items.map((item) => [nameOf(item), item]);
  return [
    ...diffOrder(before.map(nameOf), after.map(nameOf), path),
    ...diffEntries(entries(before), entries(after), path, item),
  ];
}

/** Only when items that both lists have changed places: then their names in both orders. */
function diffOrder(before: string[], after: string[], path: string): Change[] {
  const old = new Set(before);
  const fresh = new Set(after);
  const was = before.filter((name) => fresh.has(name));
  const is = after.filter((name) => old.has(name));
  return same(was, is) ? [] : [{ path, kind: 'changed', before: was, after: is }];
}

function naming(...lists: unknown[][]): ((item: unknown) => string) | undefined {
  if (lists.every((list) => list.every((each) => typeof each === 'string') && isUnique(list as string[])))
    return (each) => each as string;
  if (!lists.flat().every(isObject)) return undefined;
  const field = NAMES.find((name) =>
    lists.every((list) => {
      const names = list.map((each) => (each as Record<string, unknown>)[name]);
      return names.every((value) => typeof value === 'string') && isUnique(names as string[]);
    }),
  );
  return field === undefined ? undefined : (each) => (each as Record<string, string>)[field] as string;
}

function isUnique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

/** The order of keys is no difference. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => same(each, b[i]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function dot(path: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : item(path, name);
}

function item(path: string, name: string): string {
  return `${path}[${JSON.stringify(name)}]`;
}
