// Test cases: who plays the user, on which engine, and what must hold in the end.

import { invalidRequest, notFound, type RequestBody, type Schema } from '../../contract/index.ts';
import {
  deleteTestCaseDefinitionRow,
  findTestCaseDefinition,
  insertTestCaseDefinition,
  listTestCaseDefinitionRows,
  lockTestCaseDefinition,
  updateTestCaseDefinitionRow,
  type Row,
} from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { jsonBytes, pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { columnsOf, filterOf, testedEngine, type TestedEngine } from './engine.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now'>;
export type TestCaseDefinition = Schema<'TestCaseDefinition'>;
type Input = Schema<'TestCaseDefinitionInput'>;

/** The user's part, unless a case names another model. */
const USUAL_MODEL = 'gpt-4.1';
/** Ours: every run keeps a copy. */
const MAX_BYTES = 256 * 1024;
const LIST = 'test case definitions';

export interface TestCasePlace {
  workspaceId: string;
  testCaseDefinitionId: string;
}

export interface TestListQuery {
  type?: string;
  llm_id?: string;
  conversation_flow_id?: string;
  version?: number;
  limit?: number;
  pagination_key?: string;
}

export async function createTestCaseDefinition(
  deps: Deps,
  workspaceId: string,
  body: RequestBody<'createTestCaseDefinition'>,
): Promise<TestCaseDefinition> {
  const config = { dynamic_variables: {}, tool_mocks: [], llm_model: USUAL_MODEL, ...ownFields(body) };
  checkSize(config);
  // Required by the contract, which says so in a place that the types do not see.
  const engine = body.response_engine as TestedEngine;
  await testedEngine(deps.db, workspaceId, engine);
  const now = deps.now();
  const row = await insertTestCaseDefinition(deps.db, {
    workspace_id: workspaceId,
    test_case_definition_id: newId('test_case'),
    ...columnsOf(engine),
    config: JSON.stringify(config),
    created_at: now,
    modified_at: now,
  });
  return renderTestCase(row);
}

export async function getTestCaseDefinition(deps: Deps, place: TestCasePlace): Promise<TestCaseDefinition> {
  const row = await findTestCaseDefinition(deps.db, place.workspaceId, place.testCaseDefinitionId);
  if (!row) throw unknown(place);
  return renderTestCase(row);
}

/** All that fit, newest first. */
export async function listTestCaseDefinitions(
  deps: Deps,
  workspaceId: string,
  query: TestListQuery,
): Promise<TestCaseDefinition[]> {
  return (await listTestCaseDefinitionRows(deps.db, workspaceId, filterOf(query))).map(renderTestCase);
}

export async function listTestCaseDefinitionsV2(
  deps: Deps,
  workspaceId: string,
  query: TestListQuery,
): Promise<Page<TestCaseDefinition>> {
  const limit = pageLimit(query.limit, 50);
  const after = startOf(LIST, query.pagination_key);
  const rows = await listTestCaseDefinitionRows(deps.db, workspaceId, {
    ...filterOf(query),
    limit: limit + 1,
    ...(after ? { after } : {}),
  });
  return pageOf(rows, limit, LIST, (row) => [row.created_at, row.test_case_definition_id], renderTestCase);
}

/** Fields that are left out stay. */
export async function updateTestCaseDefinition(
  deps: Deps,
  place: TestCasePlace,
  body: RequestBody<'updateTestCaseDefinition'>,
): Promise<TestCaseDefinition> {
  const { workspaceId, testCaseDefinitionId } = place;
  return deps.db.transaction().execute(async (trx) => {
    const row = await lockTestCaseDefinition(trx, workspaceId, testCaseDefinitionId);
    if (!row) throw unknown(place);
    const config = { ...row.config, ...ownFields(body) } as Input;
    checkSize(config);
    if (body.response_engine) await testedEngine(trx, workspaceId, body.response_engine);
    const updated = await updateTestCaseDefinitionRow(trx, workspaceId, testCaseDefinitionId, {
      ...(body.response_engine ? columnsOf(body.response_engine) : {}),
      config: JSON.stringify(config),
      modified_at: deps.now(),
    });
    return renderTestCase(updated ?? row);
  });
}

/** Runs of it stay, with the copy that they were made from. */
export async function deleteTestCaseDefinition(deps: Deps, place: TestCasePlace): Promise<void> {
  if (!(await deleteTestCaseDefinitionRow(deps.db, place.workspaceId, place.testCaseDefinitionId)))
    throw unknown(place);
}

export function renderTestCase(row: Row<'test_case_definitions'>): TestCaseDefinition {
  return {
    ...(row.config as Omit<TestCaseDefinition, 'test_case_definition_id' | 'type'>),
    test_case_definition_id: row.test_case_definition_id,
    type: 'simulation',
    creation_timestamp: row.created_at,
    user_modified_timestamp: row.modified_at,
  } as TestCaseDefinition;
}

/** Sort values behind which a page starts. */
export function startOf(list: string, key: string | undefined): { createdAt: number; id: string } | undefined {
  if (key === undefined) return undefined;
  const [createdAt, id] = decodePageKey(list, key, ['number', 'string']) as [number, string];
  return { createdAt, id };
}

function unknown({ testCaseDefinitionId }: TestCasePlace): Error {
  return notFound('test case definition', testCaseDefinitionId);
}

function checkSize(config: object): void {
  const bytes = jsonBytes(config);
  if (bytes > MAX_BYTES) throw invalidRequest(`body: expected at most ${MAX_BYTES} bytes as JSON, got ${bytes}.`);
}

/** Without the fields that only answers have. */
function ownFields(body: Input): Input {
  const {
    test_case_definition_id: _id,
    type: _type,
    creation_timestamp: _created,
    user_modified_timestamp: _modified,
    ...own
  } = body as Record<string, unknown>;
  return own as Input;
}
