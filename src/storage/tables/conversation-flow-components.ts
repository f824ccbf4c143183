// Questions about shared components, and about the conversation flows that refer to them.

import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';

type ComponentRow = Row<'conversation_flow_components'>;
export type ConversationFlowComponentKey = Pick<ComponentRow, 'workspace_id' | 'conversation_flow_component_id'>;

export function insertComponent(
  db: Kysely<Database>,
  row: NewRow<'conversation_flow_components'>,
): Promise<ComponentRow> {
  return db.insertInto('conversation_flow_components').values(row).returningAll().executeTakeFirstOrThrow();
}

export function findComponent(
  db: Kysely<Database>,
  key: ConversationFlowComponentKey,
): Promise<ComponentRow | undefined> {
  return ofComponent(db, key).executeTakeFirst();
}

/** Keeps other writers of this component out until the transaction ends. */
export function lockComponent(
  tx: Transaction<Database>,
  key: ConversationFlowComponentKey,
): Promise<ComponentRow | undefined> {
  return ofComponent(tx, key).forUpdate().executeTakeFirst();
}

/** Those of `ids` that the workspace has. */
export function findComponents(
  db: Kysely<Database>,
  workspaceId: string,
  ids: readonly string[],
): Promise<ComponentRow[]> {
  return db
    .selectFrom('conversation_flow_components')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('conversation_flow_component_id', '=', sql<string>`any(${ids})`)
    .execute();
}

export interface ComponentPage {
  order: 'ascending' | 'descending';
  limit: number;
  /** The entry behind which the page starts. */
  after?: { created_at: number; conversation_flow_component_id: string };
}

/** By the time of creation. */
export function listComponentRows(
  db: Kysely<Database>,
  workspaceId: string,
  page: ComponentPage,
): Promise<ComponentRow[]> {
  const direction = page.order === 'ascending' ? 'asc' : 'desc';
  let query = db
    .selectFrom('conversation_flow_components')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', direction)
    .orderBy('conversation_flow_component_id', direction)
    .limit(page.limit);
  if (page.after) {
    const { created_at, conversation_flow_component_id: id } = page.after;
    const behind = sql.raw(page.order === 'ascending' ? '>' : '<');
    query = query.where(
      sql<boolean>`(created_at, conversation_flow_component_id) ${behind} (${created_at}::bigint, ${id})`,
    );
  }
  return query.execute();
}

export function updateComponentRow(
  db: Kysely<Database>,
  key: ConversationFlowComponentKey,
  change: RowUpdate<'conversation_flow_components'>,
): Promise<ComponentRow | undefined> {
  return db
    .updateTable('conversation_flow_components')
    .set(change)
    .where('workspace_id', '=', key.workspace_id)
    .where('conversation_flow_component_id', '=', key.conversation_flow_component_id)
    .returningAll()
    .executeTakeFirst();
}

export async function deleteComponentRow(db: Kysely<Database>, key: ConversationFlowComponentKey): Promise<boolean> {
  const result = await db
    .deleteFrom('conversation_flow_components')
    .where('workspace_id', '=', key.workspace_id)
    .where('conversation_flow_component_id', '=', key.conversation_flow_component_id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Component -> the flows any version of which refers to it, in the order of their ids. */
export async function findLinkedFlowIds(
  db: Kysely<Database>,
  workspaceId: string,
  componentIds: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ component_id: string; flow_ids: string[] }>`
    select component_id, array_agg(distinct conversation_flow_id order by conversation_flow_id) as flow_ids
    from conversation_flows, unnest(linked_component_ids) as component_id
    where workspace_id = ${workspaceId} and linked_component_ids && ${componentIds}::text[]
    group by component_id`.execute(db);
  return new Map(rows.map((row) => [row.component_id, row.flow_ids]));
}

/** Every version that refers to it. */
export function findLinkedFlows(
  db: Kysely<Database>,
  key: ConversationFlowComponentKey,
): Promise<Row<'conversation_flows'>[]> {
  return db
    .selectFrom('conversation_flows')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where(sql<boolean>`linked_component_ids @> array[${key.conversation_flow_component_id}]::text[]`)
    .execute();
}

/**
 * Taken by whatever writes a flow, before it reads what it will write: many may do so at once, but none while a component is being
 * deleted. Take it after the lock of the flow's versions.
 */
export async function lockComponentsShared(tx: Transaction<Database>, workspaceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${LOCK + workspaceId}, 0))`.execute(tx);
}

/** Taken by the deletion of a component: waits for writers of flows and keeps them out until the transaction ends. */
export async function lockComponentsAlone(tx: Transaction<Database>, workspaceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${LOCK + workspaceId}, 0))`.execute(tx);
}

const LOCK = 'components of ';

function ofComponent(db: Kysely<Database>, key: ConversationFlowComponentKey) {
  return db
    .selectFrom('conversation_flow_components')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('conversation_flow_component_id', '=', key.conversation_flow_component_id);
}
