// Files that people have: the dashboard's export of an agent, a flow or an LLM alone, lists of any of these, answers of the API.

import { createHash } from 'node:crypto';
import { emptyBundle, type Bundle, type Document } from './bundle.ts';

/** Fields in which exports carry the engine's document; the dashboard's first, then those of tools around it. */
const FLOW_FIELDS = ['conversationFlow', 'conversation_flow', 'conversationFlowData'];
const LLM_FIELDS = ['retellLlmData', 'retell_llm_data', 'retell_llm', 'retellLlm', 'llm'];
/** Fields of objects that only hold what is meant. */
const WRAPPERS = ['agents', 'items', 'agent', 'data', 'engines', 'components', 'conversation_flows', 'retell_llms'];
const LLM_MARKS = ['llm_id', 'general_prompt', 'general_tools', 'states', 'begin_message', 's2s_model'];
/** Of lists and wrappers in each other. */
const MAX_DEPTH = 10;

interface Reading {
  bundle: Bundle;
  /** Type and content of each engine -> its id. */
  engines: Map<string, string>;
  engineIds: Set<string>;
}

/** `source`: where it was read, for what has no name. Never throws: what makes no sense is told in `unusable`. */
export function readExport(value: unknown, source: string): Bundle {
  const reading: Reading = { bundle: emptyBundle(), engines: new Map(), engineIds: new Set() };
  read(reading, value, source, 0);
  return reading.bundle;
}

function read(reading: Reading, value: unknown, place: string, depth: number): void {
  const { bundle } = reading;
  if (depth > MAX_DEPTH) return void bundle.unusable.push(`${place}: this is nested too deep.`);
  const wrapped = isObject(value) ? WRAPPERS.filter((name) => isThing(value[name])) : [];
  if (Array.isArray(value)) value.forEach((item, i) => read(reading, item, `${place}[${i}]`, depth + 1));
  else if (!isObject(value)) bundle.unusable.push(`${place}: expected an object, got ${shown(value)}.`);
  else if (isAgent(value)) readAgent(reading, value, place);
  else if (isComponent(value)) readComponent(bundle, value);
  else if (Array.isArray(value['nodes'])) readEngine(reading, 'conversation-flow', value, place);
  else if (wrapped.length > 0) for (const name of wrapped) read(reading, value[name], `${place}.${name}`, depth + 1);
  else if (LLM_MARKS.some((name) => name in value)) readEngine(reading, 'retell-llm', value, place);
  else bundle.unusable.push(`${place}: this is neither an agent nor a flow nor an LLM; it has ${names(value)}.`);
}

function readAgent(reading: Reading, value: Document, place: string): void {
  const carriers = [...FLOW_FIELDS, ...LLM_FIELDS];
  const body = Object.fromEntries(Object.entries(value).filter(([name]) => !carriers.includes(name)));
  const label = textOr(value['agent_name'], textOr(value['agent_id'], place));
  const channel = value['channel'] === 'chat' ? 'chat' : 'voice';
  reading.bundle.agents.push({ label, channel, body, engineId: engineIdOf(reading, value, place) });
}

/** Takes the document that comes with the agent; without one, the agent refers to an engine that may stand elsewhere in the import. */
function engineIdOf(reading: Reading, value: Document, place: string): string | null {
  const engine = (isObject(value['response_engine']) ? value['response_engine'] : {}) as Document;
  const flow = FLOW_FIELDS.map((name) => value[name]).find(isObject);
  const llm = LLM_FIELDS.map((name) => value[name]).find(isObject);
  const named = textOr(engine['conversation_flow_id'], textOr(engine['llm_id'], ''));
  // Exports may carry both, one of them left over: the engine that the agent names counts.
  const isFlow = flow !== undefined && (llm === undefined || engine['type'] !== 'retell-llm');
  if (isFlow) return readEngine(reading, 'conversation-flow', flow, place, named);
  if (llm !== undefined) return readEngine(reading, 'retell-llm', llm, place, named);
  if (engine['type'] === 'custom-llm') return null;
  return named === '' ? place : named;
}

/** `place` stands in for an id. */
function readEngine(
  { bundle, engines, engineIds }: Reading,
  type: 'retell-llm' | 'conversation-flow',
  document: Document,
  place: string,
  named = '',
): string {
  const own = textOr(document[type === 'retell-llm' ? 'llm_id' : 'conversation_flow_id'], named);
  const id = own === '' ? place : own;
  const content = `${type} ${createHash('sha256').update(JSON.stringify(document)).digest('hex')}`;
  const same = engines.get(content);
  if (same !== undefined) return same;
  // Another version of one that is known: agents keep what came with them.
  const free = engineIds.has(id) ? `${id} at ${place}` : id;
  engines.set(content, free);
  engineIds.add(free);
  bundle.engines.push({ id: free, type, document });
  return free;
}

function readComponent(bundle: Bundle, document: Document): void {
  const id = document['conversation_flow_component_id'] as string;
  if (!bundle.components.some((component) => component.id === id)) bundle.components.push({ id, document });
}

function isAgent(value: Document): boolean {
  const isWithEngine = [...FLOW_FIELDS, ...LLM_FIELDS].some((name) => isObject(value[name]));
  return 'response_engine' in value || 'voice_id' in value || (isWithEngine && !Array.isArray(value['nodes']));
}

function isComponent(value: Document): boolean {
  return typeof value['conversation_flow_component_id'] === 'string' && Array.isArray(value['nodes']);
}

function isThing(value: unknown): boolean {
  return Array.isArray(value) || isObject(value);
}

function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 40);
}

function names(value: Document): string {
  const fields = Object.keys(value);
  return fields.length === 0 ? 'no fields' : fields.slice(0, 5).join(', ').slice(0, 120);
}
