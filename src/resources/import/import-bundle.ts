// Creates what an import brings, by the same operations as any program: components, then engines, then agents.

import type { Bundle, Document, ImportedAgent, ImportedEngine } from './bundle.ts';
import { cleanAgent } from './clean-agent.ts';
import { cleanEngine, type KnownIds } from './clean-engine.ts';
import { useKnownVoices } from './known-voices.ts';

/** The API that is imported into. */
export interface ImportTarget {
  request(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }>;
}

/** One thing that was imported, or could not be. */
export interface ImportResult {
  kind: 'component' | 'conversation flow' | 'retell llm' | 'agent' | 'chat agent';
  label: string;
  /** Its id here; null when it could not be created. */
  id: string | null;
  /** Why it could not be created. */
  refusal: string | null;
  /** What differs from the export, in words. */
  changes: string[];
}

/** A field of an agent that nothing here understands is left out; so many at most. */
const MAX_DROPPED_FIELDS = 30;
/** Without these an agent would be another one, or keep more than it may. */
const NEVER_DROPPED = /^(response_engine|voice_id|data_storage|opt_in|opt_out|pii_|guardrail|signed_url)/;

export async function importBundle(target: ImportTarget, bundle: Bundle): Promise<ImportResult[]> {
  const ids = {
    components: new Map<string, string>(),
    engines: new Map<string, string>(),
    agents: new Map<string, string>(),
  };
  const known: KnownIds = { ...ids, knowledgeBases: await knowledgeBases(target) };
  const results: ImportResult[] = [];
  for (const { id, document } of bundle.components)
    note(results, ids.components, id, await createComponent(target, document, known));
  for (const engine of bundle.engines) note(results, ids.engines, engine.id, await createEngine(target, engine, known));
  for (const agent of bundle.agents) {
    const oldId = typeof agent.body['agent_id'] === 'string' ? agent.body['agent_id'] : '';
    note(results, ids.agents, oldId, await createAgent(target, agent, bundle.engines, ids.engines));
  }
  for (const engine of bundle.engines) await linkAgents(target, engine, ids.engines.get(engine.id), known, results);
  return results;
}

function note(results: ImportResult[], ids: Map<string, string>, oldId: string, result: ImportResult): void {
  results.push(result);
  if (result.id !== null) ids.set(oldId, result.id);
}

async function createComponent(target: ImportTarget, original: Document, known: KnownIds): Promise<ImportResult> {
  const { document, changes } = cleanEngine(original, known);
  const answer = await create(target, '/create-conversation-flow-component', document);
  const label = String(original['name'] ?? 'component').slice(0, 80);
  return { kind: 'component', label, ...created(answer, 'conversation_flow_component_id'), changes };
}

async function createEngine(target: ImportTarget, engine: ImportedEngine, known: KnownIds): Promise<ImportResult> {
  const { document, changes } = cleanEngine(engine.document, known);
  const isFlow = engine.type === 'conversation-flow';
  const kind = isFlow ? 'conversation flow' : 'retell llm';
  const body = isFlow ? withNeeded(document, changes) : document;
  const path = isFlow ? '/create-conversation-flow' : '/create-retell-llm';
  const answer = await create(target, path, body, changes);
  const outcome = created(answer, isFlow ? 'conversation_flow_id' : 'llm_id');
  if (outcome.id !== null) changes.push(...(await warnings(target, kind, outcome.id)));
  return { kind, label: engine.id, ...outcome, changes };
}

/** Parts of a flow that create-conversation-flow demands and that files of other tools leave out. */
function withNeeded(document: Document, changes: string[]): Document {
  const body = { ...document };
  if (body['start_speaker'] == null) {
    body['start_speaker'] = 'agent';
    changes.push('start_speaker was missing and is "agent" now');
  }
  if (body['model_choice'] == null) {
    body['model_choice'] = { type: 'cascading', model: 'gpt-4.1' };
    changes.push('model_choice was missing and is gpt-4.1 now');
  }
  return body;
}

