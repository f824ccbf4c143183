// What a Retell LLM must keep to beyond its schema.

import { invalidRequest, oneOf, quoted, type RequestBody, type Schema } from '../../contract/index.ts';
import { transitionToolName } from '../../conversation/index.ts';
import { checkPromptSizes, type PromptPart, type PromptPlace } from '../engine-document/index.ts';
import { checkRanges } from '../limits.ts';

export type RetellLlmConfig = RequestBody<'createRetellLLM'>;
type Tool = NonNullable<RetellLlmConfig['general_tools']>[number];
type Variable = Schema<'AnalysisData'>;
type State = NonNullable<RetellLlmConfig['states']>[number];

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;
/** Of any one text, blanks and all. */
const MAX_PROMPT_CHARACTERS = 500_000;
const TOOL_RANGES = { timeout_ms: [1000, 600_000], delay_ms: [0, 5000] } as const;

/** Throws an ApiError (400) that names the field. `config` is whole: for an update, the stored one with the change laid over it. */
export function checkRetellLlm(config: RetellLlmConfig): void {
  checkRanges(config, { model_temperature: [0, 1], begin_after_user_silence_ms: [0, Number.MAX_SAFE_INTEGER] });
  if (config.model != null && config.s2s_model != null)
    throw invalidRequest('s2s_model: set either model or s2s_model, not both.');
  checkPrompt(config.general_prompt, 'general_prompt');
  checkPrompt(config.begin_message, 'begin_message');
  const general = checkTools(config.general_tools ?? [], 'general_tools', new Set());
  checkStates(config, general);
  for (const [i, server] of (config.mcps ?? []).entries()) {
    checkUrl(server.url, `mcps[${i}].url`);
    checkRanges(server, { timeout_ms: [1, Number.MAX_SAFE_INTEGER] }, `mcps[${i}].`);
  }
  checkPromptSizes(promptsOf(config));
}

/** What the model reads in each state, or without states. */
export function promptsOf({ general_prompt, general_tools, states }: RetellLlmConfig): PromptPlace[] {
  const general = [{ path: 'general_prompt', value: general_prompt }, ...shownTools(general_tools, 'general_tools')];
  const own = { path: 'general_prompt', parts: general };
  if (!states?.length) return [own];
  return states.map(({ state_prompt, tools, edges }, i) => ({
    path: `general_prompt and states[${i}].state_prompt`,
    parts: [
      ...general,
      { path: `states[${i}].state_prompt`, value: state_prompt },
      ...shownTools(tools, `states[${i}].tools`),
      ...(edges ?? []).map((value, k) => ({ path: `states[${i}].edges[${k}]`, value })),
    ],
  }));
}

/** What a model is shown of tools. */
function shownTools(tools: readonly Tool[] | null | undefined, path: string): PromptPart[] {
  return (tools ?? []).map((tool, i) => {
    const { name, description, parameters } = tool as { name?: string; description?: string; parameters?: object };
    return { path: `${path}[${i}]`, value: JSON.stringify({ name, description, parameters }) };
  });
}

function checkStates(config: RetellLlmConfig, generalTools: Set<string>): void {
  const states = config.states ?? [];
  const names = new Set<string>();
  for (const [i, state] of states.entries()) {
    const path = `states[${i}]`;
    if (!NAME.test(state.name)) throw invalidRequest(`${path}.name: ${NAME_RULE}`);
    if (names.has(state.name)) throw invalidRequest(`${path}.name: there is another state "${state.name}".`);
    names.add(state.name);
    checkPrompt(state.state_prompt, `${path}.state_prompt`);
    const tools = checkTools(state.tools ?? [], `${path}.tools`, new Set(generalTools));
    checkTransitions(state, path, tools);
  }
  for (const [i, state] of states.entries()) checkEdges(state, `states[${i}]`, names);
  if (states.length > 0 && (config.starting_state == null || !names.has(config.starting_state)))
    throw invalidRequest(
      `starting_state: expected ${oneOf([...names])}, got ${config.starting_state == null ? 'null' : quoted(config.starting_state)}.`,
    );
}

function checkEdges(state: State, path: string, names: Set<string>): void {
  for (const [i, edge] of (state.edges ?? []).entries()) {
    if (names.has(edge.destination_state_name)) continue;
    throw invalidRequest(
      `${path}.edges[${i}].destination_state_name: expected ${oneOf([...names], 80)}, got ${quoted(edge.destination_state_name)}.`,
    );
  }
}

/** Edges are offered to the model as tools, whose names must be free. */
function checkTransitions(state: State, path: string, tools: Set<string>): void {
  for (const [i, edge] of (state.edges ?? []).entries()) {
    const name = transitionToolName(edge.destination_state_name);
    if (!tools.has(name)) continue;
    throw invalidRequest(
      `${path}.edges[${i}].destination_state_name: the transition to it is offered as "${name}", and there is a tool of that name.`,
    );
  }
}

/** Adds the names to `taken` and returns it: tools that are offered together must not share one. */
function checkTools(tools: Tool[], path: string, taken: Set<string>): Set<string> {
  for (const [i, tool] of tools.entries()) {
    const at = `${path}[${i}]`;
    if (!NAME.test(tool.name)) throw invalidRequest(`${at}.name: ${NAME_RULE}`);
    if (taken.has(tool.name)) throw invalidRequest(`${at}.name: there is another tool "${tool.name}".`);
    taken.add(tool.name);
    checkRanges(tool as Record<string, unknown>, TOOL_RANGES, `${at}.`);
    if (tool.type === 'custom') checkUrl(tool.url, `${at}.url`);
    if (tool.type === 'extract_dynamic_variable') checkChoices(tool.variables, `${at}.variables`);
  }
  return taken;
}

function checkChoices(variables: Variable[], path: string): void {
  for (const [i, variable] of variables.entries()) {
    if (variable.type === 'enum' && variable.choices.length === 0)
      throw invalidRequest(`${path}[${i}].choices: expected at least one choice.`);
  }
}

const NAME_RULE = 'expected 1 to 64 of a-z, A-Z, 0-9, _ and -.';

function checkUrl(url: string, path: string): void {
  // Variables may stand in any part of it.
  if (/^https?:\/\/./i.test(url) || url.startsWith('{{')) return;
  throw invalidRequest(`${path}: expected an http:// or https:// address.`);
}

function checkPrompt(text: string | null | undefined, path: string): void {
  if (text != null && text.length > MAX_PROMPT_CHARACTERS)
    throw invalidRequest(`${path}: expected at most ${MAX_PROMPT_CHARACTERS} characters, got ${text.length}.`);
}
