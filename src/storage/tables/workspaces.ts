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
