// The transcript as the contract has it, folded from the call's events: `transcript`, `transcript_object`, `transcript_with_tool_calls`.

import type { CallEvent } from '../interfaces/call-event.ts';
import type { WordTime } from '../interfaces/audio.ts';

/** An item of `transcript_with_tool_calls`; utterances alone make `transcript_object`. */
export type TranscriptItem =
  | UtteranceItem
  | TransferTargetItem
  | ToolInvocationItem
  | ToolResultItem
  | StateTransitionItem
  | NodeTransitionItem
  | DtmfItem
  | InjectedItem;

export interface UtteranceItem {
  role: 'agent' | 'user';
  content: string;
  /** Seconds of call audio; each word but the last keeps its trailing blank. */
  words: WordTime[];
  /** `to`: it was not for the caller, and stands among the tool calls alone. */
  metadata?: UtteranceMetadata | { to: 'transfer_target' };
}

/** What whoever is to take the call said while the caller waited. */
export interface TransferTargetItem {
  role: 'transfer_target';
  content: string;
  words: WordTime[];
}

/** What an utterance of the agent answers. */
export type UtteranceMetadata = { response_id: number } | { interrupt_id: number };

export interface ToolInvocationItem {
  role: 'tool_call_invocation';
  tool_call_id: string;
  name: string;
  arguments: string;
  time_sec: number;
  type: string;
}

export interface ToolResultItem {
  role: 'tool_call_result';
  tool_call_id: string;
  successful: boolean;
  content: string;
  time_sec: number;
}

export interface StateTransitionItem {
  role: 'state_transition';
  former_state_name: string;
  new_state_name: string;
  time_sec: number;
}

export interface NodeTransitionItem {
  role: 'node_transition';
  former_node_id: string;
  former_node_name: string;
  new_node_id: string;
  new_node_name: string;
  time_sec: number;
}

export interface DtmfItem {
  role: 'dtmf';
  digit: string;
}

/** Context that came in by update-live-call, or a text message from the other side. */
export interface InjectedItem {
  role: 'injected' | 'sms';
  content: string;
  time_sec: number;
}

/**
 * Adds one event. What the agent said becomes known when it was heard; it stands where it began, so before the tool calls and
 * transitions that happened meanwhile. Events that are not part of a transcript leave it as it is.
 */
export function addToTranscript(items: TranscriptItem[], event: CallEvent): TranscriptItem[] {
  const item = itemOf(event);
  return item === null ? items : items.toSpliced(placeOf(items, item), 0, item);
}

/** The whole transcript of a list of events. */
export function transcriptOf(events: Iterable<CallEvent>): TranscriptItem[] {
  const items: TranscriptItem[] = [];
  for (const event of events) {
    const item = itemOf(event);
    if (item) items.splice(placeOf(items, item), 0, item);
  }
  return items;
}

function placeOf(items: readonly TranscriptItem[], item: TranscriptItem): number {
  const startSeconds = item.role === 'agent' ? item.words[0]?.start : undefined;
  let place = items.length;
  if (startSeconds === undefined) return place;
  for (let other = items[place - 1]; other && isAfter(other, startSeconds); other = items[place - 1]) place -= 1;
  return place;
}

/** Words of a node begin with the move to it, at the earliest. */
function isAfter(item: TranscriptItem, seconds: number): boolean {
  if (!('time_sec' in item)) return false;
  return item.role === 'node_transition' ? item.time_sec > seconds : item.time_sec >= seconds;
}

/** `transcript`: a line per utterance, consecutive ones of one speaker stay separate. */
export function transcriptText(items: readonly TranscriptItem[]): string {
  return utterances(items)
    .map((item) => `${item.role === 'agent' ? 'Agent' : 'User'}: ${item.content}\n`)
    .join('');
}

/** `transcript_object`: what was said, without tool calls and transitions. */
export function utterances(items: readonly TranscriptItem[]): UtteranceItem[] {
  return items.filter((item): item is UtteranceItem => item.role === 'user' || isToCaller(item));
}

function isToCaller(item: TranscriptItem): boolean {
  return item.role === 'agent' && !(item.metadata && 'to' in item.metadata);
}

function itemOf(event: CallEvent): TranscriptItem | null {
  const time_sec = event.at / 1e6;
  switch (event.is) {
    case 'user_said':
      return event.text === '' ? null : { role: 'user', content: event.text, words: event.words };
    case 'agent_said':
      return event.text === ''
        ? null
        : { role: 'agent', content: event.text, words: event.words, metadata: event.metadata };
    case 'consulted':
      return consultedItem(event);
    case 'tool_started':
      return {
        role: 'tool_call_invocation',
        tool_call_id: event.tool_call_id,
        name: event.name,
        arguments: event.arguments,
        time_sec,
        type: event.type,
      };
    case 'tool_finished':
      return {
        role: 'tool_call_result',
        tool_call_id: event.tool_call_id,
        successful: event.successful,
        content: event.content,
        time_sec,
      };
    case 'state_transition':
      return {
        role: 'state_transition',
        former_state_name: event.former_state_name,
        new_state_name: event.new_state_name,
        time_sec,
      };
    case 'node_transition':
      return {
        role: 'node_transition',
        former_node_id: event.former_node_id,
        former_node_name: event.former_node_name,
        new_node_id: event.new_node_id,
        new_node_name: event.new_node_name,
        time_sec,
      };
    case 'dtmf':
      return { role: 'dtmf', digit: event.digit };
    case 'injected':
      return { role: event.role ?? 'injected', content: event.text, time_sec };
    default:
      return null;
  }
}

function consultedItem({ who, text, words }: Extract<CallEvent, { is: 'consulted' }>): TranscriptItem | null {
  if (text === '') return null;
  if (who === 'target') return { role: 'transfer_target', content: text, words };
  return { role: 'agent', content: text, words, metadata: { to: 'transfer_target' } };
}
