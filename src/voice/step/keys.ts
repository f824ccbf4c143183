// Keys that the caller presses: collected to one input, which is answered like words (rule 15).

import { cancelOpening } from './opening.ts';
import { agentHoldsFloor, interrupt } from './floor.ts';
import { dropDraft, dropRun, think } from './run.ts';
import { armIn, cancel } from './timers.ts';
import { isTalk } from './supervised.ts';
import { recordKeys } from './turn.ts';
import { act, agentIsQuiet, givesWay, ignore, toolsRunning, type Work } from './work.ts';

/** A key that is held down, or a line with a fault, must come to an end: the contract's largest limit. */
const MAX_KEYS = 50;

/** One more key. The one that ends an input is no part of it, unless it stands alone. */
export function onKey(work: Work, key: string): void {
  const { s } = work;
  const { keys: rule } = s.settings;
  if (!isTalk(s) || !rule || !/^[0-9A-D*#]$/.test(key)) return ignore(work, 'dtmf');
  s.silence = { since: null, reminders: 0 };
  cancel(work, 'reminder', 'silenceEnd', 'userFirst');
  if (s.keys === '' && rule.interrupt) stopAgent(work);
  const isEnd = key === rule.terminator;
  if (!isEnd || s.keys === '') s.keys += key;
  if (isEnd || s.keys.length >= (rule.limit ?? MAX_KEYS)) return endKeys(work);
  armIn(work, 'keys', rule.timeoutMs);
}

function stopAgent(work: Work): void {
  const { s } = work;
  if (s.mode.is !== 'live' || s.farewell?.firm) return;
  cancelOpening(work);
  if (agentHoldsFloor(s)) interrupt(work);
}

/** What was pressed is an input. A draft was begun without knowing it. */
export function endKeys(work: Work): void {
  const { s } = work;
  cancel(work, 'keys');
  if (s.keys === '') return;
  s.pressed.push(s.keys);
  s.keys = '';
  s.unasked = 0;
  dropDraft(work);
  if (s.mode.is === 'supervised') recordKeys(work);
}

/** Asked after every event: keys are answered when the agent was heard and the caller says nothing; else with what he says. */
export function answerKeys(work: Work): void {
  const { s } = work;
  if (s.pressed.length === 0 || s.mode.is !== 'live' || s.user.is !== 'silent' || s.leg !== 'ok') return;
  if (s.farewell || s.timers.begin || toolsRunning(s) || !agentIsQuiet(s) || !givesWay(s)) return;
  dropRun(work);
  recordKeys(work);
  act(work, { do: 'turnTaking', turn: 'agent_turn' });
  s.owes = false;
  s.unanswered = null;
  think(work, 'answer', { draft: false, forText: null });
}
