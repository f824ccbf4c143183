// One call as the API sees it: get, update, delete.

import { notFound, refused, type RequestBody } from '../../contract/index.ts';
import { enqueue, type Row } from '../../storage/index.ts';
import {
  deleteCall as deleteCallRows,
  findCall,
  lockCall,
  updateCall as updateCallRow,
  type CallChanges,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { checkMetadata, checkVariables } from './call-request.ts';
import { tellOverrides } from './command-call.ts';
import { recordingKeys } from './files.ts';
import { checkStricter, type StorageSetting } from '../storage-setting.ts';
import { forgetContent, isStrict } from './privacy.ts';
import { renderCall, type CallObject } from './render.ts';

export interface CallPlace {
  workspaceId: string;
  callId: string;
}

export async function getCall(deps: ResourceDeps, place: CallPlace): Promise<CallObject> {
  const row = await findCall(deps.db, place.workspaceId, place.callId);
  if (!row) throw notFound('call', place.callId);
  return renderCall(row, deps.fileLinks);
}

/** Works in any state of the call; a running one hears of new variables at once, an ended one forgets at once what it may not keep. */
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
    checkStricter(storedSetting(current), body.data_storage_setting);
    const changed = await updateCallRow(tx, place.workspaceId, place.callId, changesOf(current, body));
    if (!changed || isStrict(current) || !isStrict(changed) || !isSettled(changed)) return changed ?? current;
    return forgetContent(tx, changed, deps.now(), 0);
  });
  const variables = body.override_dynamic_variables;
  if (variables !== undefined && row.call_status === 'ongoing') await tellOverrides(deps, row, overridesOf(row));
  return renderCall(row, deps.fileLinks);
}

/** With its transcript, recording and log. Refused while the call runs. */
export async function deleteCall(deps: ResourceDeps, place: CallPlace): Promise<void> {
  const keys = await deps.db.transaction().execute(async (tx) => {
    const current = await lockCall(tx, place.callId);
    if (!current || current.workspace_id !== place.workspaceId) throw notFound('call', place.callId);
    if (current.call_status === 'ongoing')
      throw refused(`Call ${place.callId} is ongoing; delete it when it has ended.`);
    await deleteCallRows(tx, place.workspaceId, place.callId, deps.now());
    const files = Object.values(recordingKeys(current.files_key));
    // Should this process end before it has deleted them, or the disk refuse.
    await enqueue(tx, 'delete-files', { keys: files });
    return files;
  });
  for (const key of keys)
    await deps.blobs
      .delete(key)
      .catch((error: unknown) => deps.log.warn({ err: error }, 'a file of a deleted call goes later'));
}

/** The analysis is done, or never comes: nothing needs the content any more. */
function isSettled(row: Row<'calls'>): boolean {
  return row.end_timestamp !== null && row.analyzed_at !== null;
}

/** All overrides that hold now, as text. */
function overridesOf(row: Row<'calls'>): Record<string, string> | null {
  const stored = row.details['override_dynamic_variables'] as Record<string, unknown> | null | undefined;
  if (!stored) return null;
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, text(value)]));
}

function storedSetting(row: Row<'calls'>): StorageSetting {
  return (row.details['data_storage_setting'] ?? 'everything') as StorageSetting;
}

/** What a call may not keep is not given to it when it is over. */
function changesOf(row: Row<'calls'>, body: RequestBody<'updateCallMetadata'>): CallChanges {
  const { metadata, data_storage_setting, override_dynamic_variables: override, custom_attributes } = body;
  const earlier = row.details['override_dynamic_variables'] as Record<string, unknown> | null | undefined;
  const overrides = override && { ...earlier, ...override };
  checkVariables('override_dynamic_variables', overrides);
  const keepsOverrides = row.end_timestamp === null || !isStrict(row);
  const details = {
    ...(data_storage_setting === undefined ? {} : { data_storage_setting }),
    ...(override === undefined || !keepsOverrides ? {} : { override_dynamic_variables: overrides }),
    ...(custom_attributes === undefined ? {} : { custom_attributes }),
  };
  return { ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }), details };
}
