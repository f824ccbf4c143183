// The voice session as one pure function: state and event in, new state and actions out. No clock, no waiting, no socket.

import { onEarsFailed, onEarsTimer } from './ears.ts';
import { onCommand, onTail, end, tryFarewell, tryFinish } from './ending.ts';
import { finishText, onGenDone, onGenFailed, onMove, onTerms, onText, onTool } from './engine.ts';
import { think } from './run.ts';
import type { EventOf, VoiceEvent } from './event.ts';
import { judge, onConfirm, regainFloor } from './floor.ts';
import { onDegraded, onGone, onLegFailed, onMuted, onRestored, onStarved } from './leg.ts';
import { onHeld } from './held.ts';
import { onInject } from './inject.ts';
import { answerKeys, endKeys, onKey } from './keys.ts';
import { onKnowledge } from './knowledge.ts';
import {
  cutMessage,
  endGreeting,
  onBeep,
  onGreetingSpeech,
  onGreetingWords,
  onJudged,
  onMessage,
  watchAnswer,
} from './machine.ts';
import { onPush, payInterjection } from './push.ts';
import { onBegin, onConnected, onStart, onUserFirst } from './opening.ts';
import { onReminder, onSilenceEnd, watchSilence } from './silence.ts';
import { onFirst, onMouthFailed, onOver, onPaused, onSound } from './speeches.ts';
import { watchReflex } from './reflex.ts';
import { copyState, type VoiceState } from './state.ts';
import { takeFired } from './timers.ts';
import { onLineTool, onToolResult, runSpokenTools } from './tools.ts';
import { isTalk, onTakeOver } from './supervised.ts';
import {
  maybeDraft,
  onEndTurn,
  onFinal,
  onGrace,
  onLastFinal,
  onPartial,
  onSpeech,
  onVote,
  onVoteTimer,
  tryEndTurn,
} from './user.ts';
import type { Action } from './action.ts';
import { agentIsQuiet, ignore, note, toolsRunning, type Work } from './work.ts';

/** A model that calls tools again and again, or a flow that goes in circles, must come to an end. */
const MAX_UNASKED = 20;

/** What still matters once the end is decided: what was heard, the last words, the two timers. */
const WHILE_ENDING = new Set<VoiceEvent['is']>(['done', 'cleared', 'final', 'timer', 'gone', 'command']);

export function step(state: VoiceState, event: VoiceEvent): { state: VoiceState; actions: Action[] } {
  const work: Work = { s: copyState(state), actions: [] };
  work.s.now = Math.max(state.now, event.at);
  const { mode } = work.s;
  if (mode.is === 'ended' || (mode.is === 'ending' && !WHILE_ENDING.has(event.is))) ignore(work, event.is);
  else {
    handle(work, event);
    settle(work);
  }
  return { state: work.s, actions: work.actions };
}

function handle(work: Work, event: VoiceEvent): void {
  switch (event.is) {
    case 'start':
      return onStart(work);
    case 'connected':
      return onConnected(work);
    case 'degraded':
      return onDegraded(work);
    case 'restored':
      return onRestored(work);
    case 'gone':
      return onGone(work, event);
    case 'legFailed':
      return onLegFailed(work, event);
    case 'dtmf':
      return onKey(work, event.digit);
    case 'muted':
      return onMuted(work, event);
    case 'held':
      return onHeld(work, event);
    case 'starved':
      return onStarved(work, event);
    case 'beep':
      return onBeep(work, event);
    case 'message':
      return onMessage(work, event);
    case 'judged':
      return onJudged(work, event);
    case 'speech':
      if (work.s.mode.is === 'atVoicemail') return onGreetingSpeech(work, event);
      return isHeard(work.s) ? onSpeech(work, event) : ignore(work, 'speech');
    case 'partial':
      onGreetingWords(work, event.text);
      return isHeard(work.s) ? onPartial(work, event) : ignore(work, 'partial');
    case 'final':
      return onFinalBy(work, event);
    case 'earsFailed':
      return onEarsFailed(work, event);
    case 'vote':
      return onVote(work, event);
    case 'sound':
      return onSound(work, event);
    case 'first':
      return onFirst(work, event);
    case 'paused':
    case 'resumed':
      return onPaused(work, event);
    case 'done':
    case 'cleared':
      return onOver(work, event);
    case 'mouthFailed':
      return onMouthFailed(work, event);
    case 'text':
      return onText(work, event);
    case 'tool':
      return onTool(work, event);
    case 'move':
      return onMove(work, event);
    case 'knowledge':
      return onKnowledge(work, event);
    case 'terms':
      return onTerms(work, event);
    case 'push':
      return onPush(work, event);
    case 'genDone':
      return onGenDone(work, event);
    case 'genFailed':
      return onGenFailed(work, event);
    case 'toolResult':
      return onToolResult(work, event);
    case 'timer':
      return takeFired(work, event.timer, event.n) ? onTimer(work, event.timer) : ignore(work, 'timer');
    case 'command':
      return onCommand(work, event);
    case 'inject':
      return onInject(work, event);
    case 'takeOver':
      return onTakeOver(work, event);
    default:
      return event satisfies never;
  }
}

