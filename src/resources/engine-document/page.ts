// The newer lists of engines: one entry per engine, in its latest version.

import { pageLimit } from '../limits.ts';
import { decodePageKey } from '../page-key.ts';

export interface EngineListQuery {
  limit?: number;
  sort_order?: 'ascending' | 'descending';
  pagination_key?: string;
}

export interface EnginePageStart {
  /** Keys of one order are not keys of the other. */
  list: string;
  order: 'ascending' | 'descending';
  limit: number;
  after?: { created_at: number; id: string };
}

/** `kind`: whose list it is. Throws 400 for a key of another list. */
export function enginePageStart(kind: string, query: EngineListQuery): EnginePageStart {
  const order = query.sort_order ?? 'descending';
  const list = `${kind} ${order}`;
  const limit = pageLimit(query.limit, 50);
  if (query.pagination_key === undefined) return { list, order, limit };
  const [created_at, id] = decodePageKey(list, query.pagination_key, ['number', 'string']) as [number, string];
  return { list, order, limit, after: { created_at, id } };
}
