// The response engine of a chat, taken up where the chat stands.

import { refused } from '../../contract/index.ts';
import {
  createRetellLlmEngine,
  type EngineStanding,
  type RetellLlmConfig,
  type RetellLlmEngine,
  type SessionFacts,
  type ToolMock,
  type VariableValues,
} from '../../conversation/index.ts';
import type { Configuration } from '../agent/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { sign } from '../webhook/index.ts';

export interface ChatEngineSettings {
  workspaceId: string;
  configuration: Configuration;
  variables: VariableValues;
  /** Stronger than all other variables. */
  overrides?: VariableValues | null;
  session: SessionFacts;
  standing?: EngineStanding;
  /** For trials: no tool is run for real. */
  trial?: { mocks: readonly ToolMock[] };
}

export async function createChatEngine(deps: ResourceDeps, settings: ChatEngineSettings): Promise<RetellLlmEngine> {
  const { configuration, session, standing, trial, overrides } = settings;
  const llm = checkEngineRuns(configuration);
  const { agent } = configuration;
  const key = await deps.webhookKey(settings.workspaceId);
  const engine = createRetellLlmEngine(
    {
      model: deps.thinking(textOf(configuration.engine.config?.['model'])).use,
      egress: deps.egress,
      sign: (body) => sign(body, key, deps.now()),
      wallClock: deps.now,
      ...(trial ? { trial } : {}),
    },
    {
      llm,
      variables: settings.variables,
      session,
      timezone: textOf(agent['timezone']),
      language: (agent['language'] as string | string[] | null | undefined) ?? 'en-US',
      beginMessageDelayMs: 0,
      ...(standing ? { standing } : {}),
    },
  );
  if (overrides) engine.overrideVariables(asTexts(overrides));
  return engine;
}

/**
 * The settings of the engine. Throws 400 for engines that cannot hold a conversation by text here: so far that is a Retell LLM alone.
 * Variables of the tag by which the agent was named stand in for those that the engine has by default.
 */
export function checkEngineRuns({ engine, variables }: Configuration): RetellLlmConfig {
  if (engine.type !== 'retell-llm')
    throw refused(
      `Agents with a response engine of type ${engine.type} cannot chat on this server yet; one of type retell-llm can.`,
    );
  if (!engine.config) throw refused(`The Retell LLM ${engine.id} in version ${engine.version} is not there any more.`);
  const defaults = engine.config['default_dynamic_variables'] as object | null | undefined;
  return { ...engine.config, default_dynamic_variables: { ...defaults, ...variables } };
}

function asTexts(values: VariableValues): Record<string, string> {
  const known = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    known.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
