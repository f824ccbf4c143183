// Questions about workspaces, the API's orgs.

import type { Kysely } from 'kysely';
import type { Database, NewRow, Row } from '../schema.ts';

export function insertWorkspace(db: Kysely<Database>, row: NewRow<'workspaces'>): Promise<Row<'workspaces'>> {
  return db.insertInto('workspaces').values(row).returningAll().executeTakeFirstOrThrow();
}

export function findWorkspace(db: Kysely<Database>, workspaceId: string): Promise<Row<'workspaces'> | undefined> {
  return db.selectFrom('workspaces').selectAll().where('workspace_id', '=', workspaceId).executeTakeFirst();
}

/** The one that the first start made. */
export function findFirstWorkspace(db: Kysely<Database>): Promise<Row<'workspaces'> | undefined> {
  return db
    .selectFrom('workspaces')
    .selectAll()
    .orderBy('created_at')
    .orderBy('workspace_id')
    .limit(1)
    .executeTakeFirst();
}

/** The same; whoever else wants to start calls of this workspace waits until the transaction ends. */
export function lockWorkspaceCalls(trx: Kysely<Database>, workspaceId: string): Promise<Row<'workspaces'> | undefined> {
  return trx
    .selectFrom('workspaces')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Calls that hold a slot: those that run, and those that may still be joined (created at or after `joinableSince`, ms). */
export async function countOpenCalls(
  db: Kysely<Database>,
  workspaceId: string,
  joinableSince: number,
): Promise<number> {
  const { count } = await db
    .selectFrom('calls')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where((eb) =>
      eb.or([
        eb('call_status', '=', 'ongoing'),
        eb.and([eb('call_status', '=', 'registered'), eb('created_at', '>=', joinableSince)]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}
