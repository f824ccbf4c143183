// An agent tried out: the client keeps the conversation and gets what is new. Nothing is stored, and no tool reaches the net.

import { ApiError, invalidRequest, type RequestBody, quoted } from '../../contract/index.ts';
import type { EngineStanding, ResumableEngine, ToolMock } from '../../conversation/index.ts';
import { findPlace, flowStateAt, readFlow } from '../../flow/index.ts';
import {
  currentConfiguration,
  resolveAgent,
  type AgentReference,
  type Configuration,
  type RunnableEngine,
} from '../agent/index.ts';
import {
  ANSWER_LIMITS,
  checkEngineRuns,
  converse,
  createChatEngine,
  emptyAnswer,
  think,
  words,
  type Answer,
  type AnswerLimits,
  type ChatMessage,
  type Exchange,
} from '../chat/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { activeAgent, type ActiveAgent } from './active-agent.ts';
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
  current_node_id?: string;
  current_state?: string;
  dynamic_variables: Record<string, string>;
  /** What the model was given to read from knowledge bases; left out when it has none. */
  knowledge_base_retrieved_contents?: string[];
}

/** Without any message the agent opens, if it is to. Throws 422 for an unknown agent or version, 400 for an unknown state. */
export async function createPlaygroundCompletion(
  deps: ResourceDeps,
  place: PlaygroundPlace,
  body: Body,
  limits: AnswerLimits = ANSWER_LIMITS,
): Promise<PlaygroundAnswer> {
  checkHistory(body);
  const first = await configurationOf(deps, place);
  const active = await activeAgent(deps.db, place.workspaceId, first, body.messages);
  const engine = await engineOf(deps, place, active, body);
  const answer = emptyAnswer();
  let contents: string[] | undefined;
  const exchange: Exchange = {
    engine,
    history: body.messages,
    now: deps.now,
    subject: () => ({}),
    store: async () => {},
    signal: AbortSignal.timeout(limits.wholeMs),
    limits,
    onKnowledge({ passages }) {
      contents = [...(contents ?? []), ...passages.map(({ text }) => text)];
    },
  };
  await converseFrom(exchange, answer).finally(() => engine.close?.());
  const { state, collected, flow } = engine.standing();
  const node = flow?.state.at?.node;
  return {
    messages: answer.added,
    call_ended: answer.ended,
    ...(node === undefined ? {} : { current_node_id: node }),
    ...(state === null ? {} : { current_state: state }),
    dynamic_variables: { ...body.dynamic_variables, ...collected },
    ...(contents ? { knowledge_base_retrieved_contents: contents } : {}),
  };
}

async function converseFrom(exchange: Exchange, answer: Answer): Promise<void> {
  if (exchange.history.length > 0) return converse(exchange, answer);
  const opening = exchange.engine.opening();
  if (opening.who === 'user') return;
  const first = opening.text === null ? await think(exchange, 'begin') : words(opening.text);
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
  { configuration, swaps }: ActiveAgent,
  body: Body,
): Promise<ResumableEngine> {
  const given = standingFrom(checkEngineRuns(configuration), body);
  const standing = swaps.length > 0 ? { state: null, previousState: null, collected: {}, ...given, swaps } : given;
  return createChatEngine(deps, {
    workspaceId,
    configuration,
    variables: body.dynamic_variables ?? {},
    session: { type: configuration.channel, startedAtMs: deps.now() },
    ...(standing ? { standing } : {}),
    trial: { mocks: (body.tool_mocks ?? []) as ToolMock[] },
  });
}

/** Where the client says that the conversation stands. Throws 400 for a state or a node that is not there. */
function standingFrom(engine: RunnableEngine, body: Body): EngineStanding | null {
  const { current_state: state, current_node_id: node, component_id } = body;
  const beginning = { previousState: null, collected: {} };
  if (engine.type === 'conversation-flow') {
    if (node === undefined) return null;
    const at = findPlace(readFlow(engine.document), node, component_id);
    if (!at) throw invalidRequest(`current_node_id: expected the id of a node, got ${quoted(node)}.`);
    return { ...beginning, state: null, flow: { state: flowStateAt(at), misses: 0, lastTurn: null } };
  }
  if (engine.type === 'custom-llm') return null;
  const names = (engine.document.states ?? []).map(({ name }) => name);
  if (state === undefined) return null;
  if (!names.includes(state))
    throw invalidRequest(`current_state: expected one of ${names.join(', ') || 'none at all'}, got ${quoted(state)}.`);
  return { ...beginning, state };
}

function checkHistory({ messages, dynamic_variables }: Body): void {
  const bytes = jsonBytes(messages) + jsonBytes(dynamic_variables ?? {});
  if (bytes > MAX_HISTORY_BYTES)
    throw invalidRequest(`messages: expected at most ${MAX_HISTORY_BYTES} bytes as JSON, got ${bytes}.`);
}
