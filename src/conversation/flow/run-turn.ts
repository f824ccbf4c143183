// One turn in a conversation flow: steps of the interpreter, carried out one after the other until the user is next, a tool is awaited, or
// everything said so far has to be heard first.

import type { ModelEvent } from '../../interfaces/language-model.ts';
import { nodeAt, step, type FlowAction, type FlowEvent, type LastAction, type Stepped } from '../../flow/index.ts';
import type { EngineEvent, RespondRequest } from '../engine.ts';
import { extractionSchema, extractionTask, readVariables } from '../extraction.ts';
import { substitute } from '../variables.ts';
import { lookUp } from '../knowledge/look-up.ts';
import { createDecisions } from '../tools/decisions.ts';
import { askJson } from './ask-json.ts';
import { choose } from './choose.ts';
import { agentUtterances, turnStart } from './first-event.ts';
import { nodePrompt } from './prompt.ts';
import { tellNodeTool } from './tool-action.ts';
import {
  holdMove,
  messagesFor,
  modelOf,
  promptInput,
  tellMoves,
  tellText,
  temperatureOf,
  transitionOf,
  type Turn,
  type TurnDeps,
} from './turn.ts';
import { askForWords, passOn } from './write.ts';

/** A step that is to be carried out. `words`: the model's reply for its first `write`, already on its way. */
interface Next {
  stepped: Stepped;
  words?: AsyncGenerator<ModelEvent> | null;
}

/** Throws ProviderError, and the signal's reason when aborted. */
export async function* runTurn(deps: TurnDeps, request: RespondRequest): AsyncGenerator<EngineEvent> {
  await deps.mcp?.ready(request.signal);
  if (deps.mcp) yield* deps.mcp.notes();
  const turn = beginTurn(deps, request);
  const start = turnStart(deps.standing.now, request);
  if (start.takenBack) takeBack(turn, start.state);
  if (start.events.length === 0) yield* passOn(turn, turn.reached.state.at, askForWords(turn, turn.reached.state.at));
  let next: Next | null = null;
  for (const event of start.events) next = after(turn, next, event);
  while (next) next = yield* carryOut(turn, next);
  yield* finish(turn);
}

function beginTurn(deps: TurnDeps, request: RespondRequest): Turn {
  const { state } = deps.standing.now;
  const lastTurn = {
    before: state,
    agentUtterances: agentUtterances(request.transcript),
    spoke: false,
    acted: false,
  };
  const reached = { state, turn: lastTurn };
  deps.standing.beginRun(reached);
  const isNew = createDecisions(request.transcript);
  const { knowledge, knowledgeBases, flow } = deps;
  const config = flow.document.kb_config;
  const look = lookUp(knowledge, { knowledgeBaseIds: knowledgeBases, config, request });
  return { deps, request, reached, look, heldMoves: [], said: '', tools: 0, isNew, tokens: 0, goesOn: false };
}

/** Nobody heard a word of the last turn: it did not happen. */
function takeBack(turn: Turn, state: Turn['reached']['state']): void {
  const from = turn.reached.state.at;
  turn.reached.state = state;
  turn.reached.turn.before = state;
  const moved = state.at && (state.at.part !== from?.part || state.at.node !== from.node);
  holdMove(turn, moved && state.at ? transitionOf(turn.deps.flow, from, state.at) : null);
}

/** The step that an event leads to; of a step before it only the state counts. */
function after(turn: Turn, before: Next | null, event: FlowEvent): Next {
  const { flow, variables } = turn.deps;
  return { stepped: step(flow, before?.stepped.state ?? turn.reached.state, event, variables) };
}

