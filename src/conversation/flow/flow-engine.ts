// The engine behind a conversation flow: the interpreter says what comes next, the model writes and decides, tools are run.

import type { WallClock } from '../../interfaces/clock.ts';
import type { Knowledge } from '../../interfaces/knowledge.ts';
import type { LanguageModel } from '../../interfaces/language-model.ts';
import {
  MAIN,
  nameOf,
  newFlowState,
  nodeAt,
  readFlow,
  type Flow,
  type FlowDocument,
  type FlowPartDocument,
  type FlowState,
  type FlowVariables,
} from '../../flow/index.ts';
import type {
  EngineStanding,
  Opening,
  RespondRequest,
  ResumableEngine,
  ToolCall,
  ToolContext,
  ToolResult,
} from '../engine.ts';
import type { SessionFacts } from '../system-variables.ts';
import { createSystemVariables } from '../system-variables.ts';
import { createRetellLlmEngine } from '../retell-llm-engine.ts';
import { parseArguments } from '../tools/announce.ts';
import { createMcpToolbox } from '../tools/mcp/toolbox.ts';
import { runConfiguredTool } from '../tools/run-tool.ts';
import { outcome, resultOf, type ToolDeps, type ToolOutcome } from '../tools/tool-kind.ts';
import { createLookup, substitute, type VariableLookup, type VariableValues } from '../variables.ts';
import { flexLlm } from './flex.ts';
import { knowledgeBasesOf } from './knowledge.ts';
import { allNodeTools, nodeTool, offeredTools } from './node-tool.ts';
import { keepStanding } from './standing.ts';
import { runTurn } from './run-turn.ts';
import type { TurnDeps } from './turn.ts';
import type { ToolConfig } from '../retell-llm-config.ts';

export interface FlowEngineDeps extends ToolDeps {
  /** The flow's model. */
  model: LanguageModel;
  /** Models that nodes name. */
  modelFor: (name: string) => LanguageModel;
  /** Without it nothing is looked up. */
  knowledge?: Knowledge | undefined;
  wallClock: WallClock;
}

export interface FlowEngineConfig {
  document: FlowDocument;
  /** Components of the library that the flow refers to, by id. */
  components?: ReadonlyMap<string, FlowPartDocument>;
  /** `retell_llm_dynamic_variables` of the call or chat. */
  variables: VariableValues;
  session: SessionFacts;
  /** The agent's IANA zone; null = America/Los_Angeles. */
  timezone: string | null;
  language: string | string[];
  /** Text of the handbook that the agent has switched on. */
  handbook?: string;
  /** The agent's `begin_message_delay_ms`. */
  beginMessageDelayMs: number;
  /** Where the conversation goes on; without it at its beginning. */
  standing?: EngineStanding;
}

export interface FlowEngine extends ResumableEngine {
  take(moveId: string): void;
}

/** Makes the engine of one conversation. In flex mode it is that of a Retell LLM: the flow is one prompt. */
export function createFlowEngine(deps: FlowEngineDeps, config: FlowEngineConfig): ResumableEngine {
  const flow = readFlow(config.document, config.components);
  return config.document.flex_mode
    ? createRetellLlmEngine(deps, { ...config, llm: flexLlm(flow) })
    : createNodeEngine(deps, config, flow);
}

