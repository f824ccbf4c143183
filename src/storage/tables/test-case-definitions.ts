// Questions about test cases.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';

export type TestCaseDefinitionRow = Row<'test_case_definitions'>;

export function insertTestCaseDefinition(
  db: Kysely<Database>,
  row: NewRow<'test_case_definitions'>,
): Promise<TestCaseDefinitionRow> {
  return db.insertInto('test_case_definitions').values(row).returningAll().executeTakeFirstOrThrow();
}

export function findTestCaseDefinition(
  db: Kysely<Database>,
  workspaceId: string,
  id: string,
): Promise<TestCaseDefinitionRow | undefined> {
  return ofWorkspace(db, workspaceId, id).executeTakeFirst();
}

/** The same, and nobody else changes it until the transaction ends. */
export function lockTestCaseDefinition(
  trx: Kysely<Database>,
  workspaceId: string,
  id: string,
): Promise<TestCaseDefinitionRow | undefined> {
  return ofWorkspace(trx, workspaceId, id).forUpdate().executeTakeFirst();
}

/** Those of `ids` that there are, in no order. */
export function findTestCaseDefinitions(
  db: Kysely<Database>,
  workspaceId: string,
  ids: readonly string[],
): Promise<TestCaseDefinitionRow[]> {
  return db
    .selectFrom('test_case_definitions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`test_case_definition_id = any(${ids}::text[])`)
    .execute();
}

export function updateTestCaseDefinitionRow(
  db: Kysely<Database>,
  workspaceId: string,
  id: string,
  change: RowUpdate<'test_case_definitions'>,
): Promise<TestCaseDefinitionRow | undefined> {
  return db
    .updateTable('test_case_definitions')
    .set(change)
    .where('workspace_id', '=', workspaceId)
    .where('test_case_definition_id', '=', id)
    .returningAll()
    .executeTakeFirst();
}

/** False when it was not there. */
export async function deleteTestCaseDefinitionRow(
  db: Kysely<Database>,
  workspaceId: string,
  id: string,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('test_case_definitions')
    .where('workspace_id', '=', workspaceId)
    .where('test_case_definition_id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Which tests a list is about. Any whole number may be asked for as a version. */
export interface TestFilter {
  engineType: 'retell-llm' | 'custom-llm' | 'conversation-flow';
  engineId?: string;
  engineVersion?: number;
}

export interface TestPage extends TestFilter {
  /** Without it all of them. */
  limit?: number;
  /** Sort values of the entry behind which the page starts. */
  after?: { createdAt: number; id: string };
}

/** Newest first. */
export function listTestCaseDefinitionRows(
  db: Kysely<Database>,
  workspaceId: string,
  page: TestPage,
): Promise<TestCaseDefinitionRow[]> {
  let query = db
    .selectFrom('test_case_definitions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('engine_type', '=', page.engineType)
    .orderBy('created_at', 'desc')
    .orderBy('test_case_definition_id', 'desc');
  if (page.engineId !== undefined) query = query.where('engine_id', '=', page.engineId);
  if (page.engineVersion !== undefined)
    query = query.where(sql<boolean>`engine_version = ${page.engineVersion}::bigint`);
  if (page.after)
    query = query.where(
      sql<boolean>`(created_at, test_case_definition_id) < (${page.after.createdAt}::bigint, ${page.after.id})`,
    );
  if (page.limit !== undefined) query = query.limit(page.limit);
  return query.execute();
}

function ofWorkspace(db: Kysely<Database>, workspaceId: string, id: string) {
  return db
    .selectFrom('test_case_definitions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('test_case_definition_id', '=', id);
}
