// Where something stands in a JSON value, in words for whoever sent it.

/** By these fields people know an item of a list again. */
const NAMES = ['id', 'tool_id', 'name'];
export const MAX_SHOWN_CHARACTERS = 40;
/** The beginning tells more: the deepest place that the contract knows fits into it. */
const MAX_PLACE_START = 110;
const MAX_PLACE_END = 30;

/**
 * `nodes`, `3`, `edges`, `0` -> `nodes[3] (id "greet").edges[0] (id "to-end")`; `body` for the whole. `root`: where they lead through. Of a
 * very long way its beginning and its end.
 */
export function placeOf(keys: readonly string[], root: unknown): string {
  let at = root;
  const steps = keys.map((key) => {
    const isItem = Array.isArray(at);
    at = (at as Record<string, unknown> | null | undefined)?.[key];
    return isItem ? `[${key}]${nameOf(at)}` : `.${clip(key)}`;
  });
  return placeIn(steps);
}

/** Each step is `.field` or `[3]`. */
export function placeIn(steps: readonly string[]): string {
  const place = steps.join('').replace(/^\./, '');
  if (place.length <= MAX_PLACE_START + MAX_PLACE_END) return place === '' ? 'body' : place;
  return `${place.slice(0, MAX_PLACE_START)}...${place.slice(-MAX_PLACE_END)}`.toWellFormed();
}

/** The keys of a JSON pointer. */
export function pointer(instancePath: string): string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function nameOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return '';
  const named = item as Record<string, unknown>;
  const field = NAMES.find((name) => typeof named[name] === 'string' && named[name] !== '');
  return field === undefined ? '' : ` (${field} ${JSON.stringify(clip(named[field] as string))})`;
}

/** A text as an error may show it. */
export function clip(text: string): string {
  const shown = text.length <= MAX_SHOWN_CHARACTERS ? text : `${text.slice(0, MAX_SHOWN_CHARACTERS - 3)}...`;
  return shown.toWellFormed().replaceAll('\0', '\ufffd');
}

/** The same in quotation marks. */
export function quoted(text: string | undefined): string {
  return JSON.stringify(clip(text ?? ''));
}

/** Words that something may be: as many as fit into `room` characters. */
export function oneOf(values: readonly unknown[], room = 120): string {
  const words = values.map((value) => JSON.stringify(typeof value === 'string' ? clip(value) : value));
  if (words.length === 1) return String(words[0]);
  let left = room;
  const fitting = words.filter((word) => (left -= word.length + 2) >= 0);
  const more = words.length - fitting.length;
  return `one of ${fitting.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}
