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
  after?: number;
}

/** As they were written; `after`: the `seq` behind which the page starts. */
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
    .orderBy('seq', direction)
    .limit(page.limit);
  if (page.objectId !== undefined) query = query.where('object_id', '=', page.objectId);
  if (page.operationId !== undefined) query = query.where('operation_id', '=', page.operationId);
  if (page.after !== undefined) query = query.where('seq', page.ascending ? '>' : '<', page.after);
  return query.execute();
}
