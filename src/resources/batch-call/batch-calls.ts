// Batches of calls: made, read, paused, resumed, cancelled. Their dialling stands in run-batch.ts.

import { invalidRequest, notFound, refused, type RequestBody, type Schema } from '../../contract/index.ts';
import { enqueue, type Row } from '../../storage/index.ts';
import {
  countBatchCallTasks,
  deleteWaitingBatchCallTasks,
  findBatchCall,
  insertBatchCall,
  listBatchCallRows,
  listFailedBatchCallTasks,
  lockBatchCall,
  updateBatchCallRow,
  type BatchCallFigures,
} from '../../storage/tables/index.ts';
import { checkedTask, checkOverriddenBases, ownNumber } from '../call/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { checkLength } from '../phone-number/index.ts';
import { withOwnVoices } from '../voice/index.ts';
import { readCallWindow } from './call-window.ts';
import { outboundLimit } from '../workspace/index.ts';

export type BatchCall = Schema<'BatchCallResponse'>;
export type BatchCallDetail = Schema<'BatchCallDetailResponse'>;
type BatchCallItem = Schema<'BatchCallItem'>;

export interface BatchCallPlace {
  workspaceId: string;
  batchCallId: string;
}

const LIST = 'batch calls';
const MAX_TASKS = 50_000;
const MAX_FAILURES_SHOWN = 100;
/** 3 March 1973: a time before it was meant in seconds. */
const EARLIEST_MS = 100_000_000_000;

/** Checks everything that holds for the whole batch; whom it may not call fails at his turn. */
export async function createBatchCall(
  deps: Pick<ResourceDeps, 'db' | 'now' | 'voices'>,
  workspaceId: string,
  body: RequestBody<'createBatchCall'>,
): Promise<BatchCall> {
  const now = deps.now();
  const { name = `Batch of ${new Date(now).toISOString().slice(0, 16).replace('T', ' ')}` } = body;
  checkBody(body);
  const call_time_window = body.call_time_window && readCallWindow(body.call_time_window);
  const known = await withOwnVoices(deps, workspaceId);
  const tasks = body.tasks.map((task, i) => checkedTask(known, task, `tasks[${i}].`));
  const overrides = tasks.map(({ agent_override }, i) => ({ agent_override, path: `tasks[${i}].` }));
  await checkOverriddenBases(deps.db, workspaceId, overrides);
  await ownNumber(deps.db, workspaceId, body.from_number);
  await checkReserved(deps, workspaceId, body.reserved_concurrency ?? 0);
  const batch_call_id = newId('batch_call');
  return deps.db.transaction().execute(async (trx) => {
    const row = await insertBatchCall(
      trx,
      {
        workspace_id: workspaceId,
        batch_call_id,
        name,
        from_number: body.from_number,
        trigger_at: Math.max(now, Math.trunc(body.trigger_timestamp ?? now)),
        reserved_concurrency: body.reserved_concurrency ?? 0,
        call_time_window: call_time_window ? JSON.stringify(call_time_window) : null,
        total_task_count: tasks.length,
        created_at: now,
      },
      tasks,
    );
    await enqueueBatch(trx, row, row.trigger_at);
    return renderBatch(row);
  });
}

/** Has the batch take its next turn at `at`, ms since the epoch. */
export function enqueueBatch(
  trx: Parameters<typeof enqueue>[0],
  { workspace_id, batch_call_id }: Pick<Row<'batch_calls'>, 'workspace_id' | 'batch_call_id'>,
  at: number,
): Promise<void> {
  const jobKey = `run-batch ${batch_call_id}`;
  return enqueue(trx, 'run-batch', { workspace_id, batch_call_id }, { jobKey, queue: jobKey, runAt: new Date(at) });
}

/** With what became of its tasks. */
export async function getBatchCall(
  deps: Pick<ResourceDeps, 'db' | 'now'>,
  place: BatchCallPlace,
): Promise<BatchCallDetail> {
  const row = await findBatchCall(deps.db, keyOf(place));
  if (!row) throw notFound('batch call', place.batchCallId);
  const [figures] = await countBatchCallTasks(deps.db, place.workspaceId, [row.batch_call_id]);
  const failed = await listFailedBatchCallTasks(deps.db, keyOf(place), MAX_FAILURES_SHOWN);
  return {
    ...renderItem(row, figures, deps.now()),
    failures: failed.map(({ task_number, task, failure }) => ({
      task_number,
      to_number: String(task['to_number']),
      reason: failure ?? '',
    })),
  };
}

/** The latest first unless asked otherwise. */
export async function listBatchCalls(
  deps: Pick<ResourceDeps, 'db' | 'now'>,
  workspaceId: string,
  query: { limit?: number; sort_order?: string; pagination_key?: string },
): Promise<Page<BatchCallItem>> {
  const limit = pageLimit(query.limit, 50);
  const after =
    query.pagination_key && (decodePageKey(LIST, query.pagination_key, ['number', 'string']) as [number, string]);
  const rows = await listBatchCallRows(deps.db, workspaceId, {
    ascending: query.sort_order === 'ascending',
    limit: limit + 1,
    ...(after ? { after: { created_at: after[0], batch_call_id: after[1] } } : {}),
  });
  const ids = rows.slice(0, limit).map((row) => row.batch_call_id);
  const figures = await countBatchCallTasks(deps.db, workspaceId, ids);
  const now = deps.now();
  return pageOf(
    rows,
    limit,
    LIST,
    (row) => [row.created_at, row.batch_call_id],
    (row) =>
      renderItem(
        row,
        figures.find((one) => one.batch_call_id === row.batch_call_id),
        now,
      ),
  );
}

