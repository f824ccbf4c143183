// One step at work: a state that may be changed, and the actions collected so far.

import type { CallFact } from '../../interfaces/call-event.ts';
import { settingsInNode, type VoiceSettings } from '../settings.ts';
import type { Action } from './action.ts';
import type { Run, Speech, VoiceState } from './state.ts';

export interface Work {
  s: VoiceState;
  actions: Action[];
}

export function act(work: Work, action: Action): void {
  work.actions.push(action);
}

export function emit(work: Work, fact: CallFact): void {
  work.actions.push({ do: 'emit', fact });
}

/** A remark for the public log: a fact without a kind of its own. */
export function note(
  work: Work,
  level: 'info' | 'warn' | 'error',
  text: string,
  fields?: Record<string, string | number | boolean | null>,
): void {
  emit(work, { is: 'note', level, text, ...(fields && { fields }) });
}

/** An answer to a question that is no longer asked: counted, nothing else. */
export function ignore(work: Work, kind: string): void {
  work.s.ignored[kind] = (work.s.ignored[kind] ?? 0) + 1;
}

export function ms(fromUs: number, toUs: number): number {
  return Math.max(0, Math.round((toUs - fromUs) / 1000));
}

export function runOf(state: VoiceState): Run | null {
  return state.engine.is === 'idle' ? null : state.engine.run;
}

/** Speeches that count as the agent's: open ones, and those told to stop that were heard. */
export function audibleSpeech(state: VoiceState): Speech | undefined {
  return state.speeches.find((speech) => speech.phase === 'playing' || speech.phase === 'paused');
}

/** Is anything of the agent still to be heard, or not yet accounted for? Gated drafts do not count. */
export function agentIsQuiet(state: VoiceState): boolean {
  return state.speeches.every((speech) => speech.phase === 'queued' && isDraftSpeech(state, speech));
}

/** Does it wait behind the gate of something not yet decided: a draft, or the greeting before its time? */
export function isDraftSpeech(state: VoiceState, speech: Speech): boolean {
  if (speech.phase !== 'queued' || speech.open) return false;
  if (speech.kind === 'begin') return state.timers.begin !== undefined || state.mode.is === 'connecting';
  return state.engine.is === 'draft' && state.engine.run.gen === speech.gen;
}

export function isBusyThinking(state: VoiceState): boolean {
  return state.engine.is === 'answer';
}

export function toolsRunning(state: VoiceState): boolean {
  return Object.values(state.tools).some((tool) => tool.phase === 'running');
}

/** The settings that hold once the run's moves count. */
export function settingsAfter(state: VoiceState, run: Run): VoiceSettings {
  const last = run.moves.findLast(({ settings }) => settings !== undefined);
  return last?.settings ? settingsInNode(state.agentSettings, last.settings) : state.settings;
}

/** How easily the caller stops the agent now: not at all while it says, or works on, what nobody may interrupt. */
export function sensitivityOf(state: VoiceState): number {
  const isProtected =
    (state.engine.is === 'answer' && state.engine.run.terms?.protected) ||
    state.speeches.some((speech) => speech.protected && speech.phase !== 'clearing' && !isDraftSpeech(state, speech));
  return isProtected ? 0 : state.settings.interruptionSensitivity;
}

/** May a new turn be answered? An answer under way is awaited; one that a remote mind leaves open, with all of it heard, is not. */
export function givesWay({ engine, settings }: VoiceState): boolean {
  return engine.is !== 'answer' || (settings.remoteMind && engine.run.kind !== 'interjection');
}
