// All agents of an account elsewhere, read by the API's own routes, with their engines and shared components.

import type { Bundle, Document } from './bundle.ts';
import { readExport } from './read-export.ts';

/** The API that is read. `status` 200 = `json` is the answer. */
export interface ImportSource {
  request(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }>;
}

interface ListedAgent {
  agent_id: string;
  channel: 'voice' | 'chat';
}

const PAGE = 100;

/** Throws an Error in words when the account cannot be read. */
export async function readAccount(source: ImportSource): Promise<Bundle> {
  const found: Document[] = [];
  for (const { agent_id, channel } of await listedAgents(source)) {
    const route = channel === 'chat' ? 'get-chat-agent' : 'get-agent';
    const agent = await get(source, `/${route}/${encodeURIComponent(agent_id)}`);
    found.push({ ...agent, channel, ...(await engineOf(source, agent)) });
  }
  // Only flows know of components, and older accounts have no list of them.
  if (JSON.stringify(found).includes('"component_type":"shared"'))
    found.push(...(await pages(source, 'GET', '/v2/list-conversation-flow-components')));
  return readExport(found, 'account');
}

/** The newer list has one row per agent, the older ones a row per version. */
async function listedAgents(source: ImportSource): Promise<ListedAgent[]> {
  const probe = await source.request('POST', '/v2/list-agents?limit=1', {});
  if (probe.status !== 404 && probe.status !== 501)
    return (await pages(source, 'POST', '/v2/list-agents')) as unknown as ListedAgent[];
  const lists = await Promise.all([get(source, '/list-agents'), get(source, '/list-chat-agents')]);
  const rows = lists.flatMap((list, i) =>
    (list as unknown as { agent_id: string }[]).map(({ agent_id }): ListedAgent => ({
      agent_id,
      channel: i === 0 ? 'voice' : 'chat',
    })),
  );
  return [...new Map(rows.map((row) => [row.agent_id, row])).values()];
}

async function pages(source: ImportSource, method: string, path: string): Promise<Document[]> {
  const items: Document[] = [];
  let key: string | undefined;
  for (;;) {
    const query = `?limit=${PAGE}${key === undefined ? '' : `&pagination_key=${encodeURIComponent(key)}`}`;
    const page = await answered(source, method, path + query, method === 'POST' ? {} : undefined);
    const {
      items: more = [],
      has_more,
      pagination_key,
    } = page as { items?: Document[]; has_more?: boolean; pagination_key?: string };
    items.push(...more);
    if (has_more !== true || pagination_key === undefined || pagination_key === key) return items;
    key = pagination_key;
  }
}

/** The field in which an export would carry the engine; empty for a custom LLM. */
async function engineOf(source: ImportSource, agent: Document): Promise<Document> {
  const engine = (agent['response_engine'] ?? {}) as {
    type?: string;
    llm_id?: string;
    conversation_flow_id?: string;
    version?: number | null;
  };
  const version = engine.version == null ? '' : `?version=${engine.version}`;
  if (engine.type === 'retell-llm')
    return { retellLlmData: await get(source, `/get-retell-llm/${encodeURIComponent(engine.llm_id ?? '')}${version}`) };
  if (engine.type === 'conversation-flow') {
    const id = encodeURIComponent(engine.conversation_flow_id ?? '');
    return { conversationFlow: await get(source, `/get-conversation-flow/${id}${version}`) };
  }
  return {};
}

async function get(source: ImportSource, path: string): Promise<Document> {
  return answered(source, 'GET', path);
}

async function answered(source: ImportSource, method: string, path: string, body?: unknown): Promise<Document> {
  const { status, json } = await source.request(method, path, body);
  if (status === 200) return json as Document;
  const { message } = (json ?? {}) as { message?: unknown };
  throw new Error(
    `${method} ${path.split('?', 1)[0]} answered ${status}${typeof message === 'string' ? `: ${message}` : ''}.`,
  );
}
