// What the Talk panel knows of a call, as a pure step function over what the browser and the server tell.
//
// idle        nothing yet
// microphone  the browser asks the person for the microphone
// connecting  the call exists, the browser joins it
// live        both sides can hear each other; ends by `over` or `failed`
// ended       over; what was said stays on screen
// failed      it could not start; `problem` says why and what to do

import type {
  SubstitutedEvent,
  ToolCallEvent,
  ToolResultEvent,
  TurnLatencyEvent,
  UpdateUtterance,
} from '../../../web-client/src/index.ts';
import { mergeUtterances } from './merge-utterances.ts';

export type TalkPhase = 'idle' | 'microphone' | 'connecting' | 'live' | 'ended' | 'failed';

export interface TalkUtterance {
  is: 'utterance';
  role: 'agent' | 'user';
  content: string;
}

export interface TalkTool {
  is: 'tool';
  id: string;
  name: string;
  arguments: string;
  result: { successful: boolean; content: string } | null;
}

export interface TalkLatency {
  is: 'latency';
  gen: number;
  asrMs: number | null;
  llmMs: number | null;
  ttsMs: number | null;
  e2eMs: number;
}

export type TimelineItem = TalkUtterance | TalkTool | TalkLatency;

export interface TalkProblem {
  title: string;
  text: string;
}

export interface TalkState {
  phase: TalkPhase;
  callId: string | null;
  /** Wall clock, ms. */
  startedAtMs: number | null;
  endedAtMs: number | null;
  muted: boolean;
  /** The connection broke and is being made again. */
  reconnecting: boolean;
  agentTalking: boolean;
  userTalking: boolean;
  /** The caller's words that may still change. */
  partial: string;
  /** The same words as the server told them, until the update that repeats them as an utterance has come. */
  untoldPartial: string;
  timeline: TimelineItem[];
  substitutions: SubstitutedEvent[];
  problem: TalkProblem | null;
}

export const idle: TalkState = {
  phase: 'idle',
  callId: null,
  startedAtMs: null,
  endedAtMs: null,
  muted: false,
  reconnecting: false,
  agentTalking: false,
  userTalking: false,
  partial: '',
  untoldPartial: '',
  timeline: [],
  substitutions: [],
  problem: null,
};

export type TalkEvent =
  | { is: 'asked' }
  | { is: 'created'; callId: string }
  | { is: 'started'; nowMs: number }
  | { is: 'over'; nowMs: number }
  | { is: 'failed'; problem: TalkProblem }
  /** Something went wrong in a call that goes on. */
  | { is: 'warned'; problem: TalkProblem }
  | { is: 'muted'; on: boolean }
  | { is: 'reconnecting'; on: boolean }
  | { is: 'talking'; who: 'agent' | 'user'; on: boolean }
  | { is: 'update'; transcript: UpdateUtterance[] }
  | { is: 'partial'; text: string }
  | { is: 'latency'; event: TurnLatencyEvent }
  | { is: 'tool_call'; event: ToolCallEvent }
  | { is: 'tool_result'; event: ToolResultEvent }
  | { is: 'substituted'; event: SubstitutedEvent };

export function step(state: TalkState, event: TalkEvent): TalkState {
  switch (event.is) {
    case 'asked':
      return { ...idle, phase: 'microphone' };
    case 'created':
      return { ...state, phase: 'connecting', callId: event.callId };
    case 'started':
      return { ...state, phase: 'live', startedAtMs: event.nowMs };
    case 'over':
      return over(state, event.nowMs);
    case 'failed':
      return {
        ...state,
        phase: 'failed',
        problem: event.problem,
        agentTalking: false,
        userTalking: false,
        partial: '',
      };
    case 'warned':
      return { ...state, problem: event.problem };
    case 'muted':
      return { ...state, muted: event.on };
    case 'reconnecting':
      return { ...state, reconnecting: event.on };
    case 'talking':
      return event.who === 'agent' ? { ...state, agentTalking: event.on } : { ...state, userTalking: event.on };
    case 'update':
      return update(state, event.transcript);
    case 'partial':
      return { ...state, partial: isLate(state, event.text) ? '' : event.text, untoldPartial: event.text };
    case 'latency':
      return { ...state, timeline: beforeAnswer(state.timeline, latencyOf(event.event)) };
    case 'tool_call':
      return { ...state, timeline: [...state.timeline, toolOf(event.event)] };
    case 'tool_result':
      return { ...state, timeline: withResult(state.timeline, event.event) };
    case 'substituted':
      return { ...state, substitutions: [...state.substitutions, event.event] };
    default:
      event satisfies never;
      return state;
  }
}

