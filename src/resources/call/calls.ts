// Calls as the API sees them: get, list, update, delete.

import { invalidRequest, notFound, refused, type RequestBody } from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';
import {
  deleteCall as deleteCallRows,
  findCall,
  listCalls as listCallRows,
  lockCall,
  updateCall as updateCallRow,
  type CallChanges,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { checkMetadata, checkVariables } from './call-request.ts';
import { recordingKeys } from './files.ts';
import { listFilter } from './list-filter.ts';
import { renderCall, type CallObject } from './render.ts';

export interface CallPlace {
  workspaceId: string;
  callId: string;
}

/** From the loosest to the strictest. */
const STORAGE_SETTINGS = ['everything', 'everything_except_pii', 'basic_attributes_only'] as const;

export async function getCall(deps: ResourceDeps, place: CallPlace): Promise<CallObject> {
  const row = await findCall(deps.db, place.workspaceId, place.callId);
  if (!row) throw notFound('call', place.callId);
  return renderCall(row, deps.publicUrl);
}

/** Newest first unless asked otherwise; `pagination_key` is the id of the last call of the page before. */
export async function listCalls(
  deps: ResourceDeps,
  workspaceId: string,
  body: RequestBody<'listCalls'>,
): Promise<CallObject[]> {
  const rows = await listCallRows(deps.db, workspaceId, {
    filter: listFilter(body.filter_criteria ?? {}),
    ascending: body.sort_order === 'ascending',
    limit: pageLimit(body.limit, 50),
    ...(body.pagination_key ? { after: body.pagination_key } : {}),
  });
  return rows.map((row) => renderCall(row, deps.publicUrl));
}

/** Works in any state of the call; a running one hears of new variables at once. */
export async function updateCall(
  deps: ResourceDeps,
  place: CallPlace,
  body: RequestBody<'updateCallMetadata'>,
): Promise<CallObject> {
  checkMetadata(body.metadata);
  checkVariables('custom_attributes', body.custom_attributes);
  const row = await deps.db.transaction().execute(async (tx) => {
    const current = await lockCall(tx, place.callId);
    if (!current || current.workspace_id !== place.workspaceId) throw notFound('call', place.callId);
    checkStorageSetting(current, body.data_storage_setting);
    return (await updateCallRow(tx, place.workspaceId, place.callId, changesOf(current, body))) ?? current;
  });
  if (body.override_dynamic_variables !== undefined && row.call_status === 'ongoing')
    deps.liveCall(row.call_id)?.overrideVariables(overridesOf(row));
  return renderCall(row, deps.publicUrl);
}

/** With its transcript, recording and log. Refused while the call runs. */
export async function deleteCall(deps: ResourceDeps, place: CallPlace): Promise<void> {
  const row = await deps.db.transaction().execute(async (tx) => {
    const current = await lockCall(tx, place.callId);
    if (!current || current.workspace_id !== place.workspaceId) throw notFound('call', place.callId);
    if (current.call_status === 'ongoing')
      throw refused(`Call ${place.callId} is ongoing; delete it when it has ended.`);
    return deleteCallRows(tx, place.workspaceId, place.callId);
  });
  if (!row) return;
  for (const key of Object.values(recordingKeys(row.files_key))) await deps.blobs.delete(key);
}

/** All overrides that hold now, as text. */
function overridesOf(row: Row<'calls'>): Record<string, string> | null {
  const stored = row.details['override_dynamic_variables'] as Record<string, unknown> | null | undefined;
  if (!stored) return null;
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, text(value)]));
}

function checkStorageSetting(row: Row<'calls'>, wanted: (typeof STORAGE_SETTINGS)[number] | undefined): void {
  if (wanted === undefined) return;
  const current = (row.details['data_storage_setting'] ?? 'everything') as (typeof STORAGE_SETTINGS)[number];
  if (STORAGE_SETTINGS.indexOf(wanted) < STORAGE_SETTINGS.indexOf(current))
    throw invalidRequest(`data_storage_setting: it can only become stricter, and is ${current} already.`);
}

function changesOf(row: Row<'calls'>, body: RequestBody<'updateCallMetadata'>): CallChanges {
  const { metadata, data_storage_setting, override_dynamic_variables: override, custom_attributes } = body;
  const earlier = row.details['override_dynamic_variables'] as Record<string, unknown> | null | undefined;
  const overrides = override && { ...earlier, ...override };
  checkVariables('override_dynamic_variables', overrides);
  const details = {
    ...(data_storage_setting === undefined ? {} : { data_storage_setting }),
    ...(override === undefined ? {} : { override_dynamic_variables: overrides }),
    ...(custom_attributes === undefined ? {} : { custom_attributes }),
  };
  return { ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }), details };
}
