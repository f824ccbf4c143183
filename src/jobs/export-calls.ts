// Writes an export of calls, page after page, straight into its file. After each page the row says how far the file goes and which call
// came last, so that a process that takes over goes on from there.

import { open, type FileHandle } from 'node:fs/promises';
import type { BlobStore } from '../interfaces/blob-store.ts';
import type { WallClock } from '../interfaces/clock.ts';
import type { Log } from '../interfaces/log.ts';
import type { Kysely } from 'kysely';
import { renderCall } from '../resources/call/index.ts';
import { csvLines, exportKey, needsTranscripts, type CsvLines } from '../resources/export/index.ts';
import type { FileLinks } from '../resources/file/index.ts';
import {
  enqueue,
  findExportRequest,
  finishExportRequest,
  listCallHeads,
  listCalls,
  recordExportProgress,
  type CallFilterCriteria,
  type Database,
  type ExportProgress,
  type JobPayloads,
  type Row,
} from '../storage/index.ts';

export interface ExportCallsDeps {
  db: Kysely<Database>;
  blobs: Pick<BlobStore, 'localPath' | 'delete'>;
  fileLinks: FileLinks;
  wallClock: WallClock;
  log: Log;
}

/** Few enough that reading and writing a page never holds the process for long. */
const PAGE = 100;
const PAGE_WITH_TRANSCRIPTS = 20;
const MAX_ATTEMPTS = 5;
const FILE_LIVES_MS = 7 * 86_400_000;

/** Safe to run twice and to be killed. `attempt` counts from 1; after the last the request says that it failed. */
export async function exportCalls(
  deps: ExportCallsDeps,
  payload: JobPayloads['export-calls'],
  signal: AbortSignal,
  attempt: number,
): Promise<void> {
  const request = await findExportRequest(deps.db, payload.export_request_id);
  if (!request || request.status === 'completed' || request.status === 'error') return;
  try {
    const done = await writeFile(deps, request, signal);
    await finish(deps, request, done ? 'completed' : 'deleted');
  } catch (error) {
    signal.throwIfAborted();
    if (attempt < MAX_ATTEMPTS) throw error;
    deps.log.error({ exportRequestId: request.export_request_id, err: error }, 'an export could not be written');
    await finish(deps, request, 'error');
  }
}

/** A request that was deleted meanwhile leaves no file. */
async function finish(
  deps: ExportCallsDeps,
  request: Row<'export_requests'>,
  outcome: 'completed' | 'error' | 'deleted',
): Promise<void> {
  const now = deps.wallClock();
  const end = { finished_at: now, expires_at: now + FILE_LIVES_MS };
  const isThere =
    outcome !== 'deleted' &&
    (await finishExportRequest(deps.db, request.export_request_id, { status: outcome, ...end }));
  if (!isThere) await enqueue(deps.db, 'delete-files', { keys: [exportKey(request)] });
}

/** False when the request was deleted. */
async function writeFile(
  deps: ExportCallsDeps,
  request: Row<'export_requests'>,
  signal: AbortSignal,
): Promise<boolean> {
  const file = await open(deps.blobs.localPath(exportKey(request)), 'a', 0o600);
  try {
    const lines = csvLines(request.columns, request.timezone);
    let progress = await resume(file, request, lines);
    while (await recordExportProgress(deps.db, request.export_request_id, progress)) {
      signal.throwIfAborted();
      const rows = await nextPage(deps, request, progress);
      if (rows.length === 0) {
        await file.sync();
        return true;
      }
      progress = await append(deps, file, lines, rows, progress);
    }
    return false;
  } finally {
    await file.close();
  }
}

/** What lies behind the last recorded page is cut off; a file that is shorter than recorded is begun anew. */
async function resume(file: FileHandle, request: Row<'export_requests'>, lines: CsvLines): Promise<ExportProgress> {
  const { size } = await file.stat();
  const { after_began_at, after_call_id, bytes_written, rows_written } = request;
  if (after_began_at === null || after_call_id === null || size < bytes_written) {
    await file.truncate(0);
    await file.appendFile(lines.header);
    return { rowsWritten: 0, bytesWritten: Buffer.byteLength(lines.header), after: null };
  }
  await file.truncate(bytes_written);
  const after = { began_at: after_began_at, call_id: after_call_id };
  return { rowsWritten: rows_written, bytesWritten: bytes_written, after };
}

function nextPage(
  deps: ExportCallsDeps,
  request: Row<'export_requests'>,
  { after }: ExportProgress,
): Promise<Row<'calls'>[]> {
  const page = {
    filter: request.filter as CallFilterCriteria,
    ascending: request.ascending,
    ...(after ? { after } : {}),
  };
  return needsTranscripts(request.columns)
    ? listCalls(deps.db, request.workspace_id, { ...page, limit: PAGE_WITH_TRANSCRIPTS })
    : listCallHeads(deps.db, request.workspace_id, { ...page, limit: PAGE });
}

async function append(
  deps: ExportCallsDeps,
  file: FileHandle,
  lines: CsvLines,
  rows: Row<'calls'>[],
  progress: ExportProgress,
): Promise<ExportProgress> {
  const text = rows.map((row) => lines.line(renderCall(row, deps.fileLinks))).join('');
  await file.appendFile(text);
  const last = rows.at(-1) as Row<'calls'>;
  return {
    rowsWritten: progress.rowsWritten + rows.length,
    bytesWritten: progress.bytesWritten + Buffer.byteLength(text),
    after: { began_at: last.began_at, call_id: last.call_id },
  };
}
