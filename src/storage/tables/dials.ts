// Questions about calls that wait to be handed to a carrier: one queue per workspace and provider (a line), each with its own rate.

import { sql, type Kysely } from 'kysely';
import type { Database, Row } from '../schema.ts';

export type DialLine = Pick<Row<'dials'>, 'workspace_id' | 'provider'>;

/** Puts a call at the end of its line. */
export async function insertDial(trx: Kysely<Database>, dial: DialLine & { call_id: string }): Promise<void> {
  await trx.insertInto('dials').values(dial).execute();
}

/** Calls of a line that its rate has not let go yet. */
export async function countWaitingDials(db: Kysely<Database>, line: DialLine): Promise<number> {
  const { count } = await db
    .selectFrom('dials')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspace_id', '=', line.workspace_id)
    .where('provider', '=', line.provider)
    .where('released_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Lines with waiting calls, and when each may let the next one go (0: at once). */
export function listWaitingLines(db: Kysely<Database>): Promise<(DialLine & { next_dial_at: number })[]> {
  return db
    .selectFrom('dials')
    .leftJoin('dial_lines', (join) =>
      join
        .onRef('dial_lines.workspace_id', '=', 'dials.workspace_id')
        .onRef('dial_lines.provider', '=', 'dials.provider'),
    )
    .select(['dials.workspace_id', 'dials.provider'])
    .select(sql<number>`coalesce(dial_lines.next_dial_at, 0)`.as('next_dial_at'))
    .where('released_at', 'is', null)
    .groupBy(['dials.workspace_id', 'dials.provider', 'dial_lines.next_dial_at'])
    .execute();
}

/** When the line may let its next call go; who asks keeps the line to himself until the transaction ends. */
export async function lockLine(trx: Kysely<Database>, line: DialLine): Promise<number> {
  const { next_dial_at } = await trx
    .insertInto('dial_lines')
    .values({ ...line, next_dial_at: 0 })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'provider'])
        .doUpdateSet({ next_dial_at: sql<number>`dial_lines.next_dial_at` }),
    )
    .returning('next_dial_at')
    .executeTakeFirstOrThrow();
  return next_dial_at;
}

export async function setNextDial(trx: Kysely<Database>, line: DialLine, at: number): Promise<void> {
  await trx
    .updateTable('dial_lines')
    .set({ next_dial_at: at })
    .where('workspace_id', '=', line.workspace_id)
    .where('provider', '=', line.provider)
    .execute();
}

/** Lets the first waiting call of a line go. Undefined when none waits. */
export async function releaseFirstDial(trx: Kysely<Database>, line: DialLine, at: number): Promise<string | undefined> {
  const row = await trx
    .updateTable('dials')
    .set({ released_at: at })
    .where('dial_id', '=', (eb) =>
      eb
        .selectFrom('dials')
        .select('dial_id')
        .where('workspace_id', '=', line.workspace_id)
        .where('provider', '=', line.provider)
        .where('released_at', 'is', null)
        .orderBy('dial_id')
        .limit(1),
    )
    .returning('call_id')
    .executeTakeFirst();
  return row?.call_id;
}

/** Takes a released call to dial it: true for the first who asks, and for nobody after him. */
export async function beginDial(db: Kysely<Database>, callId: string, at: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('dials')
    .set({ begun_at: at })
    .where('call_id', '=', callId)
    .where('begun_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export function findDial(db: Kysely<Database>, callId: string): Promise<Row<'dials'> | undefined> {
  return db.selectFrom('dials').selectAll().where('call_id', '=', callId).executeTakeFirst();
}

export async function deleteDial(db: Kysely<Database>, callId: string): Promise<void> {
  await db.deleteFrom('dials').where('call_id', '=', callId).execute();
}
