// The document of an agent's response engine as a conversation runs on it.

import type { RetellLlmConfig } from '../../conversation/index.ts';
import type { FlowDocument } from '../../flow/index.ts';
import type { Configuration } from './snapshot.ts';

export type RunnableEngine =
  | { type: 'retell-llm'; document: RetellLlmConfig & { model?: string | null } }
  | { type: 'conversation-flow'; document: FlowDocument };

const NAMES = { 'retell-llm': 'Retell LLM', 'conversation-flow': 'conversation flow' } as const;

/**
 * Variables of the tag by which the agent was named stand in for those that the engine has by default. Otherwise a reason: `type` of a
 * kind that does not run here, `gone`.
 */
export function runnableEngine({
  engine,
  variables,
}: Pick<Configuration, 'engine' | 'variables'>):
  | { engine: RunnableEngine }
  | { engine: null; why: 'type'; name: string }
  | { engine: null; why: 'gone'; name: string } {
  const { type, id, version, config } = engine;
  if (type !== 'retell-llm' && type !== 'conversation-flow') return { engine: null, why: 'type', name: type };
  if (!config) return { engine: null, why: 'gone', name: `${NAMES[type]} ${id} version ${version}` };
  if (Object.keys(variables).length === 0) return { engine: { type, document: config } as RunnableEngine };
  const defaults = config['default_dynamic_variables'] as object | null | undefined;
  const document = { ...config, default_dynamic_variables: { ...defaults, ...variables } };
  return { engine: { type, document } as RunnableEngine };
}

/** The model that the engine's document names. */
export function modelNameOf({ type, document }: RunnableEngine): string | null {
  const name = type === 'retell-llm' ? document.model : document.model_choice?.model;
  return typeof name === 'string' && name !== '' ? name : null;
}