/** Is there a call, or one on its way? */
export function isBusy({ phase }: TalkState): boolean {
  return phase === 'microphone' || phase === 'connecting' || phase === 'live';
}

const connectionLost: TalkProblem = {
  title: 'The connection was lost',
  text: 'The server stopped, or the network between it and this browser broke. The server ends such a call by itself after a few seconds.',
};

function over(state: TalkState, nowMs: number): TalkState {
  if (!isBusy(state)) return state;
  return {
    ...state,
    phase: state.phase === 'live' ? 'ended' : 'idle',
    endedAtMs: nowMs,
    problem: state.reconnecting ? connectionLost : state.problem,
    reconnecting: false,
    agentTalking: false,
    userTalking: false,
    partial: '',
  };
}

/** Interim words that the transcript already has: they were under way when their utterance was finished. */
function isLate({ timeline, userTalking }: TalkState, text: string): boolean {
  if (userTalking) return false;
  const last = timeline.findLast((item) => item.is === 'utterance' && item.role === 'user');
  return last?.is === 'utterance' && last.content.trim() === text.trim();
}

/**
 * A new or longer utterance of the caller is what the interim words became, so those go. Updates repeat interim words as an utterance, for
 * clients that know no `partial`; here they stand once, as what they are.
 */
function update(state: TalkState, window: UpdateUtterance[]): TalkState {
  const known = state.timeline.filter((item) => item.is === 'utterance');
  const merged = mergeUtterances(known, window, state.untoldPartial);
  const said = merged.some(({ role, content }, index) => role === 'user' && content !== known[index]?.content);
  let next = 0;
  const kept = state.timeline.map((item) => (item.is === 'utterance' ? merged[next++] : item));
  const timeline = [...kept.filter((item) => item !== undefined), ...merged.slice(next)];
  return { ...state, timeline, partial: said ? '' : state.partial, untoldPartial: '' };
}

/** The figures of a turn stand between the caller's words and the agent's answer, which may be on screen already. */
function beforeAnswer(timeline: TimelineItem[], latency: TalkLatency): TimelineItem[] {
  let place = timeline.length;
  while (place > 0 && isAnswer(timeline[place - 1]!)) place--;
  return [...timeline.slice(0, place), latency, ...timeline.slice(place)];
}

function isAnswer(item: TimelineItem): boolean {
  return item.is === 'utterance' && item.role === 'agent';
}

function latencyOf(event: TurnLatencyEvent): TalkLatency {
  return {
    is: 'latency',
    gen: event.gen,
    asrMs: event.asr_ms ?? null,
    llmMs: event.llm_ms ?? null,
    ttsMs: event.tts_ms ?? null,
    e2eMs: event.e2e_ms,
  };
}

function toolOf(event: ToolCallEvent): TalkTool {
  return { is: 'tool', id: event.tool_call_id, name: event.name, arguments: event.arguments, result: null };
}

function withResult(timeline: TimelineItem[], event: ToolResultEvent): TimelineItem[] {
  return timeline.map((item) =>
    item.is === 'tool' && item.id === event.tool_call_id
      ? { ...item, result: { successful: event.successful, content: event.content } }
      : item,
  );
}
