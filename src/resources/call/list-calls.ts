// Pages of calls, in the form of spring 2026 and in today's.

import type { RequestBody, Schema } from '../../contract/index.ts';
import {
  countCalls,
  listCallHeads,
  listCallTexts,
  placeOfCall,
  type CallPlaceInList,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { WrittenJson } from '../written-json.ts';
import { callFilterOf } from './list-filter.ts';
import { renderCall, renderCallText, type CallObject } from './render.ts';

/** A call in today's list: everything but its transcripts. */
export type ListedCall = Schema<'ListedCall'>;

const LIST = 'calls';
const USUAL_LIMIT = 50;

/**
 * Newest first unless asked otherwise. `pagination_key` is the id of the last call of the page before, which may have been deleted
 * meanwhile; the keys of today's list do as well.
 */
export async function listCalls(
  deps: ResourceDeps,
  workspaceId: string,
  body: RequestBody<'listCalls'>,
): Promise<WrittenJson<CallObject[]>> {
  const after = await placeBehind(deps, workspaceId, body.pagination_key);
  if (after === 'nowhere') return WrittenJson.list([]);
  const rows = await listCallTexts(deps.db, workspaceId, {
    filter: callFilterOf(body.filter_criteria),
    ascending: body.sort_order === 'ascending',
    limit: pageLimit(body.limit, USUAL_LIMIT),
    ...(after ? { after } : {}),
  });
  return WrittenJson.list(rows.map((row) => renderCallText(row, deps.fileLinks)));
}

/** `total` counts all calls that meet the filter, however many pages they fill. */
export async function listCallsV3(
  deps: ResourceDeps,
  workspaceId: string,
  body: RequestBody<'listCallsV3'>,
): Promise<Page<ListedCall> & { total?: number }> {
  const filter = callFilterOf(body.filter_criteria);
  const total = body.include_total ? { total: await countCalls(deps.db, workspaceId, filter) } : {};
  const after = await placeBehind(deps, workspaceId, body.pagination_key);
  if (after === 'nowhere') return { items: [], has_more: false, ...total };
  const limit = pageLimit(body.limit, USUAL_LIMIT);
  const rows = await listCallHeads(deps.db, workspaceId, {
    filter,
    ascending: body.sort_order === 'ascending',
    limit: limit + 1,
    skip: body.skip ?? 0,
    ...(after ? { after } : {}),
  });
  const page = pageOf(
    rows,
    limit,
    LIST,
    (row) => [row.began_at, row.call_id],
    (row) => renderCall(row, deps.fileLinks) as ListedCall,
  );
  return { ...page, ...total };
}

/** `nowhere`: behind a call that never was. Throws 400 for what is neither an id nor a key. */
async function placeBehind(
  deps: ResourceDeps,
  workspaceId: string,
  key: string | undefined,
): Promise<CallPlaceInList | 'nowhere' | undefined> {
  if (key === undefined || key === '') return undefined;
  if (key.startsWith('call_')) return (await placeOfCall(deps.db, workspaceId, key)) ?? 'nowhere';
  const [began_at, call_id] = decodePageKey(LIST, key, ['number', 'string']) as [number, string];
  return { began_at, call_id };
}