async function createAgent(
  target: ImportTarget,
  agent: ImportedAgent,
  engines: ImportedEngine[],
  engineIds: ReadonlyMap<string, string>,
): Promise<ImportResult> {
  const kind = agent.channel === 'chat' ? 'chat agent' : 'agent';
  const engine = engineRef(agent, engines, engineIds);
  if (engine === null)
    return {
      kind,
      label: agent.label,
      id: null,
      refusal: 'Its engine is not in the import, or could not be created.',
      changes: [],
    };
  const { body, changes } = cleanAgent(agent, engine);
  await useKnownVoices(target, agent, body, changes);
  const path = agent.channel === 'chat' ? '/create-chat-agent' : '/create-agent';
  const answer = await create(target, path, body, changes, (field) => !NEVER_DROPPED.test(field));
  return { kind, label: agent.label, ...created(answer, 'agent_id'), changes };
}

function engineRef(
  agent: ImportedAgent,
  engines: ImportedEngine[],
  engineIds: ReadonlyMap<string, string>,
): Document | null {
  if (agent.engineId === null) return agent.body['response_engine'] as Document;
  const engine = engines.find((each) => each.id === agent.engineId);
  const id = engineIds.get(agent.engineId);
  if (!engine || id === undefined) return null;
  return engine.type === 'conversation-flow'
    ? { type: engine.type, conversation_flow_id: id }
    : { type: engine.type, llm_id: id };
}

/** What the API refuses by name of a field is left out and told, where it is null or `mayDrop` says so; then it is tried again. */
async function create(
  target: ImportTarget,
  path: string,
  body: Document,
  changes: string[] = [],
  mayDrop: (field: string) => boolean = () => false,
): Promise<{ status: number; json: unknown }> {
  const trimmed = { ...body };
  for (let tries = 0; ; tries++) {
    const answer = await target.request('POST', path, trimmed);
    const words = messageOf(answer.json);
    const field = /^(?:Invalid request format[^.]*\. )?([a-z0-9_]+)/i.exec(words)?.[1] ?? '';
    const isDroppable = Object.hasOwn(trimmed, field) && (trimmed[field] === null || mayDrop(field));
    if (answer.status !== 400 || !isDroppable || tries >= MAX_DROPPED_FIELDS) return answer;
    delete trimmed[field];
    changes.push(`${field} was left out: ${words.replace(/^Invalid request format[^.]*\. /, '')}`);
  }
}

function created(
  { status, json }: { status: number; json: unknown },
  idField: string,
): { id: string | null; refusal: string | null } {
  const id = (json as Document | undefined)?.[idField];
  if (status === 201 && typeof id === 'string') return { id, refusal: null };
  return { id: null, refusal: messageOf(json) || `The server answered ${status}.` };
}

async function warnings(target: ImportTarget, kind: 'conversation flow' | 'retell llm', id: string): Promise<string[]> {
  const { json } = await target.request('GET', `/list-${kind.replace(' ', '-')}-warnings/${id}`);
  const { items = [] } = (json ?? {}) as { items?: { path: string; message: string }[] };
  return items.map(({ path, message }) => `kept as it is: ${path}: ${message}`);
}

/** Engines come before agents, so the agents that they hand calls to are put in afterwards. */
async function linkAgents(
  target: ImportTarget,
  engine: ImportedEngine,
  id: string | undefined,
  known: KnownIds,
  results: ImportResult[],
): Promise<void> {
  if (id === undefined) return;
  const result = results.find((each) => each.id === id);
  const linked = cleanEngine(engine.document, known);
  for (const agentId of linked.unknownAgents)
    result?.changes.push(`it refers to the agent ${agentId}, which is not here`);
  const before = cleanEngine(engine.document, { ...known, agents: new Map() }).document;
  const change = Object.fromEntries(
    Object.entries(linked.document).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  );
  if (Object.keys(change).length === 0) return;
  const path = engine.type === 'conversation-flow' ? 'conversation-flow' : 'retell-llm';
  const answer = await target.request('PATCH', `/update-${path}/${id}`, change);
  if (answer.status !== 200) result?.changes.push(`agents it refers to could not be put in: ${messageOf(answer.json)}`);
}

async function knowledgeBases(target: ImportTarget): Promise<Set<string>> {
  const { json } = await target.request('GET', '/list-knowledge-bases');
  const bases = (Array.isArray(json) ? json : []) as { knowledge_base_id: string }[];
  return new Set(bases.map((base) => base.knowledge_base_id));
}

function messageOf(json: unknown): string {
  const message = (json as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message : '';
}
