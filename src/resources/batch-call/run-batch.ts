// One turn of a batch: as many of its tasks become calls as slots are free and its line can take; then it waits for its next turn.

import type { Kysely, Transaction } from 'kysely';
import { ApiError } from '../../contract/index.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Log } from '../../interfaces/log.ts';
import type { Database, Row } from '../../storage/index.ts';
import {
  countWaitingDials,
  findBatchCall,
  findPhoneNumber,
  lockBatchCall,
  nextBatchCallTask,
  recordBatchCallTask,
  updateBatchCallRow,
} from '../../storage/tables/index.ts';
import { callsPerSecond, insertPhoneCall, routePhoneCall, type PhoneCallWish } from '../call/index.ts';
import { lockFreeSlots } from '../workspace/index.ts';
import { enqueueBatch } from './batch-calls.ts';
import { nextOpening } from './call-window.ts';

export interface RunBatchDeps {
  db: Kysely<Database>;
  wallClock: WallClock;
  log: Log;
}

/** Until slots and line are looked at again. */
const TURN_MS = 1_000;
/** Calls of one batch that may wait in a line: what it can dial until the next turn, so that others do not wait behind a batch. */
const TURNS_AHEAD = 2;

type Step = 'sent' | 'full' | 'done';

/** Safe to run twice and to be cut off anywhere: a task and its call are written together. Rejects when the signal aborts. */
export async function runBatch(
  deps: RunBatchDeps,
  key: { workspace_id: string; batch_call_id: string },
  signal: AbortSignal,
): Promise<void> {
  const batch = await findBatchCall(deps.db, key);
  // Who resumes it queues its next turn.
  if (!batch || batch.done_at !== null || batch.paused_at !== null) return;
  const start = startOfTurn(batch, deps.wallClock());
  if (start !== null) return enqueueBatch(deps.db, batch, start);
  for (let room = await roomInLine(deps.db, batch); room > 0; room--) {
    signal.throwIfAborted();
    const step = await sendNext(deps, batch);
    if (step === 'done') return;
    if (step === 'full') break;
  }
  await enqueueBatch(deps.db, batch, deps.wallClock() + TURN_MS);
}

/** When it may dial, if that is not now. */
function startOfTurn(batch: Row<'batch_calls'>, now: number): number | null {
  if (batch.trigger_at > now) return batch.trigger_at;
  const opening = batch.call_time_window ? nextOpening(batch.call_time_window, now) : now;
  return opening > now ? opening : null;
}

/** A number that was given up has no line: its tasks fail, a turn's worth at a time. */
async function roomInLine(db: Kysely<Database>, batch: Row<'batch_calls'>): Promise<number> {
  const { workspace_id, from_number } = batch;
  const number = await findPhoneNumber(db, { workspace_id, phone_number: from_number });
  if (!number) return 100;
  const line = { workspace_id, provider: number.provider };
  return TURNS_AHEAD * (await callsPerSecond(db, line)) - (await countWaitingDials(db, line));
}

/** Thrown to undo a step for which no slot was free. */
class NoFreeSlot extends Error {}

/** The next task in a transaction of its own, with the batch locked. */
async function sendNext(deps: RunBatchDeps, { workspace_id, batch_call_id }: Row<'batch_calls'>): Promise<Step> {
  const key = { workspace_id, batch_call_id };
  try {
    return await deps.db.transaction().execute(async (trx) => {
      const batch = await lockBatchCall(trx, key);
      if (!batch || batch.done_at !== null || batch.paused_at !== null) return 'done';
      const now = deps.wallClock();
      const task = await nextBatchCallTask(trx, key);
      if (!task) {
        await updateBatchCallRow(trx, key, { done_at: now });
        return 'done';
      }
      await recordBatchCallTask(trx, task, { ...(await send(deps, trx, batch, task, now)), sent_at: now });
      if (batch.begun_at === null) await updateBatchCallRow(trx, key, { begun_at: now });
      return 'sent';
    });
  } catch (error) {
    if (error instanceof NoFreeSlot) return 'full';
    throw error;
  }
}

/** Refusals are looked up before anything is written, so the transaction stays whole. */
async function send(
  deps: RunBatchDeps,
  trx: Transaction<Database>,
  { workspace_id, batch_call_id, from_number, reserved_concurrency }: Row<'batch_calls'>,
  { task, task_number }: Row<'batch_call_tasks'>,
  now: number,
): Promise<{ call_id: string | null; failure: string | null }> {
  const wish = { ...task, from_number, batch_call_id } as unknown as PhoneCallWish;
  try {
    const route = await routePhoneCall(trx, workspace_id, wish, now);
    const call = await insertPhoneCall(trx, wish, route, now, async () => {
      const { slots } = await lockFreeSlots(trx, workspace_id, now, 'outbound');
      if (slots <= reserved_concurrency) throw new NoFreeSlot();
    });
    return { call_id: call.call_id, failure: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    deps.log.info({ batch_call_id, task_number, why: error.kind }, 'a task of a batch became no call');
    return { call_id: null, failure: error.message };
  }
}
