// One run of a test from wherever it stands to its result.

import type { Schema } from '../../contract/index.ts';
import { ApiError } from '../../contract/index.ts';
import { createLookup, substitute, type ToolMock, type VariableValues } from '../../conversation/index.ts';
import type { LanguageModel } from '../../interfaces/language-model.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import type { Choice } from '../../interfaces/providers.ts';
import { createSwappingEngine, runnableEngine, type Configuration, type EngineDeps } from '../agent/index.ts';
import { transcriptItems } from '../chat/index.ts';
import { judge } from './judge.ts';
import type { SimulationLimits } from './limits.ts';
import { meterModels, type ModelMeter } from './metered-models.ts';
import { outcomeOf, SimulationFailed, type Outcome } from './outcome.ts';
import type { Progress } from './progress.ts';
import { simulate, type Simulation } from './simulate.ts';
import { createModelUser, createScriptedUser, type SimulatedUser } from './simulated-user.ts';

type Stored = Schema<'TestCaseDefinition'>;
/** As it was stored: the contract requires these fields in a place that the types do not see. */
export type Definition = Stored &
  Required<Pick<Stored, 'metrics' | 'user_prompt' | 'dynamic_variables' | 'tool_mocks' | 'llm_model'>>;

export interface PlayDeps {
  /** What engines are made of; its models are counted. */
  engines: EngineDeps;
  /** The model that judges. */
  judgeModel: string;
  /** Before a model that failed for now is asked again. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  limits: SimulationLimits;
}

export interface Play {
  workspaceId: string;
  runId: string;
  definition: Definition;
  configuration: Configuration;
  runsUnmockedTools: boolean;
  /** Changes as the run goes on. */
  progress: Progress;
  /** Rejects when the run is not ours any more. */
  keep(progress: Progress): Promise<void>;
  signal: AbortSignal;
}

/** Whatever goes wrong with the run is its result; rejects when the signal fires, and with what `keep` rejects with. */
export async function playTest(deps: PlayDeps, play: Play): Promise<Outcome> {
  const { progress, signal } = play;
  const late = AbortSignal.timeout(Math.max(1, deps.limits.wholeMs - progress.elapsedMs));
  try {
    return await withinTime(deps, play, AbortSignal.any([signal, late]));
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) return failure(`The run took longer than ${deps.limits.wholeMs / 60_000} minutes.`);
    if (error instanceof SimulationFailed || error instanceof ApiError) return failure(error.message);
    if (error instanceof ProviderError) return failure(`A language model failed: ${error.message}`);
    if (isTimeout(error)) return failure('A language model did not answer in time.');
    throw error;
  }
}

async function withinTime(deps: PlayDeps, play: Play, signal: AbortSignal): Promise<Outcome> {
  const { definition, progress } = play;
  const meter = meterModels(deps.engines.thinking, {
    tokens: progress.tokens,
    maxTokens: deps.limits.tokens,
    pause: deps.pause,
  });
  await converseWithUser(deps, play, meter, signal);
  if (definition.metrics.length === 0) return outcomeOf([]);
  const items = transcriptItems(progress.messages);
  const model = realModel(meter, deps.judgeModel);
  const late = AbortSignal.any([signal, AbortSignal.timeout(deps.limits.modelMs)]);
  return outcomeOf(await judge({ model, items, metrics: definition.metrics, signal: late }));
}

async function converseWithUser(deps: PlayDeps, play: Play, meter: ModelMeter, signal: AbortSignal): Promise<void> {
  const { progress } = play;
  if (progress.next === 'verdict') return;
  const found = runnableEngine(play.configuration);
  if (!found.engine)
    throw new SimulationFailed(
      found.why === 'gone'
        ? `The ${found.name} is not there any more.`
        : `Engines of type ${found.name} cannot be tested here.`,
    );
  const { engine, thinking } = await createSwappingEngine(
    { ...deps.engines, thinking: meter.thinking },
    {
      workspaceId: play.workspaceId,
      agent: play.configuration.agent,
      engine: found.engine,
      variables: play.definition.dynamic_variables,
      session: { type: play.configuration.channel, startedAtMs: deps.engines.wallClock() },
      ...(progress.standing ? { standing: progress.standing } : {}),
      trial: { mocks: play.definition.tool_mocks as ToolMock[], runsUnmocked: play.runsUnmockedTools },
    },
  );
  try {
    checkModel(thinking);
    const user = userOf(play.definition, meter);
    await simulate({ ...talkOf(deps, play, meter), engine, user, signal }, progress);
  } finally {
    await engine.close?.();
  }
}

function talkOf(
  deps: PlayDeps,
  play: Play,
  meter: ModelMeter,
): Pick<Simulation, 'keep' | 'subject' | 'now' | 'limits'> {
  const { progress, runId, configuration } = play;
  const before = progress.elapsedMs;
  const startedAt = performance.now();
  return {
    async keep() {
      progress.tokens = meter.tokens;
      progress.elapsedMs = before + Math.round(performance.now() - startedAt);
      await play.keep(progress);
    },
    subject: (messages) => ({
      chat_id: runId,
      agent_id: configuration.agent_id,
      version: configuration.version,
      chat_status: 'ongoing',
      retell_llm_dynamic_variables: play.definition.dynamic_variables,
      message_with_tool_calls: messages,
    }),
    now: deps.engines.wallClock,
    limits: deps.limits,
  };
}

function userOf(
  { user_messages, user_prompt, llm_model, dynamic_variables }: Definition,
  meter: ModelMeter,
): SimulatedUser {
  if (user_messages?.length) return createScriptedUser(user_messages);
  const none: VariableValues = {};
  const sources = { defaults: none, request: dynamic_variables, collected: none, overrides: none };
  const lookup = createLookup(
    () => sources,
    () => undefined,
  );
  return createModelUser(realModel(meter, llm_model), substitute(user_prompt, lookup));
}

function realModel(meter: ModelMeter, name: string): LanguageModel {
  const choice = meter.thinking(name);
  checkModel(choice);
  return choice.use;
}

/** Without a language model a guide answers, who can neither play nor judge. Engines without a model of ours have none to check. */
function checkModel(choice: Choice<LanguageModel> | null | undefined): void {
  if (choice?.provider === 'scripted')
    throw new SimulationFailed('There is no language model: set up a vendor or a server of your own (docs/models.md).');
}

function failure(explanation: string): Outcome {
  return { status: 'error', explanation };
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