/** Carries out the actions of a step. Gives the next one, or null when the turn is over. */
async function* carryOut(turn: Turn, { stepped, words = null }: Next): AsyncGenerator<EngineEvent, Next | null> {
  turn.reached.state = stepped.state;
  const { actions } = stepped;
  if (actions[0]?.do !== 'enter') holdMove(turn, null);
  let reply = words;
  try {
    for (const action of actions) {
      switch (action.do) {
        case 'enter':
          holdMove(turn, transitionOf(turn.deps.flow, action.from, action.to));
          break;
        case 'note':
          holdMove(turn, null, action.text);
          break;
        case 'say':
          yield* tellText(turn, spaced(turn, substitute(action.text, promptInput(turn).lookup)));
          break;
        case 'write': {
          const source = reply ?? askForWords(turn, action.at);
          reply = null;
          yield* passOn(turn, action.at, source);
          break;
        }
        case 'tool': {
          const failed = yield* tellNodeTool(turn, action);
          if (failed) return { stepped: failed };
          break;
        }
        default:
          return yield* carryOutLast(turn, action);
      }
    }
  } finally {
    await reply?.return(undefined);
  }
  return null;
}

async function* carryOutLast(turn: Turn, action: LastAction): AsyncGenerator<EngineEvent, Next | null> {
  switch (action.do) {
    case 'listen':
    case 'await':
      return null;
    case 'goOn':
      if (turn.said.trim() === '' && turn.tools === 0) return after(turn, null, { is: 'goOn' });
      turn.goesOn = true;
      return null;
    case 'choose':
      return choose(turn, action.at, action.options);
    case 'extract':
      return after(turn, null, { is: 'extracted', variables: await extract(turn, action) });
    case 'end':
      yield* tellEnd(turn);
      return null;
    case 'stuck':
      yield* tellStuck(turn, action.reason);
      return null;
    default:
      return action satisfies never;
  }
}

async function extract(turn: Turn, { at }: Extract<FlowAction, { do: 'extract' }>): Promise<Record<string, string>> {
  const node = nodeAt(turn.deps.flow, at);
  if (!node) return {};
  const input = promptInput(turn);
  const { value, tokens } = await askJson({
    model: modelOf(turn, node),
    messages: messagesFor(turn, nodePrompt(input, null, extractionTask), '(The values as JSON, nothing else.)'),
    name: 'variables',
    schema: extractionSchema(node.variables, input.lookup),
    temperature: temperatureOf(turn),
    signal: turn.request.signal,
  });
  turn.tokens += tokens;
  return readVariables(node.variables, value);
}

function* tellEnd(turn: Turn): Generator<EngineEvent> {
  yield* tellMoves(turn);
  turn.tools += 1;
  turn.reached.turn.acted = true;
  const id = `tool_call_end_${turn.reached.state.steps}_${turn.request.transcript.length}`;
  turn.deps.offered.set(id, { type: 'end_call', name: 'end_call' });
  yield {
    is: 'tool',
    call: { id, name: 'end_call', arguments: '{}', type: 'end_call', speakDuring: null, speakAfter: false },
  };
}

/** The log hears why. A user who just spoke is answered by the global prompt rather than by silence. */
async function* tellStuck(turn: Turn, reason: string): AsyncGenerator<EngineEvent> {
  holdMove(turn, null, reason);
  const { at } = turn.reached.state;
  const last = turn.request.transcript.at(-1)?.role;
  const isAsked = last === 'user' || last === 'dtmf';
  if (isAsked && turn.said.trim() === '') yield* passOn(turn, null, askForWords(turn, null));
  else if (at === null) yield* tellMoves(turn);
}

function* finish(turn: Turn): Generator<EngineEvent> {
  yield* tellMoves(turn);
  const { provider, model } = turn.deps.model;
  const silent = turn.said.trim() === '';
  const kind = turn.tools > 0 ? 'tools' : silent ? 'silent' : 'stop';
  yield {
    is: 'done',
    finish: kind,
    tokens: turn.tokens,
    provider,
    model,
    ...(turn.goesOn ? { goesOn: true } : {}),
  };
}

/** Texts of two nodes in one turn are two sentences. */
function spaced(turn: Turn, text: string): string {
  return turn.said !== '' && !/\s$/.test(turn.said) && text !== '' ? ` ${text}` : text;
}
