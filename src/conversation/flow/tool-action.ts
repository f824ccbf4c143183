// The tool of a node: its words while it runs, its arguments, its announcement.

import { nodeAt, step, type FlowAction, type Place, type Stepped } from '../../flow/index.ts';
import type { EngineEvent, ToolCall } from '../engine.ts';
import type { ToolConfig } from '../retell-llm-config.ts';
import { toModelTools } from '../tools/tool-definitions.ts';
import { substitute } from '../variables.ts';
import { askJson } from './ask-json.ts';
import { nodeTool } from './node-tool.ts';
import { nodePrompt } from './prompt.ts';
import { holdMove, messagesFor, modelOf, promptInput, tellMoves, tellText, temperatureOf, type Turn } from './turn.ts';
import { askForWords, passOn } from './write.ts';

type ToolAction = Extract<FlowAction, { do: 'tool' }>;

/**
 * Announces the tool. Gives null, or how the flow goes on when the tool cannot be begun at all: as if it had failed.
 */
export async function* tellNodeTool(turn: Turn, action: ToolAction): AsyncGenerator<EngineEvent, Stepped | null> {
  const { flow, offered } = turn.deps;
  const node = nodeAt(flow, action.at);
  const tool = node ? nodeTool(flow, action.at, node) : null;
  if (!node || !tool) return failed(turn, action, 'A node names a tool that is not there.');
  // The arguments are thought of while the words are said.
  const asked = argumentsFor(turn, action.at, tool);
  asked.catch(() => {});
  if (action.words?.type === 'static_text')
    yield* tellText(turn, substitute(action.words.text, promptInput(turn).lookup));
  else if (action.words) yield* passOn(turn, null, askForWords(turn, action.at));
  const args = await asked;
  if (args === null) return failed(turn, action, `The model gave no arguments for "${tool.name}".`);
  offered.set(action.id, tool);
  turn.tools += 1;
  turn.reached.turn.acted = true;
  yield* tellMoves(turn);
  yield { is: 'tool', call: callOf(action, tool, args) };
  return null;
}

function callOf({ id, wait }: ToolAction, tool: ToolConfig, args: string): ToolCall {
  return { id, name: tool.name, arguments: args, type: tool.type, speakDuring: null, speakAfter: wait };
}

function failed(turn: Turn, { id, wait }: ToolAction, note: string): Stepped | null {
  holdMove(turn, null, note);
  if (!wait) return null;
  const { flow, variables } = turn.deps;
  return step(flow, turn.reached.state, { is: 'toolDone', id, successful: false, variables: {} }, variables);
}

/** JSON text; null when the model gives none. Nothing is asked when there is nothing to fill in. */
async function argumentsFor(turn: Turn, at: Place, tool: ToolConfig): Promise<string | null> {
  const { lookup } = promptInput(turn);
  const silent: ToolConfig = { ...tool, speak_during_execution: false };
  const [definition] = toModelTools(new Map([[tool.name, { kind: 'tool', tool: silent }]]), lookup, turn.deps.mcp);
  const { properties = {} } = (definition?.parameters ?? {}) as { properties?: object };
  if (Object.keys(properties).length === 0) return '{}';
  const task = `## Your task now\nThe tool "${tool.name}" is about to be called. ${substitute(definition?.description ?? '', lookup)}\nGive its arguments as JSON, from what is known in the conversation. Invent nothing.`;
  const { value, tokens } = await askJson({
    model: modelOf(turn, nodeAt(turn.deps.flow, at)),
    messages: messagesFor(turn, nodePrompt(promptInput(turn), null, task), '(The arguments as JSON, nothing else.)'),
    name: 'arguments',
    schema: definition?.parameters ?? {},
    temperature: temperatureOf(turn),
    signal: turn.request.signal,
  });
  turn.tokens += tokens;
  return value === null ? null : JSON.stringify(value);
}
