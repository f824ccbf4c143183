// Questions about the event log of calls.

import { sql, type Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { CallEvent, CallFact } from '../../interfaces/call-event.ts';
import { jsonText } from '../json-text.ts';
import type { Database } from '../schema.ts';

/** An event with its place in the log and the epoch of the owner who writes it. */
export interface NewCallEvent {
  callId: string;
  epoch: number;
  seq: number;
  event: CallEvent;
}

/** A call that does not belong to this epoch. */
export interface RefusedCall {
  call_id: string;
  epoch: number;
}

/**
 * Writes events of any number of calls in one statement. An event whose number is there already is left alone; events of calls that
 * belong to a newer epoch are not written, and those calls are returned; nor are late ones of a call that has been forgotten.
 */
export async function insertEvents(pool: Pool, events: readonly NewCallEvent[]): Promise<RefusedCall[]> {
  const { rows } = await pool.query<RefusedCall>({ text: INSERT, values: columnsOf(events) });
  return rows;
}

const INSERT = `
with given as (
  select * from unnest($1::text[], $2::int[], $3::int[], $4::bigint[], $5::bigint[], $6::text[], $7::jsonb[])
    as e (call_id, epoch, seq, at_us, wall_ms, kind, fact)
), written as (
  insert into call_events (call_id, seq, at_us, wall_ms, kind, fact)
  select call_id, seq, at_us, wall_ms, kind, fact from given
  where exists (select 1 from calls
    where calls.call_id = given.call_id and calls.owner_epoch = given.epoch and calls.forgotten_at is null)
  on conflict (call_id, seq) do nothing
)
select distinct call_id, epoch from given
where not exists (select 1 from calls where calls.call_id = given.call_id and calls.owner_epoch = given.epoch)`;

function columnsOf(events: readonly NewCallEvent[]): unknown[] {
  const columns: [string[], number[], number[], number[], number[], string[], string[]] = [[], [], [], [], [], [], []];
  for (const { callId, epoch, seq, event } of events) {
    const { at, wall, ...fact } = event;
    columns[0].push(callId);
    columns[1].push(epoch);
    columns[2].push(seq);
    columns[3].push(Math.round(at));
    columns[4].push(Math.round(wall));
    columns[5].push(fact.is);
    columns[6].push(jsonText(fact));
  }
  return columns;
}

/** The whole log in order, or from the event of this number on. */
export async function listEvents(db: Kysely<Database>, callId: string, fromSeq = 0): Promise<CallEvent[]> {
  const rows = await db
    .selectFrom('call_events')
    .select(['at_us', 'wall_ms', 'fact'])
    .where('call_id', '=', callId)
    .where('seq', '>=', fromSeq)
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({ at: row.at_us, wall: row.wall_ms, ...(row.fact as CallFact) }));
}

/** The number that the next event of this call gets: 0 for a call without events. */
export async function nextEventSeq(db: Kysely<Database>, callId: string): Promise<number> {
  const { next } = await db
    .selectFrom('call_events')
    .select(sql<number>`coalesce(max(seq) + 1, 0)`.as('next'))
    .where('call_id', '=', callId)
    .executeTakeFirstOrThrow();
  return next;
}
