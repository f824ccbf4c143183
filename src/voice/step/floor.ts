// Who has the floor: a sound of the caller over the agent contests it; words, length or silence decide (rules 1-3).

import { confirmMs, judgeContest, saysAgain, BARGE_IN } from '../barge-in/barge-in.ts';
import { baseLanguage } from '../settings.ts';
import { dropRun } from './run.ts';
import { clearSpeech, closeGate, openGate } from './speaking.ts';
import { arm, armIn, cancel } from './timers.ts';
import { isCovered, turnText } from './turn.ts';
import { forgetTurn } from './turn-over.ts';
import type { VoiceState } from './state.ts';
import { act, isDraftSpeech, ms, sensitivityOf, type Work } from './work.ts';

/** While the caller keeps making sounds without words, the question is asked again this often. */
const RECONFIRM_MS = 300;

/** Is there speech of the agent, or an answer on its way, that the caller would interrupt? */
export function agentHoldsFloor(state: VoiceState): boolean {
  if (state.engine.is === 'answer') return true;
  return state.speeches.some((speech) => speech.phase !== 'clearing' && !isDraftSpeech(state, speech));
}

/** Rule 1: the caller makes a sound. Nothing more may begin to sound until it is judged. */
export function contest(work: Work): void {
  const { s } = work;
  if (s.floor.is !== 'free' || !agentHoldsFloor(s) || sensitivityOf(s) <= 0) return;
  const since = s.user.is === 'speaking' ? s.user.since : s.now;
  s.floor = { is: 'contested', since };
  if (s.turn) s.turn.overAgent = true;
  for (const speech of s.speeches) if (speech.phase === 'queued') closeGate(work, speech);
  if (s.user.is === 'speaking') arm(work, 'confirm', since + confirmMs(sensitivityOf(s)) * 1000);
  else awaitWords(work);
}

/** The sound ended: its words decide; without any the agent goes on after a moment. */
export function awaitWords(work: Work): void {
  if (work.s.floor.is !== 'contested') return;
  cancel(work, 'confirm');
  armIn(work, 'resume', BARGE_IN.resumeMs);
  judge(work, false);
}

export function onConfirm(work: Work): void {
  if (work.s.floor.is !== 'contested') return;
  judge(work, false);
  if (work.s.floor.is === 'contested' && work.s.user.is === 'speaking') armIn(work, 'confirm', RECONFIRM_MS);
}

/** Decides by what is known. `settled`: nothing more is awaited. */
export function judge(work: Work, settled: boolean): void {
  const { s } = work;
  if (s.floor.is !== 'contested') return;
  const speaking = s.user.is === 'speaking';
  const verdict = judgeContest({
    text: turnText(s.turn),
    language: baseLanguage(s.settings.language),
    speaking,
    speechMs: (s.turn?.speechMs ?? 0) + (s.user.is === 'speaking' ? ms(s.user.since, s.now) : 0),
    settled: settled || isCovered(s),
    sensitivity: sensitivityOf(s),
  });
  if (verdict === 'interrupt') interrupt(work);
  else if (verdict === 'resume') resumeAgent(work);
}

/** Rule 2: the caller takes the floor. What was not heard is gone, and with it what waited for being heard. */
export function interrupt(work: Work): void {
  const { s } = work;
  freeFloor(work);
  dropRun(work);
  for (const speech of [...s.speeches]) clearSpeech(work, speech);
  cancelUnspoken(work);
  s.owes = false;
}

/** Cancels the acts that wait for being spoken: hanging up, transfers, digits. Running tools are not touched. */
export function cancelUnspoken(work: Work): void {
  const { s } = work;
  for (const [id, tool] of Object.entries(s.tools)) if (tool.phase === 'afterSpeech') delete s.tools[id];
  if (s.farewell && !s.farewell.firm) {
    s.farewell = null;
    cancel(work, 'tail');
  }
}

/** Rule 3: it was a cough or an "uh-huh"; it leaves no trace. */
function resumeAgent(work: Work): void {
  freeFloor(work);
  giveBack(work);
  if (work.s.user.is !== 'speaking') forgetTurn(work);
}

/** The agent goes on where it was stopped. */
export function giveBack(work: Work): void {
  const { s } = work;
  const paused = s.speeches.find((speech) => speech.phase === 'paused');
  if (paused) act(work, { do: 'resume', utt: paused.utt, again: saysAgain(ms(paused.pausedAt ?? s.now, s.now)) });
  for (const speech of s.speeches) {
    if (speech.phase === 'queued' && !isDraftSpeech(s, speech)) openGate(work, speech);
  }
}

/** The agent has nothing left to defend: whatever the caller says now is simply his turn. */
export function regainFloor(work: Work): void {
  if (work.s.floor.is === 'contested' && !agentHoldsFloor(work.s)) freeFloor(work);
}

function freeFloor(work: Work): void {
  if (work.s.floor.is === 'contested') work.s.floor = { is: 'free' };
  cancel(work, 'confirm', 'resume');
}
