// Questions about members: people in workspaces.

import type { Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';

export function insertMember(db: Kysely<Database>, row: NewRow<'members'>): Promise<Row<'members'>> {
  return db.insertInto('members').values(row).returningAll().executeTakeFirstOrThrow();
}

export function findMember(
  db: Kysely<Database>,
  workspaceId: string,
  memberId: string,
): Promise<Row<'members'> | undefined> {
  return ofWorkspace(db, workspaceId).where('member_id', '=', memberId).executeTakeFirst();
}

/** As what a person belongs to a workspace. */
export function findMemberOfUser(
  db: Kysely<Database>,
  workspaceId: string,
  userId: string,
): Promise<Row<'members'> | undefined> {
  return ofWorkspace(db, workspaceId).where('user_id', '=', userId).executeTakeFirst();
}

/** Oldest first. */
export function listMemberRows(
  db: Kysely<Database>,
  workspaceId: string,
  page: { limit: number; after?: { created_at: number; member_id: string } },
): Promise<Row<'members'>[]> {
  let query = ofWorkspace(db, workspaceId).orderBy('created_at').orderBy('member_id').limit(page.limit);
  if (page.after) {
    const { created_at, member_id } = page.after;
    query = query.where((eb) => eb(eb.refTuple('created_at', 'member_id'), '>', eb.tuple(created_at, member_id)));
  }
  return query.execute();
}

export function updateMemberRow(
  db: Kysely<Database>,
  workspaceId: string,
  memberId: string,
  change: RowUpdate<'members'>,
): Promise<Row<'members'> | undefined> {
  return db
    .updateTable('members')
    .set(change)
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', memberId)
    .returningAll()
    .executeTakeFirst();
}

/** False when there was none. */
export async function deleteMemberRow(db: Kysely<Database>, workspaceId: string, memberId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('members')
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', memberId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

function ofWorkspace(db: Kysely<Database>, workspaceId: string) {
  return db.selectFrom('members').selectAll().where('workspace_id', '=', workspaceId);
}
