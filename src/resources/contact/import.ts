// Contacts out of a table: the file is uploaded first, then its columns are mapped and a job reads it row by row.

import type { Kysely } from 'kysely';
import { invalidRequest, notFound, type RequestBody } from '../../contract/index.ts';
import { CsvError, readCsv, type CsvRow } from '../../csv/index.ts';
import type { BlobStore } from '../../interfaces/blob-store.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { UploadedFile } from '../../interfaces/uploaded-file.ts';
import type { Database, Row } from '../../storage/index.ts';
import {
  deleteOldContactUploads,
  findContactJob,
  findContactUpload,
  insertContactUpload,
  updateContactJob,
  upsertContact,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { newId } from '../new-id.ts';
import { keepingFiles, newFileKey } from '../upload/index.ts';
import { beginJob, type ContactJobStatus } from './contact-jobs.ts';
import { contactOfRow, readPlan, type ImportedContact, type ImportPlan } from './import-row.ts';

const MAX_FAILURES = 100;
/** Rows that are written, and counted, together. */
const ROWS_AT_ONCE = 200;
const UPLOAD_LIFE_MS = 7 * 24 * 3_600_000;

/** Keeps the file for `createContactImport`. Throws 400 for a file without rows of text. */
export async function uploadContactImportFile(
  deps: Pick<ResourceDeps, 'db' | 'now' | 'blobs'>,
  workspaceId: string,
  file: UploadedFile,
): Promise<{ upload_id: string; file_name: string }> {
  const blob_key = newFileKey(file.fileName, 'csv');
  return keepingFiles(deps, [blob_key], async ({ keep, settle }) => {
    await keep(blob_key, { path: file.path });
    await readHeaders(deps.blobs, blob_key);
    const upload_id = newId('contact_upload');
    const file_name = file.fileName;
    const row = { workspace_id: workspaceId, upload_id, file_name, blob_key, created_at: deps.now() };
    await deps.db.transaction().execute(async (tx) => {
      await settle(tx);
      await insertContactUpload(tx, row);
    });
    return { upload_id, file_name };
  });
}

/** Queues the import. Throws 404 for an unknown upload, 400 for a mapping that does not fit its table. */
export async function createContactImport(
  deps: Pick<ResourceDeps, 'db' | 'now' | 'blobs'>,
  workspaceId: string,
  body: RequestBody<'createContactImport'>,
): Promise<ContactJobStatus> {
  const upload = await findContactUpload(deps.db, workspaceId, body.upload_id);
  if (!upload) throw notFound('contact upload', body.upload_id, 'Uploads are kept for seven days.');
  const plan = readPlan(body, await readHeaders(deps.blobs, upload.blob_key));
  return beginJob(deps, workspaceId, 'import', { ...plan, upload_id: body.upload_id });
}

/** Names of the columns. */
async function readHeaders(blobs: BlobStore, key: string): Promise<string[]> {
  try {
    for await (const { values } of tableOf(await blobs.read(key))) return trimmed(values);
  } catch (error) {
    if (error instanceof CsvError) throw invalidRequest(`file: row ${error.row}: ${error.message}`);
    throw error;
  }
  throw invalidRequest('file: expected a table with a line of headers, got an empty file.');
}

export interface ImportContactsDeps {
  db: Kysely<Database>;
  blobs: BlobStore;
  wallClock: WallClock;
}

type Run = Row<'contact_jobs'>;

/** Safe to run twice and to be cut off anywhere: rows and the place behind them are written together. */
export async function importContacts(
  deps: ImportContactsDeps,
  { workspace_id, run_id }: { workspace_id: string; run_id: string },
  signal: AbortSignal,
): Promise<void> {
  let run = await findContactJob(deps.db, { workspace_id, kind: 'import' });
  if (run?.run_id !== run_id || run.status === 'idle') return;
  const { upload_id, ...plan } = run.request as unknown as ImportPlan & { upload_id: string };
  const upload = await findContactUpload(deps.db, workspace_id, upload_id);
  const done = Number(run.cursor ?? 0);
  let headers: string[] | null = null;
  let chunk: CsvRow[] = [];
  const flush = async (): Promise<boolean> => {
    signal.throwIfAborted();
    const next = run && headers && (await writeChunk(deps, run, plan, headers, chunk));
    run = next ?? undefined;
    chunk = [];
    return run !== undefined;
  };
  try {
    for await (const row of tableOf(upload && (await deps.blobs.read(upload.blob_key)))) {
      if (headers === null) headers = trimmed(row.values);
      else if (row.row > done) chunk.push(row);
      if (chunk.length >= ROWS_AT_ONCE && !(await flush())) return;
    }
    if (chunk.length > 0 && !(await flush())) return;
    if (run) await finish(deps, run, null);
  } catch (error) {
    if (!(error instanceof CsvError) || !run) throw error;
    if (chunk.length > 0 && !(await flush())) return;
    await finish(deps, run, error);
  }
}

/** Undefined when another process was faster. */
async function writeChunk(
  deps: ImportContactsDeps,
  run: Run,
  plan: ImportPlan,
  headers: readonly string[],
  rows: readonly CsvRow[],
): Promise<Run | undefined> {
  const { contacts, failures } = readRows(plan, headers, rows);
  const { workspace_id } = run;
  const created_at = deps.wallClock();
  return deps.db.transaction().execute(async (trx) => {
    // First, so that of two processes one waits here and then finds that the other was faster.
    const moved = await updateContactJob(trx, run, {
      status: 'running',
      cursor: String(rows.at(-1)?.row),
      succeeded: run.succeeded + contacts.length,
      failed: run.failed + failures.length,
      failures: JSON.stringify([...run.failures, ...failures].slice(0, MAX_FAILURES)),
    });
    if (!moved) return undefined;
    for (const { phone_number, patch } of contacts)
      await upsertContact(trx, { workspace_id, contact_id: newId('contact'), phone_number, created_at }, patch);
    return moved;
  });
}

function readRows(plan: ImportPlan, headers: readonly string[], rows: readonly CsvRow[]) {
  const contacts: ImportedContact[] = [];
  const failures: { row: number; reason: string }[] = [];
  for (const { row, values } of rows) {
    try {
      contacts.push(contactOfRow(plan, headers, values));
    } catch (error) {
      failures.push({ row, reason: (error as Error).message });
    }
  }
  return { contacts, failures };
}

/** `fault`: why the rest of the table could not be read. */
async function finish(deps: ImportContactsDeps, run: Run, fault: CsvError | null): Promise<void> {
  const failures = fault
    ? [...run.failures.slice(0, MAX_FAILURES - 1), { row: fault.row, reason: fault.message }]
    : run.failures;
  await updateContactJob(deps.db, run, {
    status: 'idle',
    failed: run.failed + (fault ? 1 : 0),
    failures: JSON.stringify(failures),
    finished_at: deps.wallClock(),
  });
}

/** Removes uploads whose time is over. A chore. */
export async function forgetContactUploads(deps: ImportContactsDeps): Promise<void> {
  const rows = await deleteOldContactUploads(deps.db, deps.wallClock() - UPLOAD_LIFE_MS);
  for (const { blob_key } of rows) await deps.blobs.delete(blob_key);
}

function tableOf(blob: { stream: NodeJS.ReadableStream } | undefined): AsyncGenerator<CsvRow> {
  if (!blob) throw new CsvError(0, 'The uploaded file is not there any more.');
  return readCsv(blob.stream as unknown as AsyncIterable<Uint8Array>);
}

function trimmed(values: readonly string[]): string[] {
  return values.map((value) => value.trim());
}
