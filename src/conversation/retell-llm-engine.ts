// The engine behind a Retell LLM: one prompt, or a prompt per state with edges between them, and tools. It decides what to say; it hears
// no audio and keeps no time.

import type { WallClock } from '../interfaces/clock.ts';
import type { Knowledge } from '../interfaces/knowledge.ts';
import type { LanguageModel, ModelMessage, ModelToolCall } from '../interfaces/language-model.ts';
import type {
  EngineEvent,
  EngineStanding,
  Opening,
  RespondRequest,
  ResumableEngine,
  ToolCall,
  ToolContext,
  ToolResult,
} from './engine.ts';
import { knowledgePart } from './knowledge/contexts.ts';
import { lookUp } from './knowledge/look-up.ts';
import { toMessages } from './messages.ts';
import { beginNote, buildSystemPrompt, goOnNote, noResponseNeeded, reminderNote } from './prompt.ts';
import type { EdgeConfig, RetellLlmConfig, StateConfig, ToolConfig } from './retell-llm-config.ts';
import { createStopText } from './stop-text.ts';
import type { SessionFacts } from './system-variables.ts';
import { createSystemVariables } from './system-variables.ts';
import { announce, parseArguments } from './tools/announce.ts';
import { createDecisions } from './tools/decisions.ts';
import { createMcpToolbox } from './tools/mcp/toolbox.ts';
import { toModelTools, visibleTools, type VisibleTool } from './tools/tool-definitions.ts';
import { runConfiguredTool } from './tools/run-tool.ts';
import { resultOf, type ToolDeps } from './tools/tool-kind.ts';
import type { VariableValues } from './variables.ts';
import { asText, createLookup, substitute } from './variables.ts';

export interface RetellLlmEngineDeps extends ToolDeps {
  model: LanguageModel;
  wallClock: WallClock;
  /** Without it nothing is looked up. */
  knowledge?: Knowledge | undefined;
}

export interface RetellLlmEngineConfig {
  llm: RetellLlmConfig;
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
  /** Where the conversation goes on; without it at its beginning. A state that is not there any more is the starting one. */
  standing?: EngineStanding;
}

export type RetellLlmEngine = ResumableEngine;

/** Drafts that were thrown away leave theirs behind. */
const MAX_OFFERED = 100;