/** Music on hold is no talk. */
function isHeard(s: VoiceState): boolean {
  return isTalk(s) && s.floor.is !== 'held';
}

function onFinalBy(work: Work, event: EventOf<'final'>): void {
  // Words from before a hold may come late.
  if (isHeard(work.s) || (isTalk(work.s) && work.s.turn)) onFinal(work, event);
  else if (work.s.mode.is === 'ending' || work.s.mode.is === 'atVoicemail') onLastFinal(work, event);
  else ignore(work, 'final');
}

function onTimer(work: Work, timer: EventOf<'timer'>['timer']): void {
  switch (timer) {
    case 'join':
      return end(work, 'error_user_not_joined', 'no sound within 30 s');
    case 'begin':
      return onBegin(work);
    case 'rest':
      return finishText(work);
    case 'userFirst':
      return onUserFirst(work);
    case 'keys':
      return endKeys(work);
    case 'draft':
      return maybeDraft(work);
    case 'vote':
      return onVoteTimer(work);
    case 'endTurn':
      return onEndTurn(work);
    case 'grace':
      return onGrace(work);
    case 'confirm':
      return onConfirm(work);
    case 'resume':
      return judge(work, true);
    case 'reminder':
      return onReminder(work);
    case 'silenceEnd':
      return onSilenceEnd(work);
    case 'maxDuration':
      return end(work, 'max_duration_reached', '');
    case 'tail':
    case 'drain':
      return onTail(work);
    case 'ears':
      return onEarsTimer(work);
    case 'machine':
      return;
    case 'greeting':
      return endGreeting(work);
    case 'message':
      return cutMessage(work);
    case 'lineTool':
      return onLineTool(work);
    case 'lastWords':
    case 'ceiling':
      return;
    default:
      return timer satisfies never;
  }
}

/** What follows from the state alone, whatever event led to it. */
function settle(work: Work): void {
  payInterjection(work);
  regainFloor(work);
  watchAnswer(work);
  tryEndTurn(work);
  runSpokenTools(work);
  answerKeys(work);
  payOwed(work);
  tryFarewell(work);
  watchSilence(work);
  watchReflex(work);
  tryFinish(work);
}

/** Rule 11: the agent speaks again by itself when the caller is silent, all results are there and what was cut is accounted for. */
function payOwed(work: Work): void {
  const { s } = work;
  if (!s.owes || s.pressed.length > 0 || s.mode.is !== 'live' || s.user.is !== 'silent' || s.farewell || s.leg !== 'ok')
    return;
  if (s.engine.is !== 'idle' || (s.owesAfterSpeech ? !agentIsQuiet(s) : toolsRunning(s))) return;
  if (s.speeches.some(({ phase }) => phase === 'clearing')) return;
  s.owes = false;
  if (++s.unasked > MAX_UNASKED) {
    if (s.unasked === MAX_UNASKED + 1) note(work, 'warn', 'the agent only calls tools; it waits for the caller now');
    return;
  }
  think(work, 'answer', { draft: false, forText: null });
}
