// Exports of calls as CSV: asked for, listed, deleted. jobs/export-calls.ts writes them.

import { invalidRequest, notFound, refused, type RequestBody, type Schema, quoted } from '../../contract/index.ts';
import { enqueue, type Row } from '../../storage/index.ts';
import {
  deleteExportRequest as deleteExportRequestRow,
  insertExportRequest,
  insertSignedFolder,
  listExportRequestRows,
} from '../../storage/tables/index.ts';
import { callFilterOf } from '../call/list-filter.ts';
import type { ResourceDeps } from '../deps.ts';
import { SIGNED_URL_MS } from '../file/index.ts';
import { pageLimit } from '../limits.ts';
import { newId, randomHex } from '../new-id.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { USUAL_COLUMNS } from './columns.ts';

export type ExportRequest = Schema<'ExportRequest'>;

const LIST = 'export requests';
/** Requests of one workspace that wait or are being written. */
const MOST_UNFINISHED = 20;

/** Its file needs a signature, whatever the calls in it say. */
export async function createExportRequest(
  deps: ResourceDeps,
  workspaceId: string,
  body: RequestBody<'createExportRequest'>,
): Promise<ExportRequest> {
  const timezone = body.timezone ?? 'UTC';
  checkTimezone(timezone);
  const filter = callFilterOf(body.filter_criteria);
  const files_key = randomHex(64);
  return deps.db.transaction().execute(async (tx) => {
    const newest = await listExportRequestRows(tx, workspaceId, { limit: 1_000, ascending: false });
    const unfinished = newest.filter(({ status }) => status === 'created' || status === 'processing').length;
    if (unfinished >= MOST_UNFINISHED)
      throw refused(`${unfinished} exports are waiting already; wait until one is written, or delete one.`);
    const row = await insertExportRequest(tx, {
      workspace_id: workspaceId,
      export_request_id: newId('export_request'),
      channel: 'call',
      status: 'created',
      filter: JSON.stringify(filter),
      columns: JSON.stringify(body.columns ?? USUAL_COLUMNS),
      ascending: body.sort_order === 'ascending',
      timezone,
      files_key,
      created_at: deps.now(),
    });
    await insertSignedFolder(tx, { files_key, workspace_id: workspaceId });
    await enqueue(tx, 'export-calls', { export_request_id: row.export_request_id });
    return renderExport(deps, row);
  });
}

export async function listExportRequests(
  deps: ResourceDeps,
  workspaceId: string,
  query: { limit?: unknown; sort_order?: unknown; pagination_key?: unknown },
): Promise<Page<ExportRequest>> {
  const limit = pageLimit(query.limit as number | undefined, 50);
  const key = query.pagination_key as string | undefined;
  const [created_at, export_request_id] = key
    ? (decodePageKey(LIST, key, ['number', 'string']) as [number, string])
    : [];
  const rows = await listExportRequestRows(deps.db, workspaceId, {
    limit: limit + 1,
    ascending: query.sort_order === 'ascending',
    ...(created_at !== undefined && export_request_id !== undefined
      ? { after: { created_at, export_request_id } }
      : {}),
  });
  return pageOf(
    rows,
    limit,
    LIST,
    (row) => [row.created_at, row.export_request_id],
    (row) => renderExport(deps, row),
  );
}

/** One that is being written stops at its next page. */
export async function deleteExportRequest(deps: ResourceDeps, workspaceId: string, id: string): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const row = await deleteExportRequestRow(tx, workspaceId, id);
    if (!row) throw notFound('export request', id);
    await enqueue(tx, 'delete-files', { keys: [exportKey(row)] });
  });
}

/** Of its file in the blob store. */
export function exportKey(row: Pick<Row<'export_requests'>, 'files_key'>): string {
  return `${row.files_key}/calls.csv`;
}

function renderExport(deps: ResourceDeps, row: Row<'export_requests'>): ExportRequest {
  return {
    export_request_id: row.export_request_id,
    channel: row.channel,
    status: row.status,
    ...(row.status === 'completed' ? { url: deps.fileLinks.signedUrl(exportKey(row), SIGNED_URL_MS) } : {}),
    created_timestamp: row.created_at,
    timezone: row.timezone,
  };
}

function checkTimezone(timezone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw invalidRequest(`timezone: expected a time zone like Europe/Berlin, got ${quoted(timezone)}.`);
  }
}
