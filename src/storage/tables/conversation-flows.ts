// Questions about conversation flows. A row is one version of one of them.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';
import { creationOf, keepDeletedPlace } from './deleted-places.ts';

export type ConversationFlowKey = Pick<Row<'conversation_flows'>, 'workspace_id' | 'conversation_flow_id'>;

export function insertConversationFlow(
  db: Kysely<Database>,
  row: NewRow<'conversation_flows'>,
): Promise<Row<'conversation_flows'>> {
  return db.insertInto('conversation_flows').values(row).returningAll().executeTakeFirstOrThrow();
}

/** Without `version` the latest; `published`: of those that are, or are not. Any whole number may be asked for. */
export function findConversationFlow(
  db: Kysely<Database>,
  key: ConversationFlowKey,
  version?: number,
  of: { published?: boolean } = {},
): Promise<Row<'conversation_flows'> | undefined> {
  let query = ofFlow(db, key).orderBy('version', 'desc').limit(1);
  if (version !== undefined) query = query.where(sql<boolean>`version = ${version}::bigint`);
  if (of.published !== undefined) query = query.where('is_published', '=', of.published);
  return query.executeTakeFirst();
}

export interface ConversationFlowPage {
  limit: number;
  /** The entry behind which the page starts. Without a version: behind all versions of that flow. */
  after?: { conversation_flow_id: string; version?: number };
}

/** One entry per version: by the time of creation, newest first, versions from high to low. */
export function listConversationFlowRows(
  db: Kysely<Database>,
  workspaceId: string,
  page: ConversationFlowPage,
): Promise<Row<'conversation_flows'>[]> {
  let query = db
    .selectFrom('conversation_flows')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('conversation_flow_id', 'desc')
    .orderBy('version', 'desc')
    .limit(page.limit);
  if (page.after) {
    const { conversation_flow_id: id, version } = page.after;
    const start = creationOf('conversation_flows', 'conversation_flow_id', workspaceId, id);
    query = query.where(
      sql<boolean>`(created_at, conversation_flow_id, version) < (${start}, ${id}, ${version ?? -1}::bigint)`,
    );
  }
  return query.execute();
}

export interface LatestConversationFlowPage {
  order: 'ascending' | 'descending';
  limit: number;
  /** The entry behind which the page starts. */
  after?: { created_at: number; id: string };
}

/** One entry each, in its latest version, by the time of creation. */
export function listLatestConversationFlowRows(
  db: Kysely<Database>,
  workspaceId: string,
  page: LatestConversationFlowPage,
): Promise<Row<'conversation_flows'>[]> {
  const direction = page.order === 'ascending' ? 'asc' : 'desc';
  let query = db
    .selectFrom('conversation_flows as one')
    .selectAll('one')
    .where('one.workspace_id', '=', workspaceId)
    .where(
      sql<boolean>`not exists (select from conversation_flows later where later.conversation_flow_id = one.conversation_flow_id and later.version > one.version)`,
    )
    .orderBy('one.created_at', direction)
    .orderBy('one.conversation_flow_id', direction)
    .orderBy('one.version', direction)
    .limit(page.limit);
  if (page.after) {
    const behind = sql.raw(page.order === 'ascending' ? '>' : '<');
    query = query.where(
      sql<boolean>`(one.created_at, one.conversation_flow_id) ${behind} (${page.after.created_at}::bigint, ${page.after.id})`,
    );
  }
  return query.execute();
}

export async function updateConversationFlowRow(
  db: Kysely<Database>,
  key: ConversationFlowKey & { version: number },
  change: RowUpdate<'conversation_flows'>,
): Promise<Row<'conversation_flows'> | undefined> {
  return db
    .updateTable('conversation_flows')
    .set(change)
    .where('workspace_id', '=', key.workspace_id)
    .where('conversation_flow_id', '=', key.conversation_flow_id)
    .where('version', '=', key.version)
    .returningAll()
    .executeTakeFirst();
}

/** All versions; their place in the lists is kept for pages that ended with them. False when there was none. */
export async function deleteConversationFlowRows(
  db: Kysely<Database>,
  key: ConversationFlowKey,
  now: number,
): Promise<boolean> {
  const [row] = await db
    .deleteFrom('conversation_flows')
    .where('workspace_id', '=', key.workspace_id)
    .where('conversation_flow_id', '=', key.conversation_flow_id)
    .returning('created_at')
    .execute();
  if (!row) return false;
  const { workspace_id, conversation_flow_id: id } = key;
  await keepDeletedPlace(db, { workspace_id, id, created_at: row.created_at, deleted_at: now });
  return true;
}

/** One version, unless it is the only one. */
export async function deleteConversationFlowVersion(
  db: Kysely<Database>,
  key: ConversationFlowKey,
  version: number,
): Promise<void> {
  await db
    .deleteFrom('conversation_flows as one')
    .where('one.workspace_id', '=', key.workspace_id)
    .where('one.conversation_flow_id', '=', key.conversation_flow_id)
    .where('one.version', '=', version)
    .where(
      sql<boolean>`exists (select from conversation_flows other where other.conversation_flow_id = one.conversation_flow_id and other.version <> one.version)`,
    )
    .execute();
}

function ofFlow(db: Kysely<Database>, key: ConversationFlowKey) {
  return db
    .selectFrom('conversation_flows')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('conversation_flow_id', '=', key.conversation_flow_id);
}
