// Tools of a committed answer: announced, run once, their results woven into the next turn (rules 10, 11).

import { dropDraft } from './run.ts';
import type { EventOf } from './event.ts';
import { sayWhole } from './speaking.ts';
import type { ToolCall } from '../../conversation/index.ts';
import { act, agentIsQuiet, emit, ignore, type Work } from './work.ts';

/** Tools that change who is on the line: they act only when all that was said before them was heard; barge-in cancels them. */
const AFTER_SPEECH = new Set([
  'end_call',
  'transfer_call',
  'press_digit',
  'agent_swap',
  'bridge_transfer',
  'cancel_transfer',
]);

export function startTool(work: Work, call: ToolCall): void {
  const { s } = work;
  if (s.tools[call.id]) return ignore(work, 'tool');
  if (call.speakDuring) sayWhole(work, 'during', call.speakDuring, { open: true });
  if (AFTER_SPEECH.has(call.type)) {
    s.tools[call.id] = { call, phase: 'afterSpeech' };
    return;
  }
  run(work, call);
}

function run(work: Work, call: ToolCall): void {
  work.s.tools[call.id] = { call, phase: 'running' };
  act(work, { do: 'runTool', call });
}

/** Asked after every event: has all been heard that a waiting tool waits for? */
export function runSpokenTools(work: Work): void {
  const { s } = work;
  if (s.mode.is !== 'live' || s.user.is !== 'silent' || s.engine.is === 'answer' || !agentIsQuiet(s)) return;
  const waiting = Object.values(s.tools).find((tool) => tool.phase === 'afterSpeech');
  if (waiting) run(work, waiting.call);
}

export function onToolResult(work: Work, event: EventOf<'toolResult'>): void {
  const { s } = work;
  const tool = s.tools[event.id];
  if (tool?.phase !== 'running') return ignore(work, 'toolResult');
  delete s.tools[event.id];
  // A draft was begun without knowing this.
  dropDraft(work);
  emit(work, {
    is: 'tool_finished',
    tool_call_id: event.id,
    successful: event.successful,
    content: event.content,
    tookMs: event.tookMs,
  });
  if (event.stateTransition) emit(work, { is: 'state_transition', ...event.stateTransition });
  if (event.directive === null) s.owes ||= tool.call.speakAfter;
  else if (event.directive.do === 'end') {
    s.farewell ??= { reason: 'agent_hangup', detail: tool.call.name, firm: false };
    if (event.directive.text) sayWhole(work, 'goodbye', event.directive.text, { open: true });
  } else event.directive.do satisfies never;
}
