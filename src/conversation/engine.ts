// What a response engine is: it decides WHAT to say. It knows no audio and no clock; calls, chats, simulations and the playground
// drive it the same way. `voice` decides WHEN, and tells it by calling `respond`.

import type { AgentSwap } from '../interfaces/agent-swap.ts';
import type { DisconnectionReason } from '../interfaces/call-event.ts';
import type { KnowledgePassage } from '../interfaces/knowledge.ts';
import type { FlowStanding } from './flow/standing.ts';
import type { TranscriptItem, UtteranceMetadata } from './transcript.ts';

/**
 * One engine per conversation. It holds the variables and the current state or node; the transcript is handed in each time, because
 * only the driver knows what was really heard.
 */
export interface ResponseEngine {
  /** How the conversation opens. Pure; asked once. */
  opening(): Opening;
  /**
   * Streams one turn. A draft may be thrown away: nothing it does may be visible outside, so tool calls are only announced and
   * run later through `runTool`. Throws ProviderError; ends by throwing the signal's reason when aborted.
   */
  respond(request: RespondRequest): AsyncIterable<EngineEvent>;
  /**
   * Runs a tool that a committed turn asked for. Never throws for what the tool's server did: that is a result with
   * `successful: false`. `signal` ends with the call, not with a barge-in.
   */
  runTool(call: ToolCall, context: ToolContext): Promise<ToolResult>;
  /** A move of a turn that counts: the engine stands there from now on. In the order of the moves, before the tools behind them. */
  take?(moveId: string): void;
  /** All dynamic variables collected so far (extracted or from response_variables), values as text. */
  collectedVariables(): Record<string, string>;
  /** Variables that became known elsewhere, to be kept as collected ones. */
  collect?(variables: Record<string, string>): void;
  /** From update-call on a running call; null clears the overrides. */
  overrideVariables(variables: Record<string, string> | null): void;
  /** The conversation, or this process's part in it, is over: sessions at tools' servers end. Once or more often; never rejects. */
  close?(): Promise<void>;
  /**
   * What an engine with a will of its own (a program behind a socket) says unasked. One reader; with the first reading it connects. An
   * engine that nobody reads puts what belongs to an answer into that answer's events. Ends with `close`.
   */
  readonly pushes?: AsyncIterable<EnginePush>;
  /** Tells such an engine how the conversation stands, whenever that changes. Never throws. */
  follow?(news: ConversationNews): void;
}

export type EnginePush =
  /** It wants to speak now, over whatever is said: `respond({ kind: 'interjection' })`. One that comes later takes its place. */
  | { is: 'interjection' }
  /** A tool that the engine runs by itself. */
  | { is: 'toolStarted'; id: string; name: string; arguments: string }
  | { is: 'toolFinished'; id: string; successful: boolean; content: string; tookMs: number }
  /** For the client's page, as it is. */
  | { is: 'metadata'; metadata: unknown }
  /** Fields of the agent that change from now on: contract names, types checked, ranges not. */
  | { is: 'settings'; agent: Readonly<Record<string, number>> }
  | { is: 'latency'; part: 'llm_websocket_network_rtt'; ms: number }
  /** For the conversation's log: never speech, prompts or digits. */
  | {
      is: 'note';
      level: 'info' | 'warn' | 'error';
      text: string;
      fields?: Record<string, string | number | boolean | null>;
    }
  /** The conversation is over; `afterSpeech`: when what was said has been heard. */
  | { is: 'end'; reason: DisconnectionReason; detail: string; afterSpeech: boolean };

export interface ConversationNews {
  /** What was said, and last what is being said right now. */
  transcript: readonly TranscriptItem[];
  /** Whose turn it became; left out while that is as before. */
  turntaking?: 'agent_turn' | 'user_turn';
}

/** An engine that can be put down and taken up again. */
export interface ResumableEngine extends ResponseEngine {
  standing(): EngineStanding;
}

/** All that an engine knows of a conversation beside its transcript, as JSON: enough to go on with it in another process. */
export interface EngineStanding {
  /** Of an agent with states; null without. */
  state: string | null;
  previousState: string | null;
  /** Dynamic variables collected so far. */
  collected: Record<string, string>;
  /** Of a conversation flow. */
  flow?: FlowStanding;
  /** Agents that took over, in order; the last one is active, and the rest of this is its engine's. */
  swaps?: AgentSwap[];
  /** Of a program behind a socket: the id of the last question that it was asked. */
  socket?: { responseId: number };
}

