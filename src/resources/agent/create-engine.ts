// The response engine of one agent in one conversation.

import type { Kysely } from 'kysely';
import {
  createCustomLlmEngine,
  createFlowEngine,
  createRetellLlmEngine,
  handbookText,
  unsetNote,
  withoutUnset,
  type EngineStanding,
  type HandbookConfig,
  type ResumableEngine,
  type SessionFacts,
  type SwapAgent,
  type Trial,
  type VariableValues,
} from '../../conversation/index.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { LanguageModel } from '../../interfaces/language-model.ts';
import type { PhoneLine, Texting } from '../../interfaces/phone-line.ts';
import type { Choice, Providers } from '../../interfaces/providers.ts';
import { createTimerClock } from '../../interfaces/timer-clock.ts';
import type { Database } from '../../storage/index.ts';
import type { EngineTools } from '../engine-tools.ts';
import { ITS_OWN_MIND, socketSettings } from './custom-llm-agent.ts';
import { modelNameOf, type RunnableEngine } from './runnable-engine.ts';
import { runsCode } from './runs-code.ts';
import { toolsOfEngine } from './tools-of-engine.ts';

export interface EngineDeps extends EngineTools {
  /** Where agents are found that take over. */
  db: Kysely<Database>;
  thinking: Providers['thinking'];
  wallClock: WallClock;
}

export interface EngineSettings {
  workspaceId: string;
  /** As stored, with the conversation's overrides laid over it. */
  agent: Record<string, unknown>;
  engine: RunnableEngine;
  /** `retell_llm_dynamic_variables` of the conversation. */
  variables: VariableValues;
  session: SessionFacts;
  /** Where the conversation goes on; without it at its beginning. */
  standing?: EngineStanding;
  trial?: Trial;
  /** Of a call on the telephone. */
  line?: PhoneLine | null | undefined;
  /** Where the user can be written to. */
  texting?: Texting | null | undefined;
  /** Where another agent can take over. */
  swapAgent?: SwapAgent;
  /** Hears what is wrong with the agent's configuration. */
  warn?: (text: string) => void;
}

export interface MadeEngine {
  engine: ResumableEngine;
  /** The model that it thinks with, and what it stands in for. */
  thinking: Choice<LanguageModel>;
}

export async function createEngine(deps: EngineDeps, settings: EngineSettings): Promise<MadeEngine> {
  const { agent, engine, session, standing, variables } = settings;
  const key = await deps.webhookKey(settings.workspaceId);
  const thinking = engine.type === 'custom-llm' ? ITS_OWN_MIND : deps.thinking(modelNameOf(engine));
  if (runsCode(engine)) deps.code?.warm();
  const timezone = typeof agent['timezone'] === 'string' ? agent['timezone'] || null : null;
  const tools = toolsOfEngine(deps, settings, { model: thinking.use, key, timezone });
  const config = {
    variables,
    session,
    timezone,
    handbook: handbookText(agent['handbook_config'] as HandbookConfig | null | undefined, session.type),
    language: (agent['language'] as string | string[] | null | undefined) ?? 'en-US',
    beginMessageDelayMs: (agent['begin_message_delay_ms'] as number | null | undefined) ?? 0,
    ...(standing ? { standing } : {}),
  };
  const modelFor = (name: string): LanguageModel => deps.thinking(name).use;
  const made = make();
  return { engine: agent['speak_unset_variables'] === true ? made : quietUnset(made, settings.warn), thinking };

  function make(): ResumableEngine {
    switch (engine.type) {
      case 'retell-llm':
        return createRetellLlmEngine(tools, { llm: engine.document, ...config });
      case 'conversation-flow':
        return createFlowEngine({ ...tools, modelFor }, { document: engine.document, ...config });
      case 'custom-llm':
        return createCustomLlmEngine(
          { ...tools, sockets: deps.egress, clock: createTimerClock(steadyUs) },
          { ...config, ...socketSettings(engine.document, session) },
        );
      default:
        return engine satisfies never;
    }
  }
}

function steadyUs(): number {
  return performance.now() * 1000;
}

function quietUnset(engine: ResumableEngine, warn: EngineSettings['warn']): ResumableEngine {
  return withoutUnset(engine, {
    onUnset: (name) => warn?.(unsetNote(name, 'what the agent says')),
  });
}
