// Files that people have: the dashboard's export of an agent, a flow or an LLM alone, lists of any of these, answers of the API.

import { emptyBundle, type Bundle, type Document } from './bundle.ts';

/** Fields in which exports carry the engine's document; the dashboard's first, then those of tools around it. */
const FLOW_FIELDS = ['conversationFlow', 'conversation_flow', 'conversationFlowData'];
const LLM_FIELDS = ['retellLlmData', 'retell_llm_data', 'retell_llm', 'retellLlm', 'llm'];
/** Fields of objects that only hold what is meant. */
const WRAPPERS = ['agents', 'items', 'agent', 'data', 'engines', 'components', 'conversation_flows', 'retell_llms'];
const LLM_MARKS = ['llm_id', 'general_prompt', 'general_tools', 'states', 'begin_message', 's2s_model'];
const MAX_WRAPPERS = 5;

/** `source`: where it was read, for what has no name. Never throws: what makes no sense is told in `unusable`. */
export function readExport(value: unknown, source: string): Bundle {
  const bundle = emptyBundle();
  read(bundle, value, source, 0);
  return bundle;
}

function read(bundle: Bundle, value: unknown, place: string, depth: number): void {
  const wrapped = isObject(value) && depth < MAX_WRAPPERS ? WRAPPERS.filter((name) => isThing(value[name])) : [];
  if (Array.isArray(value)) value.forEach((item, i) => read(bundle, item, `${place}[${i}]`, depth));
  else if (!isObject(value)) bundle.unusable.push(`${place}: expected an object, got ${shown(value)}.`);
  else if (isAgent(value)) readAgent(bundle, value, place);
  else if (isComponent(value)) readComponent(bundle, value);
  else if (Array.isArray(value['nodes'])) readEngine(bundle, 'conversation-flow', value, place);
  else if (wrapped.length > 0) for (const name of wrapped) read(bundle, value[name], `${place}.${name}`, depth + 1);
  else if (LLM_MARKS.some((name) => name in value)) readEngine(bundle, 'retell-llm', value, place);
  else bundle.unusable.push(`${place}: this is neither an agent nor a flow nor an LLM; it has ${names(value)}.`);
}

function readAgent(bundle: Bundle, value: Document, place: string): void {
  const carriers = [...FLOW_FIELDS, ...LLM_FIELDS];
  const body = Object.fromEntries(Object.entries(value).filter(([name]) => !carriers.includes(name)));
  const label = textOr(value['agent_name'], textOr(value['agent_id'], place));
  const channel = value['channel'] === 'chat' ? 'chat' : 'voice';
  bundle.agents.push({ label, channel, body, engineId: engineIdOf(bundle, value, place) });
}

/** Takes the document that comes with the agent; without one, the agent refers to an engine that may stand elsewhere in the import. */
function engineIdOf(bundle: Bundle, value: Document, place: string): string | null {
  const engine = (isObject(value['response_engine']) ? value['response_engine'] : {}) as Document;
  const flow = FLOW_FIELDS.map((name) => value[name]).find(isObject);
  const llm = LLM_FIELDS.map((name) => value[name]).find(isObject);
  const named = textOr(engine['conversation_flow_id'], textOr(engine['llm_id'], ''));
  // Exports may carry both, one of them left over: the engine that the agent names counts.
  const isFlow = flow !== undefined && (llm === undefined || engine['type'] !== 'retell-llm');
  if (isFlow) return readEngine(bundle, 'conversation-flow', flow, place, named);
  if (llm !== undefined) return readEngine(bundle, 'retell-llm', llm, place, named);
  if (engine['type'] === 'custom-llm') return null;
  return named === '' ? place : named;
}

/** `place` stands in for an id. */
function readEngine(
  bundle: Bundle,
  type: 'retell-llm' | 'conversation-flow',
  document: Document,
  place: string,
  named = '',
): string {
  const own = textOr(document[type === 'retell-llm' ? 'llm_id' : 'conversation_flow_id'], named);
  const id = own === '' ? place : own;
  const text = JSON.stringify(document);
  const same = bundle.engines.find((engine) => engine.type === type && JSON.stringify(engine.document) === text);
  if (same) return same.id;
  // Another version of one that is known: agents keep what came with them.
  const free = bundle.engines.some((engine) => engine.id === id) ? `${id} at ${place}` : id;
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