export type Opening =
  /** The agent says this text first. */
  | { who: 'agent'; text: string; delayMs: number }
  /** The agent speaks first, in the model's words: `respond({ kind: 'begin' })`. */
  | { who: 'agent'; text: null; delayMs: number }
  /** The user speaks first; after this silence the agent opens all the same (null = never). */
  | { who: 'user'; agentAfterSilenceMs: number | null };

export interface RespondRequest {
  kind: 'answer' | 'begin' | 'reminder' | 'interjection';
  /** What was said and heard so far, tool calls woven in; for an answer the last item is the user's. */
  transcript: TranscriptItem[];
  signal: AbortSignal;
}

export type EngineEvent =
  | { is: 'text'; text: string }
  | { is: 'tool'; call: ToolCall }
  /** The engine moved on, if the turn counts: then the driver records the transition and calls `take`. */
  | { is: 'move'; move: EngineMove }
  /**
   * What the model was given to read from knowledge bases, each passage once. `tookMs`: null when it counts already. `trouble`: why
   * something may be missing, without what was said.
   */
  | { is: 'knowledge'; passages: KnowledgePassage[]; tookMs: number | null; trouble: string | null }
  /** How the words that follow are meant: what the transcript notes of them; `protected`: nobody interrupts this turn. */
  | { is: 'terms'; metadata: UtteranceMetadata; protected: boolean }
  /** What belongs to this answer, from an engine whose `pushes` nobody reads. */
  | { is: 'push'; push: EnginePush }
  /** The last event. `finish: 'silent'`: the model chose to say nothing (NO_RESPONSE_NEEDED). */
  | {
      is: 'done';
      finish: 'stop' | 'tools' | 'length' | 'silent';
      tokens: number;
      provider: string;
      model: string;
      /** There is more to come: the driver asks again as soon as all was heard, without waiting for the user. */
      goesOn?: boolean;
    };

export interface EngineMove {
  id: string;
  /** As in the contract. */
  transition: NodeTransition | null;
  /** For the conversation's log: what is wrong with the agent's configuration. */
  note: string | null;
  /**
   * Fields of the agent that the node has its own values for, by their contract names: they hold until the next move that says anything
   * about this. Left out: nothing changes; empty: all is as the agent has it.
   */
  settings?: Readonly<Record<string, number>>;
}

export interface NodeTransition {
  former_node_id: string;
  former_node_name: string;
  new_node_id: string;
  new_node_name: string;
}

export interface ToolCall {
  id: string;
  name: string;
  /** JSON text. */
  arguments: string;
  /** As in the contract: `end_call`, `custom`, ... */
  type: string;
  /** Said while the tool runs, once; a prompt was already turned into text by the engine. */
  speakDuring: string | null;
  /** Must the agent take the floor again when the result is there? (speak_after_execution) */
  speakAfter: boolean;
}

export interface ToolContext {
  /** A line for the conversation's log, where it has one. */
  note?: (level: 'info' | 'warn' | 'error', text: string) => void;
  /** The call or chat as its own get operation would return it right now, for the request's body. */
  subject: () => object;
  signal: AbortSignal;
}

export interface ToolResult {
  successful: boolean;
  content: string;
  tookMs: number;
  /** What the driver must do now. */
  directive: ToolDirective | null;
  /** Where the announcement does not hold: must the agent take the floor again? */
  speakAfter?: boolean;
  /** The tool moved the agent to another state: the driver records it as a `state_transition` fact. */
  stateTransition?: { former_state_name: string; new_state_name: string };
}

export type ToolDirective =
  /** Say `text` (if any), then end. */
  | { do: 'end'; text: string | null }
  /** Others go on without the agent: end, and let the line be. `destination`: whom the caller was given to. */
  | {
      do: 'leave';
      reason: 'call_transfer' | 'transfer_bridged' | 'transfer_cancelled';
      destination: string | null;
    }
  /**
   * Another agent takes over: make ready what its `settings` ask for, then `take` the move; it speaks next. Other calls of the agent before
   * that have not begun are dropped.
   */
  | { do: 'swap'; move: string; swap: AgentSwap; settings: Record<string, unknown> };
