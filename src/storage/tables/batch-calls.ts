// Questions about batches of calls and their tasks.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';

export interface BatchCallKey {
  workspace_id: string;
  batch_call_id: string;
}

/** Tasks go in pieces: a statement takes at most 65,535 values. */
const TASKS_AT_ONCE = 5_000;

export async function insertBatchCall(
  trx: Kysely<Database>,
  row: NewRow<'batch_calls'>,
  tasks: readonly object[],
): Promise<Row<'batch_calls'>> {
  const batch = await trx.insertInto('batch_calls').values(row).returningAll().executeTakeFirstOrThrow();
  const { workspace_id, batch_call_id } = row;
  for (let first = 0; first < tasks.length; first += TASKS_AT_ONCE) {
    const rows = tasks
      .slice(first, first + TASKS_AT_ONCE)
      .map((task, i) => ({ workspace_id, batch_call_id, task_number: first + i, task: JSON.stringify(task) }));
    await trx.insertInto('batch_call_tasks').values(rows).execute();
  }
  return batch;
}

export function findBatchCall(db: Kysely<Database>, key: BatchCallKey): Promise<Row<'batch_calls'> | undefined> {
  return ofKey(db, key).executeTakeFirst();
}

/** The same, and nobody else changes the row until the transaction ends. */
export function lockBatchCall(trx: Kysely<Database>, key: BatchCallKey): Promise<Row<'batch_calls'> | undefined> {
  return ofKey(trx, key).forUpdate().executeTakeFirst();
}

export function updateBatchCallRow(
  db: Kysely<Database>,
  key: BatchCallKey,
  change: RowUpdate<'batch_calls'>,
): Promise<Row<'batch_calls'> | undefined> {
  return db
    .updateTable('batch_calls')
    .set(change)
    .where('workspace_id', '=', key.workspace_id)
    .where('batch_call_id', '=', key.batch_call_id)
    .returningAll()
    .executeTakeFirst();
}

export interface BatchCallPage {
  ascending: boolean;
  limit: number;
  after?: { created_at: number; batch_call_id: string };
}

/** By creation. */
export function listBatchCallRows(
  db: Kysely<Database>,
  workspaceId: string,
  page: BatchCallPage,
): Promise<Row<'batch_calls'>[]> {
  const direction = page.ascending ? 'asc' : 'desc';
  let query = db
    .selectFrom('batch_calls')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', direction)
    .orderBy('batch_call_id', direction)
    .limit(page.limit);
  if (page.after)
    query = query.where(
      sql<boolean>`(created_at, batch_call_id) ${sql.raw(page.ascending ? '>' : '<')} (${page.after.created_at}::bigint, ${page.after.batch_call_id})`,
    );
  return query.execute();
}

/** The next task to try. Undefined when none is left. Lock the batch first. */
export function nextBatchCallTask(
  trx: Kysely<Database>,
  key: BatchCallKey,
): Promise<Row<'batch_call_tasks'> | undefined> {
  return trx
    .selectFrom('batch_call_tasks')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('batch_call_id', '=', key.batch_call_id)
    .where('sent_at', 'is', null)
    .orderBy('task_number')
    .limit(1)
    .executeTakeFirst();
}

/**
 * What became of a task. Who was to be called and with what is forgotten here, as the call alone says how long that is kept; of a task
 * that became no call the number stays.
 */
export async function recordBatchCallTask(
  trx: Kysely<Database>,
  task: Pick<Row<'batch_call_tasks'>, 'batch_call_id' | 'task_number' | 'task'>,
  outcome: { sent_at: number; call_id: string | null; failure: string | null },
): Promise<void> {
  const left = outcome.call_id === null ? { to_number: task.task['to_number'] } : {};
  await trx
    .updateTable('batch_call_tasks')
    .set({ ...outcome, task: JSON.stringify(left) })
    .where('batch_call_id', '=', task.batch_call_id)
    .where('task_number', '=', task.task_number)
    .execute();
}

/** Forgets the tasks that were not tried. */
export async function deleteWaitingBatchCallTasks(trx: Kysely<Database>, key: BatchCallKey): Promise<void> {
  await trx
    .deleteFrom('batch_call_tasks')
    .where('workspace_id', '=', key.workspace_id)
    .where('batch_call_id', '=', key.batch_call_id)
    .where('sent_at', 'is', null)
    .execute();
}

export interface BatchCallFigures {
  batch_call_id: string;
  sent: number;
  failed: number;
  picked_up: number;
  successful: number;
}

/** How far batches have come. Batches without a tried task are left out. */
export async function countBatchCallTasks(
  db: Kysely<Database>,
  workspaceId: string,
  batchCallIds: readonly string[],
): Promise<BatchCallFigures[]> {
  if (batchCallIds.length === 0) return [];
  const { rows } = await sql<BatchCallFigures>`
    select task.batch_call_id, count(*)::integer as sent, count(task.failure)::integer as failed,
      count(call.start_timestamp)::integer as picked_up, (count(*) filter (where call.call_successful))::integer as successful
    from batch_call_tasks task left join calls call on call.call_id = task.call_id
    where task.workspace_id = ${workspaceId} and task.batch_call_id = any(${[...batchCallIds]}::text[]) and task.sent_at is not null
    group by task.batch_call_id`.execute(db);
  return rows;
}

/** Tasks that became no call, from the first, with the reason. */
export function listFailedBatchCallTasks(
  db: Kysely<Database>,
  key: BatchCallKey,
  limit: number,
): Promise<Row<'batch_call_tasks'>[]> {
  return db
    .selectFrom('batch_call_tasks')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('batch_call_id', '=', key.batch_call_id)
    .where('failure', 'is not', null)
    .orderBy('task_number')
    .limit(limit)
    .execute();
}

function ofKey(db: Kysely<Database>, key: BatchCallKey) {
  return db
    .selectFrom('batch_calls')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('batch_call_id', '=', key.batch_call_id);
}
