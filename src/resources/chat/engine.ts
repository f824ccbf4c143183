// The response engine of a chat, taken up where the chat stands.

import { refused } from '../../contract/index.ts';
import type { EngineStanding, ResumableEngine, SessionFacts, Trial, VariableValues } from '../../conversation/index.ts';
import type { Texting } from '../../interfaces/phone-line.ts';
import {
  createSwappingEngine,
  runnableEngine,
  type EngineDeps,
  type Configuration,
  type RunnableEngine,
} from '../agent/index.ts';
import type { ResourceDeps } from '../deps.ts';

export interface ChatEngineSettings {
  workspaceId: string;
  configuration: Configuration;
  variables: VariableValues;
  /** Stronger than all other variables. */
  overrides?: VariableValues | null;
  session: SessionFacts;
  standing?: EngineStanding;
  trial?: Trial;
  /** Where the user can be written to. */
  texting?: Texting | null;
  /** Hears what is wrong with the agent's configuration. */
  warn?: (text: string) => void;
}

/** What engines of chats need of the world. */
export type ChatEngineDeps = Omit<EngineDeps, 'wallClock'> & Pick<ResourceDeps, 'db' | 'now'>;

export async function createChatEngine(deps: ChatEngineDeps, settings: ChatEngineSettings): Promise<ResumableEngine> {
  const { configuration, overrides, ...rest } = settings;
  const { engine } = await createSwappingEngine(
    { ...deps, wallClock: deps.now },
    { ...rest, agent: configuration.agent, engine: checkEngineRuns(configuration) },
  );
  if (overrides) engine.overrideVariables(asTexts(overrides));
  return engine;
}

/** Throws 400 for engines that cannot hold a conversation by text here. */
export function checkEngineRuns(configuration: Configuration): RunnableEngine {
  const found = runnableEngine(configuration);
  if (found.engine) return found.engine;
  throw refused(
    found.why === 'gone'
      ? `The ${found.name} is not there any more.`
      : `Agents with a response engine of type ${found.name} cannot chat on this server yet; those of type retell-llm, conversation-flow and custom-llm can.`,
  );
}

function asTexts(values: VariableValues): Record<string, string> {
  const known = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    known.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}
