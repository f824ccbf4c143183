// Pages of `{items, pagination_key, has_more}`: the key holds the sort values of the page's last row, so that it outlives the row itself.

import { invalidRequest, textFault } from '../contract/index.ts';

/** Sort values of a row, the id that breaks ties last. */
export type SortValues = readonly (string | number | null)[];

export interface Page<T> {
  items: T[];
  /** Only while there is more. */
  pagination_key?: string;
  has_more: boolean;
}

/** `list`: which list it is of, and its order; a key of another list is refused. */
export function encodePageKey(list: string, values: SortValues): string {
  return Buffer.from(JSON.stringify([list, ...values])).toString('base64url');
}

/** Throws 400 for what `encodePageKey` did not make for this list. `types`: of the values, in order. */
export function decodePageKey(list: string, key: string, types: readonly ('string' | 'number')[]): (string | number)[] {
  const [kind, ...values] = parsed(key);
  const fits =
    values.length === types.length && values.every((value, i) => typeof value === types[i] && isSortValue(value));
  if (kind !== list || !fits) throw invalidRequest('pagination_key: expected the key that the page before came with.');
  return values as (string | number)[];
}

/** What a row can be sorted by: text that can be stored, or a whole number. */
function isSortValue(value: unknown): boolean {
  return typeof value === 'string' ? textFault(value) === null : Number.isSafeInteger(value);
}

/** `rows`: up to one more than `limit`; the one too many says that there is more. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  list: string,
  valuesOf: (row: Row) => SortValues,
  render: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const has_more = rows.length > limit;
  return {
    items: shown.map(render),
    ...(has_more && last !== undefined ? { pagination_key: encodePageKey(list, valuesOf(last)) } : {}),
    has_more,
  };
}

function parsed(key: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(key, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
