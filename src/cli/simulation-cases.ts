// Which test cases are meant: those of an agent's engine that are stored, or those of a file in the repository of whoever runs them.

import { readFile } from 'node:fs/promises';
import type { Schema } from '../contract/index.ts';
import type { ApiClient } from './api-client.ts';
import { UsageError } from './api-request.ts';
import { ask } from './ask.ts';

export type Engine = Schema<'ResponseEngine'>;
type TestCase = Schema<'TestCaseDefinition'>;

export interface ChosenCases {
  ids: string[];
  /** Were made for this run alone, and are deleted after it. */
  passing: boolean;
}

/** `wanted`: nothing for all, ids and names with commas between, or a .json file. Throws UsageError for what is not there. */
export async function chooseCases(client: ApiClient, engine: Engine, wanted: string | undefined): Promise<ChosenCases> {
  if (wanted?.endsWith('.json'))
    return { ids: await createCases(client, engine, await readCases(wanted)), passing: true };
  const stored = await storedCases(client, engine);
  const ids = wanted === undefined ? stored.map(idOf) : wanted.split(',').map((word) => findCase(stored, word.trim()));
  if (ids.length === 0)
    throw new UsageError('This agent has no test cases: create some, or name a file by --cases tests.json.');
  return { ids, passing: false };
}

export async function deleteCases(client: ApiClient, ids: readonly string[]): Promise<void> {
  for (const id of ids) await client.request('DELETE', `/delete-test-case-definition/${encodeURIComponent(id)}`);
}

async function storedCases(client: ApiClient, engine: Engine): Promise<TestCase[]> {
  const query = new URLSearchParams({ type: engine.type, limit: '1000' });
  if (engine.type === 'retell-llm') query.set('llm_id', engine.llm_id);
  if (engine.type === 'conversation-flow') query.set('conversation_flow_id', engine.conversation_flow_id);
  const found: TestCase[] = [];
  for (;;) {
    const page = await ask<{ items: TestCase[]; pagination_key?: string }>(
      client,
      'GET',
      `/v2/list-test-case-definitions?${query.toString()}`,
    );
    found.push(...page.items.filter((each) => isAbout(each, engine)));
    if (page.pagination_key === undefined) return found;
    query.set('pagination_key', page.pagination_key);
  }
}

/** Custom LLMs are not asked for by their address. */
function isAbout({ response_engine }: TestCase, engine: Engine): boolean {
  if (engine.type !== 'custom-llm') return true;
  return response_engine?.type === 'custom-llm' && response_engine.llm_websocket_url === engine.llm_websocket_url;
}

function findCase(stored: readonly TestCase[], word: string): string {
  const found = stored.find((each) => idOf(each) === word) ?? stored.find(({ name }) => name === word);
  if (found) return idOf(found);
  const names = stored.map(({ name }) => JSON.stringify(name)).slice(0, 20);
  throw new UsageError(`There is no test case "${word}". There are: ${names.join(', ') || 'none at all'}.`);
}

function idOf(each: TestCase): string {
  return each.test_case_definition_id;
}

/** One case, or a list of them, as the API takes them; the engine is the agent's. */
async function readCases(path: string): Promise<object[]> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path} cannot be read as JSON: ${(error as Error).message}`);
  }
  const cases = Array.isArray(content) ? (content as unknown[]) : [content];
  if (cases.length === 0 || cases.some((each) => typeof each !== 'object' || each === null))
    throw new UsageError(`${path}: expected a test case or a list of them.`);
  return cases as object[];
}

async function createCases(client: ApiClient, engine: Engine, cases: readonly object[]): Promise<string[]> {
  const ids: string[] = [];
  try {
    for (const each of cases) {
      const body = { ...each, response_engine: withoutVersion(engine) };
      ids.push(idOf(await ask<TestCase>(client, 'POST', '/create-test-case-definition', body)));
    }
    return ids;
  } catch (error) {
    await deleteCases(client, ids);
    throw error;
  }
}

function withoutVersion(engine: Engine): object {
  const { version: _version, ...rest } = engine as Engine & { version?: unknown };
  return rest;
}