/** Makes the engine of one conversation. */
export function createRetellLlmEngine(deps: RetellLlmEngineDeps, config: RetellLlmEngineConfig): RetellLlmEngine {
  const { llm, session, standing: before } = config;
  const states = {
    current: stateNamed(llm, before?.state) ?? startingState(llm),
    previous: before?.previousState ?? null,
  };
  const collected: Record<string, string> = { ...before?.collected };
  /** Announced and not run yet, by the call's id: another tool may have moved the agent to a state without them. */
  const offered = new Map<string, VisibleTool>();
  let overrides: VariableValues = {};
  deps.knowledge?.warm(llm.knowledge_base_ids ?? []);

  const system = createSystemVariables(session, config.timezone, deps.wallClock, () => ({
    current: states.current?.name ?? null,
    previous: states.previous,
  }));
  const lookup = createLookup(
    () => ({ defaults: llm.default_dynamic_variables ?? {}, request: config.variables, collected, overrides }),
    system,
  );
  const mcp = createMcpToolbox(deps.mcp, { mcps: llm.mcps ?? [], tools: allTools(llm), lookup });

  function opening(): Opening {
    const isUserFirst = llm.start_speaker === 'user' || llm.begin_message === '';
    if (isUserFirst) return { who: 'user', agentAfterSilenceMs: llm.begin_after_user_silence_ms ?? null };
    return { who: 'agent', text: beginText(), delayMs: config.beginMessageDelayMs };
  }

  function beginText(): string | null {
    return llm.begin_message ? substitute(llm.begin_message, lookup) : null;
  }

  async function* respond(request: RespondRequest): AsyncGenerator<EngineEvent> {
    const fixed = request.kind === 'begin' ? beginText() : null;
    if (fixed !== null) {
      yield { is: 'text', text: fixed };
      yield { is: 'done', finish: 'stop', tokens: 0, provider: deps.model.provider, model: deps.model.model };
      return;
    }
    yield* think(request);
  }

  async function* think(request: RespondRequest): AsyncGenerator<EngineEvent> {
    await mcp?.ready(request.signal);
    if (mcp) yield* mcp.notes();
    const visible = visibleTools(llm, states.current);
    const marker = createStopText(noResponseNeeded);
    const isNew = createDecisions(request.transcript);
    const said = { text: false, tools: 0 };
    const { knowledge_base_ids: ids, kb_config } = llm;
    const look = lookUp(deps.knowledge, { knowledgeBaseIds: ids ?? [], config: kb_config, request });
    const contexts = look ? knowledgePart(await look.passages(ids ?? [])) : '';
    if (look) yield* look.tell();
    const stream = deps.model.stream({
      messages: messagesFor(request, contexts),
      tools: toModelTools(visible, lookup, mcp),
      temperature: llm.model_temperature ?? 0,
      strictTools: llm.tool_call_strict_mode ?? false,
      highPriority: llm.model_high_priority ?? false,
      stop: [noResponseNeeded],
      signal: request.signal,
    });
    for await (const event of stream) {
      switch (event.is) {
        case 'text': {
          const text = marker.push(event.text);
          if (text !== '') yield { is: 'text', text };
          said.text ||= text.trim() !== '';
          break;
        }
        case 'tool':
          if (!isNew(event.call)) break;
          said.tools++;
          yield { is: 'tool', call: offer(event.call, visible.get(event.call.name), said.text) };
          break;
        case 'finish': {
          const rest = marker.flush();
          if (rest !== '') yield { is: 'text', text: rest };
          said.text ||= rest.trim() !== '';
          const tokens = event.usage.inputTokens + event.usage.outputTokens;
          const finish =
            said.tools > 0 ? 'tools' : !said.text ? 'silent' : event.reason === 'length' ? 'length' : 'stop';
          yield { is: 'done', finish, tokens, provider: deps.model.provider, model: deps.model.model };
          break;
        }
        default:
          event satisfies never;
      }
    }
  }

  function offer(call: ModelToolCall, entry: VisibleTool | undefined, hasSpoken: boolean): ToolCall {
    const announced = announce(call, entry, hasSpoken, lookup);
    if (offered.size >= MAX_OFFERED) offered.clear();
    if (entry) offered.set(announced.id, entry);
    return announced;
  }

  function messagesFor(request: RespondRequest, contexts: string): ModelMessage[] {
    const own = buildSystemPrompt({
      llm,
      state: states.current,
      handbook: config.handbook ?? '',
      language: config.language,
      sessionType: session.type,
      lookup,
    });
    const prompt = contexts === '' ? own : `${own}\n\n${contexts}`;
    const messages: ModelMessage[] = [{ role: 'system', content: prompt }, ...toMessages(request.transcript)];
    const note = noteFor(request.kind, messages);
    return note === null ? messages : [...messages, { role: 'user', content: note }];
  }

  async function runTool(call: ToolCall, context: ToolContext): Promise<ToolResult> {
    const startedMs = deps.wallClock();
    const outcome = await dispatch(call, context);
    return { directive: null, ...outcome, tookMs: Math.max(0, deps.wallClock() - startedMs) };
  }

  type Outcome = Omit<ToolResult, 'tookMs' | 'directive'> & Partial<Pick<ToolResult, 'directive'>>;

  async function dispatch(call: ToolCall, context: ToolContext): Promise<Outcome> {
    const entry = offered.get(call.id) ?? visibleTools(llm, states.current).get(call.name);
    offered.delete(call.id);
    if (!entry) return failure(`There is no tool named "${call.name}" here.`);
    const args = parseArguments(call.arguments);
    if (!args) return failure(`The arguments of "${call.name}" are not a JSON object.`);
    if (entry.kind === 'edge') return enterState(entry.edge, args);
    const { tool } = entry;
    const result = await runConfiguredTool({ ...deps, mcpToolbox: mcp }, { tool, args, lookup, context });
    Object.assign(collected, result.variables);
    return resultOf(result);
  }

  function enterState(edge: EdgeConfig, args: Record<string, unknown>): Outcome {
    if (!states.current?.edges?.includes(edge)) return failure('The state with this transition was left already.');
    const next = stateNamed(llm, edge.destination_state_name);
    if (!next) return failure(`There is no state named "${edge.destination_state_name}".`);
    for (const [name, value] of Object.entries(args)) {
      const text = asText(value);
      if (text !== undefined) collected[name] = text;
    }
    const former = states.current?.name ?? '';
    states.previous = former;
    states.current = next;
    return {
      successful: true,
      content: `You are now in the state "${next.name}".`,
      stateTransition: { former_state_name: former, new_state_name: next.name },
    };
  }

  /** Bookkeeping that the contract shows among the collected variables; nothing for an agent without states. */
  function stateNames(): Record<string, string> {
    const names: Record<string, string> = {};
    if (states.current) names.current_agent_state = states.current.name;
    if (states.previous !== null) names.previous_agent_state = states.previous;
    return names;
  }

  return {
    opening,
    respond,
    runTool,
    collect: (variables) => void Object.assign(collected, variables),
    collectedVariables: () => ({ ...collected, ...stateNames() }),
    standing: () => ({
      state: states.current?.name ?? null,
      previousState: states.previous,
      collected: { ...collected },
    }),
    overrideVariables(variables) {
      overrides = variables ?? {};
    },
    take: (id) => mcp?.told(id),
    close: async () => mcp?.close(),
  };
}

function allTools({ general_tools: general, states }: RetellLlmConfig): ToolConfig[] {
  return [...(general ?? []), ...(states ?? []).flatMap((state) => state.tools ?? [])];
}

/** What is asked of the model when the last word is not the user's. */
function noteFor(kind: RespondRequest['kind'], messages: readonly ModelMessage[]): string | null {
  switch (kind) {
    case 'begin':
      return beginNote;
    case 'reminder':
      return reminderNote;
    case 'answer':
    case 'interjection':
      return messages.at(-1)?.role === 'assistant' ? goOnNote : null;
    default:
      return kind satisfies never;
  }
}

function startingState(llm: RetellLlmConfig): StateConfig | null {
  const { states } = llm;
  if (!states || states.length === 0) return null;
  return stateNamed(llm, llm.starting_state) ?? states[0] ?? null;
}

function stateNamed(llm: RetellLlmConfig, name: string | null | undefined): StateConfig | undefined {
  return llm.states?.find((state) => state.name === name);
}

function failure(content: string): { successful: false; content: string } {
  return { successful: false, content };
}
