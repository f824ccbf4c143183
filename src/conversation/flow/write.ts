// Words that the model writes for a node, with the tools that the node offers.

import type { ModelEvent, ModelToolCall } from '../../interfaces/language-model.ts';
import { nodeAt, type FlowNode, type Place } from '../../flow/index.ts';
import type { EngineEvent } from '../engine.ts';
import { noResponseNeeded } from '../prompt.ts';
import { createStopText } from '../stop-text.ts';
import { announce } from '../tools/announce.ts';
import { toModelTools, visibleTools, type VisibleTool } from '../tools/tool-definitions.ts';
import { knowledgeAt } from './knowledge.ts';
import { offeredTools } from './node-tool.ts';
import { joined, nodePrompt } from './prompt.ts';
import {
  countTokens,
  messagesFor,
  modelOf,
  promptInput,
  tellMoves,
  tellText,
  temperatureOf,
  type Turn,
} from './turn.ts';

/** Asks the model for the node's words. Without a node: by the global prompt alone. */
export async function* askForWords(turn: Turn, at: Place | null): AsyncGenerator<ModelEvent> {
  const node = nodeAt(turn.deps.flow, at) ?? null;
  const contexts = await knowledgeAt(turn.look, turn.deps.flow, [at]);
  yield* modelOf(turn, node ?? undefined).stream({
    messages: messagesFor(turn, joined([nodePrompt(promptInput(turn), node), contexts])),
    tools: toModelTools(toolsAt(turn, at, node), promptInput(turn).lookup, turn.deps.mcp),
    temperature: temperatureOf(turn),
    strictTools: turn.deps.flow.document.tool_call_strict_mode ?? false,
    stop: [noResponseNeeded],
    signal: turn.request.signal,
  });
}

/** Passes the model's reply on. A tool that the node does not offer is left out. */
export async function* passOn(
  turn: Turn,
  at: Place | null,
  reply: AsyncIterable<ModelEvent>,
): AsyncGenerator<EngineEvent> {
  const visible = toolsAt(turn, at, nodeAt(turn.deps.flow, at) ?? null);
  const marker = createStopText(noResponseNeeded);
  for await (const event of reply) {
    if (event.is === 'text') yield* tellText(turn, marker.push(event.text));
    else if (event.is === 'tool') {
      yield* tellText(turn, marker.flush());
      yield* tellTool(turn, event.call, visible);
    } else {
      yield* tellText(turn, marker.flush());
      countTokens(turn, event);
    }
  }
}

/** Some nodes talk and have no tools: those of the others are not for the model to call. */
export function toolsAt(turn: Turn, at: Place | null, node: FlowNode | null): Map<string, VisibleTool> {
  const tools = node && at ? offeredTools(turn.deps.flow, at, node) : [];
  return visibleTools({ general_tools: tools }, null);
}

function* tellTool(turn: Turn, call: ModelToolCall, visible: ReadonlyMap<string, VisibleTool>): Generator<EngineEvent> {
  const entry = visible.get(call.name);
  if (entry?.kind !== 'tool' || !turn.isNew(call)) return;
  const announced = announce(call, entry, turn.said.trim() !== '', promptInput(turn).lookup);
  turn.deps.offered.set(announced.id, entry.tool);
  turn.tools += 1;
  turn.reached.turn.acted = true;
  yield* tellMoves(turn);
  yield { is: 'tool', call: announced };
}
