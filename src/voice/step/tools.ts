// Tools of a committed answer: announced, run once, their results woven into the next turn (rules 10, 11).

import { end } from './ending.ts';
import { dropDraft, dropRun } from './run.ts';
import type { EventOf, Followed } from './event.ts';
import { hold, unhold } from './hold.ts';
import { sayWhole } from './speaking.ts';
import { arm, armIn, cancel } from './timers.ts';
import { cancelUnspoken } from './floor.ts';
import type { ToolCall } from '../../conversation/index.ts';
import { act, agentIsQuiet, emit, ignore, toolsRunning, type Work } from './work.ts';

/** A tool that ends the call waits so long for others that are still running: an order should be saved before the goodbye. */
const OTHER_TOOLS_MS = 5000;

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
  if (call.type === 'transfer_call') hold(work);
  act(work, { do: 'runTool', call });
}

/**
 * Asked after every event: has all been heard that a waiting tool waits for? They act one after the other, in the order in which they were
 * decided; other tools that are still at work get some time to come to their end.
 */
export function runSpokenTools(work: Work): void {
  const { s } = work;
  const waiting = Object.values(s.tools).find((tool) => tool.phase === 'afterSpeech');
  if (!waiting) return cancel(work, 'lineTool');
  if (s.mode.is !== 'live' || s.user.is !== 'silent' || s.engine.is === 'answer' || !agentIsQuiet(s)) return;
  if (isLineInUse(work)) return;
  if (waiting.waited || !toolsRunning(s)) return run(work, waiting.call);
  if (!s.timers.lineTool) armIn(work, 'lineTool', OTHER_TOOLS_MS);
}

/** The others took too long. */
export function onLineTool({ s }: Work): void {
  for (const [id, tool] of Object.entries(s.tools)) {
    if (tool.phase === 'afterSpeech') s.tools[id] = { ...tool, waited: true };
  }
}

function isLineInUse({ s }: Work): boolean {
  return Object.values(s.tools).some(({ call, phase }) => phase === 'running' && AFTER_SPEECH.has(call.type));
}

export function onToolResult(work: Work, event: EventOf<'toolResult'>): void {
  const { s } = work;
  const tool = s.tools[event.id];
  if (tool?.phase !== 'running') return ignore(work, 'toolResult');
  delete s.tools[event.id];
  if (tool.call.type === 'transfer_call') unhold(work);
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
  if (event.directive === null) s.owes ||= event.speakAfter ?? tool.call.speakAfter;
  else follow(work, tool.call, event.directive);
}

function follow(work: Work, call: ToolCall, directive: Followed): void {
  const { s } = work;
  switch (directive.do) {
    case 'end':
      s.farewell ??= { reason: 'agent_hangup', detail: call.name, firm: false };
      if (directive.text) sayWhole(work, 'goodbye', directive.text, { open: true });
      return;
    case 'leave':
      if (directive.destination !== null) emit(work, { is: 'transferred', destination: directive.destination });
      return end(work, directive.reason, call.name);
    case 'swap':
      return changeAgent(work, directive);
    default:
      directive satisfies never;
  }
}

/** What the agent before still wanted to do or to say, and what nobody has heard of it, is dropped; the new one speaks next. */
function changeAgent(work: Work, { move, swap, voice }: Extract<Followed, { do: 'swap' }>): void {
  const { s } = work;
  dropRun(work);
  cancelUnspoken(work);
  s.settings = voice.settings;
  s.agentSettings = voice.settings;
  s.fallbackMouths = voice.fallbackMouths;
  s.mouth = 0;
  s.failures.mouths = 0;
  act(work, { do: 'take', move });
  act(work, { do: 'changeAgent', move });
  if (s.mode.is === 'live') arm(work, 'maxDuration', s.mode.since + s.settings.maxCallMs * 1000);
  emit(work, { is: 'agent_swapped', swap });
  s.owes = true;
}
