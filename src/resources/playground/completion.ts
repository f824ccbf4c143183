// An agent tried out: the client keeps the conversation and gets what is new. Nothing is stored, and no tool reaches the net.

import { ApiError, invalidRequest, type RequestBody, quoted } from '../../contract/index.ts';
import type { RetellLlmEngine, ToolMock } from '../../conversation/index.ts';
import { currentConfiguration, resolveAgent, type AgentReference, type Configuration } from '../agent/index.ts';
import {
  ANSWER_LIMITS,
  checkEngineRuns,
  converse,
  createChatEngine,
  emptyAnswer,
  think,
  type Answer,
  type AnswerLimits,
  type ChatMessage,
  type Exchange,
} from '../chat/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { jsonBytes } from '../limits.ts';

type Body = RequestBody<'createPlaygroundCompletion'>;

/** Ours. */
const MAX_HISTORY_BYTES = 2 * 1024 * 1024;

export interface PlaygroundPlace {
  workspaceId: string;
  /** Of an agent or a chat agent. */
  agentId: string;
  version?: AgentReference;
}

export interface PlaygroundAnswer {
  messages: ChatMessage[];
  call_ended: boolean;
  current_state?: string;
  dynamic_variables: Record<string, string>;
}

/** Without any message the agent opens, if it is to. Throws 422 for an unknown agent or version, 400 for an unknown state. */
export async function createPlaygroundCompletion(
  deps: ResourceDeps,
  place: PlaygroundPlace,
  body: Body,
  limits: AnswerLimits = ANSWER_LIMITS,
): Promise<PlaygroundAnswer> {
  checkHistory(body);
  const configuration = await configurationOf(deps, place);
  const engine = await engineOf(deps, place, configuration, body);
  const answer = emptyAnswer();
  const exchange: Exchange = {
    engine,
    history: body.messages,
    now: deps.now,
    subject: () => ({}),
    store: async () => {},
    signal: AbortSignal.timeout(limits.wholeMs),
    limits,
  };
  await converseFrom(exchange, answer);
  const { state, collected } = engine.standing();
  return {
    messages: answer.added,
    call_ended: answer.ended,
    ...(state === null ? {} : { current_state: state }),
    dynamic_variables: { ...body.dynamic_variables, ...collected },
  };
}

async function converseFrom(exchange: Exchange, answer: Answer): Promise<void> {
  if (exchange.history.length > 0) return converse(exchange, answer);
  const opening = exchange.engine.opening();
  if (opening.who === 'user') return;
  const first = opening.text === null ? await think(exchange, 'begin') : { text: opening.text, calls: [] };
  return converse(exchange, answer, first);
}

async function configurationOf(deps: ResourceDeps, place: PlaygroundPlace): Promise<Configuration> {
  const find = (channel: 'voice' | 'chat') =>
    resolveAgent(deps.db, place.workspaceId, place.agentId, place.version, channel);
  const { agent, variables } = await find('chat').catch((error: unknown) => {
    if (error instanceof ApiError && error.kind === 'unknown_asset') return find('voice');
    throw error;
  });
  return currentConfiguration(deps.db, agent, variables);
}

async function engineOf(
  deps: ResourceDeps,
  { workspaceId }: PlaygroundPlace,
  configuration: Configuration,
  body: Body,
): Promise<RetellLlmEngine> {
  const { states = [] } = checkEngineRuns(configuration);
  const names = (states ?? []).map(({ name }) => name);
  const { current_state: state } = body;
  if (state !== undefined && !names.includes(state))
    throw invalidRequest(`current_state: expected one of ${names.join(', ') || 'none at all'}, got ${quoted(state)}.`);
  return createChatEngine(deps, {
    workspaceId,
    configuration,
    variables: body.dynamic_variables ?? {},
    session: { type: configuration.channel, startedAtMs: deps.now() },
    ...(state === undefined ? {} : { standing: { state, previousState: null, collected: {} } }),
    trial: { mocks: (body.tool_mocks ?? []) as ToolMock[] },
  });
}

function checkHistory({ messages, dynamic_variables }: Body): void {
  const bytes = jsonBytes(messages) + jsonBytes(dynamic_variables ?? {});
  if (bytes > MAX_HISTORY_BYTES)
    throw invalidRequest(`messages: expected at most ${MAX_HISTORY_BYTES} bytes as JSON, got ${bytes}.`);
}