/** Nothing more is dialled, and who was to be called is forgotten; calls that were created already go on. Cancelling twice changes nothing. */
export async function cancelBatchCall(
  deps: Pick<ResourceDeps, 'db' | 'now'>,
  place: BatchCallPlace,
): Promise<BatchCallDetail> {
  await deps.db.transaction().execute(async (trx) => {
    const row = await lockBatchCall(trx, keyOf(place));
    if (!row) throw notFound('batch call', place.batchCallId);
    if (row.done_at !== null) return;
    const now = deps.now();
    await updateBatchCallRow(trx, keyOf(place), { canceled_at: now, done_at: now });
    await deleteWaitingBatchCallTasks(trx, keyOf(place));
  });
  return getBatchCall(deps, place);
}

/** Nothing more is dialled until it is resumed; pausing twice changes nothing. Throws 400 for a batch that is over. */
export function pauseBatchCall(
  deps: Pick<ResourceDeps, 'db' | 'now'>,
  place: BatchCallPlace,
): Promise<BatchCallDetail> {
  return setPaused(deps, place, deps.now());
}

/** Goes on with a paused one, which may have missed its time. Throws 400 for a batch that is over. */
export function resumeBatchCall(
  deps: Pick<ResourceDeps, 'db' | 'now'>,
  place: BatchCallPlace,
): Promise<BatchCallDetail> {
  return setPaused(deps, place, null);
}

async function setPaused(
  deps: Pick<ResourceDeps, 'db' | 'now'>,
  place: BatchCallPlace,
  pausedAt: number | null,
): Promise<BatchCallDetail> {
  await deps.db.transaction().execute(async (trx) => {
    const row = await lockBatchCall(trx, keyOf(place));
    if (!row) throw notFound('batch call', place.batchCallId);
    if (row.done_at !== null)
      throw refused(`Batch call ${place.batchCallId} is over: it is ${statusOf(row, deps.now())}.`);
    if ((row.paused_at === null) === (pausedAt === null)) return;
    await updateBatchCallRow(trx, keyOf(place), { paused_at: pausedAt });
    if (pausedAt === null) await enqueueBatch(trx, row, Math.max(deps.now(), row.trigger_at));
  });
  return getBatchCall(deps, place);
}

function checkBody(body: RequestBody<'createBatchCall'>): void {
  checkLength('name', body.name, 1_000);
  if (body.tasks.length === 0 || body.tasks.length > MAX_TASKS)
    throw invalidRequest(`tasks: expected 1 to ${MAX_TASKS} tasks, got ${body.tasks.length}.`);
  const { trigger_timestamp: at } = body;
  if (at !== undefined && (at < EARLIEST_MS || at > Number.MAX_SAFE_INTEGER))
    throw invalidRequest(`trigger_timestamp: expected milliseconds since 1970, got ${at}.`);
}

/** A batch that is to keep every slot free would never call anybody. */
async function checkReserved({ db }: Pick<ResourceDeps, 'db'>, workspaceId: string, reserved: number): Promise<void> {
  if (reserved === 0) return;
  const limit = await outboundLimit(db, workspaceId);
  if (reserved >= limit)
    throw invalidRequest(`reserved_concurrency: expected less than the ${limit} calls out at once, got ${reserved}.`);
}

function renderBatch(row: Row<'batch_calls'>): BatchCall {
  return {
    batch_call_id: row.batch_call_id,
    name: row.name,
    from_number: row.from_number,
    scheduled_timestamp: row.trigger_at,
    total_task_count: row.total_task_count,
    ...(row.call_time_window ? { call_time_window: row.call_time_window as BatchCall['call_time_window'] } : {}),
  } as BatchCall;
}

function renderItem(row: Row<'batch_calls'>, figures: BatchCallFigures | undefined, now: number): BatchCallItem {
  return {
    ...renderBatch(row),
    status: statusOf(row, now),
    reserved_concurrency: row.reserved_concurrency,
    created_timestamp: row.created_at,
    sent_task_count: figures?.sent ?? 0,
    failed_task_count: figures?.failed ?? 0,
    picked_up_count: figures?.picked_up ?? 0,
    successful_count: figures?.successful ?? 0,
  };
}

function statusOf(row: Row<'batch_calls'>, now: number): BatchCallItem['status'] {
  if (row.canceled_at !== null) return 'canceled';
  if (row.done_at !== null) return 'sent';
  if (row.paused_at !== null) return 'paused';
  return row.begun_at === null && row.trigger_at > now ? 'planned' : 'ongoing';
}

function keyOf({ workspaceId, batchCallId }: BatchCallPlace) {
  return { workspace_id: workspaceId, batch_call_id: batchCallId };
}
