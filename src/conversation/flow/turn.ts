// What one turn of a conversation flow works with, and how it tells its driver.

import type { Knowledge } from '../../interfaces/knowledge.ts';
import type { LanguageModel, ModelEvent, ModelMessage, ModelToolCall } from '../../interfaces/language-model.ts';
import {
  nameOf,
  nodeAt,
  type Flow,
  type FlowNode,
  type FlowState,
  type FlowVariables,
  type Place,
} from '../../flow/index.ts';
import type { EngineEvent, EngineMove, NodeTransition, RespondRequest } from '../engine.ts';
import type { LookUp } from '../knowledge/look-up.ts';
import { toMessages } from '../messages.ts';
import { beginNote, goOnNote, reminderNote } from '../prompt.ts';
import type { ToolConfig } from '../retell-llm-config.ts';
import type { McpToolbox } from '../tools/mcp/toolbox.ts';
import type { VariableLookup } from '../variables.ts';
import type { FlowPromptInput } from './prompt.ts';
import type { Reached, StandingKeeper } from './standing.ts';

export interface TurnDeps {
  /** The flow's model. */
  model: LanguageModel;
  modelFor: (name: string) => LanguageModel;
  knowledge: Knowledge | undefined;
  /** All that the flow names. */
  knowledgeBases: readonly string[];
  flow: Flow;
  variables: FlowVariables;
  standing: StandingKeeper;
  lookupOf: (state: FlowState) => VariableLookup;
  handbook: string;
  language: string | string[];
  sessionType: 'voice' | 'chat';
  /** Tools that were announced and not run yet, by the call's id. */
  offered: Map<string, ToolConfig>;
  mcp: McpToolbox | null;
}

export interface Turn {
  deps: TurnDeps;
  request: RespondRequest;
  reached: Reached;
  /** Under way since the turn began; null when there is nothing to look up. */
  look: LookUp | null;
  /** Moves that are told with the next words or tool: a turn that fails before has not moved. */
  heldMoves: EngineMove[];
  /** All text so far: no part of the transcript yet. */
  said: string;
  tools: number;
  /** Is this call of the model a decision of its own? */
  isNew(call: ModelToolCall): boolean;
  tokens: number;
  /** The model chose to say nothing. */
  goesOn: boolean;
}

/** Tells the moves that were held, and what was looked up. */
export function* tellMoves(turn: Turn): Generator<EngineEvent> {
  if (turn.look) yield* turn.look.tell();
  for (const move of turn.heldMoves.splice(0)) yield { is: 'move', move };
}

export function* tellText(turn: Turn, text: string): Generator<EngineEvent> {
  if (text === '') return;
  yield* tellMoves(turn);
  if (text.trim() !== '') turn.reached.turn.spoke = true;
  turn.said += text;
  yield { is: 'text', text };
}

export function holdMove(turn: Turn, transition: NodeTransition | null, note: string | null = null): void {
  const id = turn.deps.standing.offer(turn.reached);
  const settings = settingsAt(nodeAt(turn.deps.flow, turn.reached.state.at));
  turn.heldMoves.push({ id, transition, note, ...(transition ? { settings } : {}) });
}

/** What the node has its own values for. */
function settingsAt(node: FlowNode | undefined): Record<string, number> {
  const fields = ['interruption_sensitivity', 'responsiveness', 'voice_speed'] as const;
  const values = fields.flatMap((field) => {
    const value = node?.[field];
    return typeof value === 'number' ? [[field, value]] : [];
  });
  return Object.fromEntries(values) as Record<string, number>;
}

export function transitionOf(flow: Flow, from: Place | null, to: Place): NodeTransition {
  const [former, next] = [nodeAt(flow, from), nodeAt(flow, to)];
  return {
    former_node_id: from?.node ?? 'begin',
    former_node_name: former ? nameOf(former) : (from?.node ?? 'begin'),
    new_node_id: to.node,
    new_node_name: next ? nameOf(next) : to.node,
  };
}

/** A node may have a choice of its own, model and priority alike. */
export function modelOf({ deps }: Turn, node: FlowNode | undefined): LanguageModel {
  const ofFlow = deps.flow.document.model_choice;
  const choice = node?.model_choice?.model ? node.model_choice : ofFlow;
  const model = choice?.model && choice.model !== ofFlow?.model ? deps.modelFor(choice.model) : deps.model;
  return choice?.high_priority === true ? withHighPriority(model) : model;
}

function withHighPriority(model: LanguageModel): LanguageModel {
  const { provider, model: name } = model;
  return { provider, model: name, stream: (request) => model.stream({ ...request, highPriority: true }) };
}

export function temperatureOf({ deps }: Turn): number {
  return deps.flow.document.model_temperature ?? 0;
}

export function promptInput({ deps, reached }: Turn): FlowPromptInput {
  return {
    globalPrompt: deps.flow.document.global_prompt ?? '',
    handbook: deps.handbook,
    language: deps.language,
    sessionType: deps.sessionType,
    lookup: deps.lookupOf(reached.state),
  };
}

/** The conversation with this prompt, what the turn has said already included. `note`: the last thing that the model reads. */
export function messagesFor(turn: Turn, prompt: string, note: string | null = null): ModelMessage[] {
  const { kind, transcript } = turn.request;
  const messages: ModelMessage[] = [{ role: 'system', content: prompt }, ...toMessages(transcript)];
  const said = turn.said.trim();
  if (said !== '') messages.push({ role: 'assistant', content: said });
  const last = messages.at(-1)?.role;
  if (note !== null) messages.push({ role: 'user', content: note });
  else if (kind === 'reminder') messages.push({ role: 'user', content: reminderNote });
  else if (last === 'system') messages.push({ role: 'user', content: beginNote });
  else if (last === 'assistant') messages.push({ role: 'user', content: goOnNote });
  return messages;
}

export function countTokens(turn: Turn, event: ModelEvent): void {
  if (event.is === 'finish') turn.tokens += event.usage.inputTokens + event.usage.outputTokens;
}