function createNodeEngine(deps: FlowEngineDeps, config: FlowEngineConfig, flow: Flow): FlowEngine {
  const { document, session } = config;
  let overrides: VariableValues = {};
  const system = createSystemVariables(session, config.timezone, deps.wallClock, () => ({
    current: null,
    previous: null,
  }));
  const lookupWith = (collected: Readonly<Record<string, string>>): VariableLookup =>
    createLookup(
      () => ({
        defaults: document.default_dynamic_variables ?? {},
        request: config.variables,
        collected: { ...collected },
        overrides,
      }),
      system,
    );
  const variables: FlowVariables = {
    value: (name, collected) => lookupWith(collected)(name),
    text: (template, collected) => substitute(template, lookupWith(collected)),
  };
  const before = config.standing;
  const standing = keepStanding(
    flow,
    before?.flow ?? { state: beginning(before), misses: 0, lastTurn: null },
    variables,
  );
  const lookupNow: VariableLookup = (name) => lookupWith(standing.now.state.variables)(name);
  const mcp = createMcpToolbox(deps.mcp, { mcps: [], tools: allNodeTools(flow), lookup: lookupNow });
  const turnDeps: TurnDeps = {
    model: deps.model,
    modelFor: deps.modelFor,
    knowledge: deps.knowledge,
    knowledgeBases: knowledgeBasesOf(flow),
    flow,
    variables,
    standing,
    /** Of a state: the names of its nodes are variables as well. */
    lookupOf: (state) => lookupWith({ ...state.variables, ...nodeNames(flow, state) }),
    handbook: config.handbook ?? '',
    language: config.language,
    sessionType: session.type,
    offered: new Map(),
    mcp,
  };

  deps.knowledge?.warm(turnDeps.knowledgeBases);

  async function runTool(call: ToolCall, context: ToolContext): Promise<ToolResult> {
    const startedMs = deps.wallClock();
    const done = await dispatch(call, context);
    standing.toolDone(call.id, done.successful, done.variables);
    return { ...resultOf(done), tookMs: Math.max(0, deps.wallClock() - startedMs) };
  }

  async function dispatch(call: ToolCall, context: ToolContext): Promise<ToolOutcome> {
    const { state } = standing.now;
    const tool = turnDeps.offered.get(call.id) ?? findTool(call);
    if (!tool) return outcome(false, `There is no tool named "${call.name}" here.`);
    const args = parseArguments(call.arguments);
    if (!args) return outcome(false, `The arguments of "${call.name}" are not a JSON object.`);
    turnDeps.offered.delete(call.id);
    return runConfiguredTool({ ...deps, mcpToolbox: mcp }, { tool, args, lookup: turnDeps.lookupOf(state), context });
  }

  /** Of an engine that was put down between the announcement and the run. */
  function findTool(call: ToolCall): ToolConfig | null {
    const { at, doing } = standing.now.state;
    const node = nodeAt(flow, at);
    if (!node || !at) return null;
    if (doing.is === 'tool' && doing.id === call.id) return nodeTool(flow, at, node);
    if (doing.is === 'ended' && call.type === 'end_call') return { type: 'end_call', name: 'end_call' };
    return offeredTools(flow, at, node).find((tool) => tool.name === call.name) ?? null;
  }

  return {
    opening: () => openingOf(flow, config.beginMessageDelayMs),
    respond: (request: RespondRequest) => runTurn(turnDeps, request),
    runTool,
    take(id) {
      standing.take(id);
      mcp?.told(id);
    },
    close: async () => mcp?.close(),
    collect: (found) => standing.collect(found),
    collectedVariables: () => ({ ...standing.now.state.variables, ...nodeNames(flow, standing.now.state) }),
    standing: () => ({
      state: null,
      previousState: null,
      collected: { ...standing.now.state.variables },
      flow: structuredClone(standing.now),
    }),
    overrideVariables(values) {
      overrides = values ?? {};
    },
  };
}

/** Ids of tools count on behind those of flows that were active before: the transcript is one. */
function beginning(before: EngineStanding | undefined): FlowState {
  return { ...newFlowState(before?.collected), tools: (before?.swaps?.length ?? 0) * 1000 };
}

/** The agent's first words are always a turn of the engine, so that the move to the first node is on record with them. */
function openingOf(flow: Flow, delayMs: number): Opening {
  const main = flow.parts.get(MAIN);
  const start = main?.start == null ? undefined : main.nodes.get(main.start);
  const speaker = start?.start_speaker ?? flow.document.start_speaker ?? 'agent';
  if (speaker === 'agent') return { who: 'agent', text: null, delayMs };
  return { who: 'user', agentAfterSilenceMs: flow.document.begin_after_user_silence_ms ?? null };
}

/** Bookkeeping that the contract shows among the collected variables. */
function nodeNames(flow: Flow, { at, previous }: Parameters<TurnDeps['lookupOf']>[0]): Record<string, string> {
  const names: Record<string, string> = {};
  const [current, former] = [nodeAt(flow, at), nodeAt(flow, previous)];
  if (current) names['current_node'] = nameOf(current);
  if (former) names['previous_node'] = nameOf(former);
  return names;
}
