// Questions about the audit log. It is only ever added to.

import type { Kysely } from 'kysely';
import type { Database, NewRow, Row } from '../schema.ts';

export async function insertAuditEntry(db: Kysely<Database>, row: NewRow<'audit_log'>): Promise<void> {
  await db.insertInto('audit_log').values(row).execute();
}

export interface AuditPage {
  limit: number;
  ascending: boolean;
  objectId?: string | undefined;
  operationId?: string | undefined;
  after?: { created_at: number; entry_id: string };
}

/** By time, the id as tie-breaker. */
export function listAuditEntries(
  db: Kysely<Database>,
  workspaceId: string,
  page: AuditPage,
): Promise<Row<'audit_log'>[]> {
  const direction = page.ascending ? 'asc' : 'desc';
  let query = db
    .selectFrom('audit_log')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', direction)
    .orderBy('entry_id', direction)
    .limit(page.limit);
  if (page.objectId !== undefined) query = query.where('object_id', '=', page.objectId);
  if (page.operationId !== undefined) query = query.where('operation_id', '=', page.operationId);
  if (page.after) {
    const { created_at, entry_id } = page.after;
    query = query.where((eb) =>
      eb(eb.refTuple('created_at', 'entry_id'), page.ascending ? '>' : '<', eb.tuple(created_at, entry_id)),
    );
  }
  return query.execute();
}
