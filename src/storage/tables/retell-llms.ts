// Questions about Retell LLMs. A row is one version of one of them.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';
import { creationOf, keepDeletedPlace } from './deleted-places.ts';

export type RetellLlmKey = Pick<Row<'retell_llms'>, 'workspace_id' | 'llm_id'>;

export function insertRetellLlm(db: Kysely<Database>, row: NewRow<'retell_llms'>): Promise<Row<'retell_llms'>> {
  return db.insertInto('retell_llms').values(row).returningAll().executeTakeFirstOrThrow();
}

/** Without `version` the latest; `published`: of those that are, or are not. Any whole number may be asked for. */
export function findRetellLlm(
  db: Kysely<Database>,
  key: RetellLlmKey,
  version?: number,
  of: { published?: boolean } = {},
): Promise<Row<'retell_llms'> | undefined> {
  let query = ofLlm(db, key).orderBy('version', 'desc').limit(1);
  if (version !== undefined) query = query.where(sql<boolean>`version = ${version}::bigint`);
  if (of.published !== undefined) query = query.where('is_published', '=', of.published);
  return query.executeTakeFirst();
}

export interface RetellLlmPage {
  limit: number;
  /** The entry behind which the page starts. Without a version: behind all versions of that LLM. */
  after?: { llm_id: string; version?: number };
}

/** One entry per version: by the time of creation, newest first, versions from high to low. */
export function listRetellLlmRows(
  db: Kysely<Database>,
  workspaceId: string,
  page: RetellLlmPage,
): Promise<Row<'retell_llms'>[]> {
  let query = db
    .selectFrom('retell_llms')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('llm_id', 'desc')
    .orderBy('version', 'desc')
    .limit(page.limit);
  if (page.after) {
    const { llm_id, version } = page.after;
    const start = creationOf('retell_llms', 'llm_id', workspaceId, llm_id);
    query = query.where(sql<boolean>`(created_at, llm_id, version) < (${start}, ${llm_id}, ${version ?? -1}::bigint)`);
  }
  return query.execute();
}

export interface LatestRetellLlmPage {
  order: 'ascending' | 'descending';
  limit: number;
  /** The entry behind which the page starts. */
  after?: { created_at: number; id: string };
}

/** One entry each, in its latest version, by the time of creation. */
export function listLatestRetellLlmRows(
  db: Kysely<Database>,
  workspaceId: string,
  page: LatestRetellLlmPage,
): Promise<Row<'retell_llms'>[]> {
  const direction = page.order === 'ascending' ? 'asc' : 'desc';
  let query = db
    .selectFrom('retell_llms as one')
    .selectAll('one')
    .where('one.workspace_id', '=', workspaceId)
    .where(
      sql<boolean>`not exists (select from retell_llms later where later.llm_id = one.llm_id and later.version > one.version)`,
    )
    .orderBy('one.created_at', direction)
    .orderBy('one.llm_id', direction)
    .orderBy('one.version', direction)
    .limit(page.limit);
  if (page.after) {
    const behind = sql.raw(page.order === 'ascending' ? '>' : '<');
    query = query.where(
      sql<boolean>`(one.created_at, one.llm_id) ${behind} (${page.after.created_at}::bigint, ${page.after.id})`,
    );
  }
  return query.execute();
}

export async function updateRetellLlmRow(
  db: Kysely<Database>,
  key: RetellLlmKey & { version: number },
  change: RowUpdate<'retell_llms'>,
): Promise<Row<'retell_llms'> | undefined> {
  return db
    .updateTable('retell_llms')
    .set(change)
    .where('workspace_id', '=', key.workspace_id)
    .where('llm_id', '=', key.llm_id)
    .where('version', '=', key.version)
    .returningAll()
    .executeTakeFirst();
}

/** All versions; their place in the lists is kept for pages that ended with them. False when there was none. */
export async function deleteRetellLlmRows(db: Kysely<Database>, key: RetellLlmKey, now: number): Promise<boolean> {
  const [row] = await db
    .deleteFrom('retell_llms')
    .where('workspace_id', '=', key.workspace_id)
    .where('llm_id', '=', key.llm_id)
    .returning('created_at')
    .execute();
  if (!row) return false;
  const { workspace_id, llm_id: id } = key;
  await keepDeletedPlace(db, { workspace_id, id, created_at: row.created_at, deleted_at: now });
  return true;
}

/** One version, unless it is the only one. */
export async function deleteRetellLlmVersion(db: Kysely<Database>, key: RetellLlmKey, version: number): Promise<void> {
  await db
    .deleteFrom('retell_llms as one')
    .where('one.workspace_id', '=', key.workspace_id)
    .where('one.llm_id', '=', key.llm_id)
    .where('one.version', '=', version)
    .where(
      sql<boolean>`exists (select from retell_llms other where other.llm_id = one.llm_id and other.version <> one.version)`,
    )
    .execute();
}

function ofLlm(db: Kysely<Database>, key: RetellLlmKey) {
  return db
    .selectFrom('retell_llms')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('llm_id', '=', key.llm_id);
}
