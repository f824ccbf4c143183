// The document of an agent's response engine as a conversation runs on it.

import type { RetellLlmConfig } from '../../conversation/index.ts';
import type { FlowDocument } from '../../flow/index.ts';
import type { Configuration } from './snapshot.ts';

export type RunnableEngine =
  | { type: 'retell-llm'; document: RetellLlmConfig & { model?: string | null } }
  | { type: 'conversation-flow'; document: FlowDocument }
  | { type: 'custom-llm'; document: CustomLlmDocument };

/** A program of the customer behind a socket. */
export interface CustomLlmDocument {
  llm_websocket_url: string;
  default_dynamic_variables?: Record<string, string>;
}

const NAMES = { 'retell-llm': 'Retell LLM', 'conversation-flow': 'conversation flow' } as const;

/**
 * Variables of the tag by which the agent was named stand in for those that the engine has by default. Otherwise a reason: `type` of a
 * kind that does not run here, `gone`.
 */
export function runnableEngine({
  agent,
  engine,
  variables,
}: Pick<Configuration, 'agent' | 'engine' | 'variables'>):
  | { engine: RunnableEngine }
  | { engine: null; why: 'type'; name: string }
  | { engine: null; why: 'gone'; name: string } {
  const { type, id, version, config } = engine;
  if (type === 'custom-llm')
    return { engine: { type, document: { ...socketOf(agent), default_dynamic_variables: variables } } };
  if (type !== 'retell-llm' && type !== 'conversation-flow') return { engine: null, why: 'type', name: type };
  if (!config) return { engine: null, why: 'gone', name: `${NAMES[type]} ${id} version ${version}` };
  if (Object.keys(variables).length === 0) return { engine: { type, document: config } as RunnableEngine };
  const defaults = config['default_dynamic_variables'] as object | null | undefined;
  const document = { ...config, default_dynamic_variables: { ...defaults, ...variables } };
  return { engine: { type, document } as RunnableEngine };
}

/** Its only document is the agent's own setting. */
function socketOf(agent: Record<string, unknown>): { llm_websocket_url: string } {
  const engine = agent['response_engine'] as { llm_websocket_url?: unknown } | null | undefined;
  return { llm_websocket_url: typeof engine?.llm_websocket_url === 'string' ? engine.llm_websocket_url : '' };
}

/** The model that the engine's document names. */
export function modelNameOf({ type, document }: Exclude<RunnableEngine, { type: 'custom-llm' }>): string | null {
  const name = type === 'retell-llm' ? document.model : document.model_choice?.model;
  return typeof name === 'string' && name !== '' ? name : null;
}
