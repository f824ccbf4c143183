// One answer of an agent that writes: the model is asked, its tools are run, and it is asked again, until it has nothing more to do. Chats
// and the playground share it; it stores nothing itself.

import { ApiError } from '../../contract/index.ts';
import type { EnginePush, EngineEvent, NodeTransition, ResponseEngine, ToolCall } from '../../conversation/index.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import { moved, said, toolBegun, toolEnded, transcriptItems, type ChatMessage, type GivenMessage } from './messages.ts';

/** How long things may take, ms. */
export interface AnswerLimits {
  /** One answer of the model. SDKs give up after a minute; they should hear why. */
  modelMs: number;
  /** Everything, tools included. */
  wholeMs: number;
}

export const ANSWER_LIMITS: AnswerLimits = { modelMs: 50_000, wholeMs: 900_000 };

/** A model that only ever calls tools must come to an end. */
const MAX_ROUNDS = 20;

export interface Exchange {
  engine: ResponseEngine;
  /** What was said before. */
  history: readonly GivenMessage[];
  now: WallClock;
  /** The chat as its get operation would return it with these further messages; tools are shown it. */
  subject(added: readonly ChatMessage[]): object;
  /** Stores messages before something is done that cannot be undone. */
  store(messages: readonly ChatMessage[]): Promise<void>;
  signal: AbortSignal;
  limits: AnswerLimits;
  /** Hears what the model was given to read from knowledge bases. */
  onKnowledge?(looked: Extract<EngineEvent, { is: 'knowledge' }>): void;
}

/** Grows while the agent answers; what is there when it fails has happened. */
export interface Answer {
  /** All that is new, in order. */
  added: ChatMessage[];
  /** How many of these, from the start, were handed to `store`. */
  stored: number;
  /** Has the agent ended the conversation? */
  ended: boolean;
}

/** What the model made of one request. */
export interface Thought {
  /** Nodes that the flow went through before it said this. */
  transitions: NodeTransition[];
  /** Tools that the engine runs by itself, as it told of them. */
  reported?: ReportedTool[];
  text: string;
  calls: ToolCall[];
  /** Has the agent more to say, without waiting for the user? */
  goesOn: boolean;
}

type ReportedTool = Extract<EnginePush, { is: 'toolStarted' | 'toolFinished' }>;

/** Words alone. */
export function words(text: string): Thought {
  return { transitions: [], text, calls: [], goesOn: false };
}

/** Is there more to do than to say it? */
export function hasMore({ calls, goesOn }: Thought): boolean {
  return calls.length > 0 || goesOn;
}

export function emptyAnswer(): Answer {
  return { added: [], stored: 0, ended: false };
}

/**
 * Fills `end`. Throws an ApiError when the model fails, and whatever `store` throws. `first`: an answer of the model that is there
 * already.
 */
export async function converse(exchange: Exchange, end: Answer, first?: Thought): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const thought = (round === 0 && first) || (await think(exchange, 'answer', end.added));
    end.added.push(...spoken(thought, exchange.now()));
    const goesOn = await runTools(exchange, thought.calls, end);
    if (end.ended || !(goesOn || thought.goesOn)) return;
  }
}

/** What the record keeps of it beside its tools. */
export function spoken({ transitions, reported = [], text }: Thought, now: number): ChatMessage[] {
  const moves = transitions.map((transition) => moved(transition, now));
  for (const tool of reported)
    moves.push(...(tool.is === 'toolStarted' ? [toolBegun(tool, now)] : toolEnded(tool.id, tool, now)));
  return text === '' ? moves : [...moves, said('agent', text, now)];
}

/** Asks the model once. Throws an ApiError when it fails. */
export async function think(
  exchange: Pick<Exchange, 'engine' | 'history' | 'signal' | 'limits' | 'onKnowledge'>,
  kind: 'answer' | 'begin',
  added: readonly ChatMessage[] = [],
): Promise<Thought> {
  const { engine, history, limits } = exchange;
  const late = AbortSignal.timeout(limits.modelMs);
  const thought = words('');
  try {
    const transcript = transcriptItems([...history, ...added]);
    const signal = AbortSignal.any([exchange.signal, late]);
    for await (const event of engine.respond({ kind, transcript, signal })) {
      if (event.is === 'text') thought.text += event.text;
      else if (event.is === 'tool') thought.calls.push(event.call);
      else if (event.is === 'move') {
        engine.take?.(event.move.id);
        if (event.move.transition) thought.transitions.push(event.move.transition);
      } else if (event.is === 'knowledge') exchange.onKnowledge?.(event);
      else if (event.is === 'push') report(thought, event.push);
      else if (event.is === 'done') thought.goesOn = event.goesOn ?? false;
    }
  } catch (error) {
    exchange.signal.throwIfAborted();
    throw modelFailure(error, late.aborted);
  }
  return { ...thought, text: thought.text.trim() };
}

/** Of what an engine tells beside its words a text has room for tools; there is no page that shows the rest. */
function report(thought: Thought, push: EnginePush): void {
  if (push.is === 'toolStarted' || push.is === 'toolFinished') (thought.reported ??= []).push(push);
}

/** One after the other. Should the model speak again? */
async function runTools(exchange: Exchange, calls: readonly ToolCall[], end: Answer): Promise<boolean> {
  const { engine, now, signal } = exchange;
  let goesOn = false;
  for (const call of calls) {
    if (call.speakDuring) end.added.push(said('agent', call.speakDuring, now()));
    end.added.push(toolBegun(call, now()));
    if (actsOutside(call)) await storeNew(exchange, end);
    const result = await engine.runTool(call, { subject: () => exchange.subject(end.added), signal });
    signal.throwIfAborted();
    end.added.push(...toolEnded(call.id, result, now()));
    const { directive } = result;
    // What was asked for behind the end, or behind the agent's part, is not done any more.
    if (directive?.do === 'swap') {
      engine.take?.(directive.move);
      return true;
    }
    if (directive) {
      if (directive.do === 'end' && directive.text) end.added.push(said('agent', directive.text, now()));
      end.ended = true;
      return false;
    }
    goesOn ||= result.speakAfter ?? call.speakAfter;
  }
  return goesOn;
}

async function storeNew(exchange: Exchange, end: Answer): Promise<void> {
  await exchange.store(end.added.slice(end.stored));
  end.stored = end.added.length;
}

const INSIDE: readonly string[] = ['end_call', 'agent_swap', 'extract_dynamic_variable', 'state_transition', 'unknown'];

/** Does it do something that a dead process could not take back? */
function actsOutside({ type }: ToolCall): boolean {
  return !INSIDE.includes(type);
}

/** A failure that may pass is worth another try, which SDKs make by themselves; one that will not is not. */
function modelFailure(error: unknown, isLate: boolean): unknown {
  if (isLate) return new ApiError('unavailable', 'The language model did not answer in time.', { retryAfterS: 1 });
  if (!(error instanceof ProviderError)) return error;
  const words = `The language model of this agent failed: ${error.message}`;
  if (error.retryable) return new ApiError('unavailable', words, { retryAfterS: 1, cause: error });
  return new ApiError('unexpected', words, { cause: error, headers: { 'x-should-retry': 'false' } });
}
