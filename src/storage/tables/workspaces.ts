// Questions about workspaces, the API's orgs.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';

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

export function updateWorkspaceRow(
  db: Kysely<Database>,
  workspaceId: string,
  change: RowUpdate<'workspaces'>,
): Promise<Row<'workspaces'>> {
  return db
    .updateTable('workspaces')
    .set(change)
    .where('workspace_id', '=', workspaceId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** By age. */
export function listWorkspaceRows(
  db: Kysely<Database>,
  of: { userId: string } | 'all',
  page: { limit: number; after?: { created_at: number; workspace_id: string } },
): Promise<Row<'workspaces'>[]> {
  let query = db.selectFrom('workspaces').selectAll().orderBy('created_at').orderBy('workspace_id').limit(page.limit);
  if (of !== 'all')
    query = query.where('workspace_id', 'in', (eb) =>
      eb.selectFrom('members').select('members.workspace_id').where('user_id', '=', of.userId),
    );
  if (page.after) {
    const { created_at, workspace_id } = page.after;
    query = query.where((eb) => eb(eb.refTuple('created_at', 'workspace_id'), '>', eb.tuple(created_at, workspace_id)));
  }
  return query.execute();
}

/** Calls created at or after these times, ms, may still be joined. */
export interface JoinableSince {
  webCall: number;
  phoneCall: number;
}

/** Calls that hold a slot: those that run, that may still be joined, or that wait to be dialled; not those that are part of another one. */
export async function countOpenCalls(
  db: Kysely<Database>,
  workspaceId: string,
  joinable: JoinableSince,
): Promise<number> {
  const { count } = await db
    .selectFrom('calls')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('call_status', 'in', ['registered', 'ongoing'])
    .where(sql<boolean>`details->'is_consult' is null`)
    .where((eb) =>
      eb.or([
        eb('call_status', '=', 'ongoing'),
        eb(
          'created_at',
          '>=',
          eb.case().when('call_type', '=', 'web_call').then(joinable.webCall).else(joinable.phoneCall).end(),
        ),
        eb.exists(eb.selectFrom('dials').select('dial_id').whereRef('dials.call_id', '=', 'calls.call_id')),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}
