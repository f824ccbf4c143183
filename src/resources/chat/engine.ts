// The response engine of a chat, taken up where the chat stands.

import { refused } from '../../contract/index.ts';
import {
  createFlowEngine,
  createRetellLlmEngine,
  type EngineStanding,
  type ResumableEngine,
  type SessionFacts,
  type ToolMock,
  type VariableValues,
} from '../../conversation/index.ts';
import type { LanguageModel } from '../../interfaces/language-model.ts';
import { modelNameOf, runnableEngine, type Configuration, type RunnableEngine } from '../agent/index.ts';
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

export async function createChatEngine(deps: ResourceDeps, settings: ChatEngineSettings): Promise<ResumableEngine> {
  const { configuration, session, standing, trial, overrides } = settings;
  const engine = checkEngineRuns(configuration);
  const { agent } = configuration;
  const key = await deps.webhookKey(settings.workspaceId);
  const modelFor = (name: string | null): LanguageModel => deps.thinking(name).use;
  const tools = {
    model: modelFor(modelNameOf(engine)),
    egress: deps.egress,
    sign: (body: string) => sign(body, key, deps.now()),
    wallClock: deps.now,
    ...(trial ? { trial } : {}),
  };
  const config = {
    variables: settings.variables,
    session,
    timezone: textOf(agent['timezone']),
    language: (agent['language'] as string | string[] | null | undefined) ?? 'en-US',
    beginMessageDelayMs: 0,
    ...(standing ? { standing } : {}),
  };
  const made =
    engine.type === 'retell-llm'
      ? createRetellLlmEngine(tools, { llm: engine.document, ...config })
      : createFlowEngine({ ...tools, modelFor }, { document: engine.document, ...config });
  if (overrides) made.overrideVariables(asTexts(overrides));
  return made;
}

/** Throws 400 for engines that cannot hold a conversation by text here. */
export function checkEngineRuns(configuration: Configuration): RunnableEngine {
  const found = runnableEngine(configuration);
  if (found.engine) return found.engine;
  throw refused(
    found.why === 'gone'
      ? `The ${found.name} is not there any more.`
      : `Agents with a response engine of type ${found.name} cannot chat on this server yet; those of type retell-llm and conversation-flow can.`,
  );
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
