// The agent speaks: speeches are opened by text, gated, completed, cleared.

import { splitClauses } from '../clauses.ts';
import type { Run, Speech, Timing } from './state.ts';
import { act, type Work } from './work.ts';

/** Opens a speech; its gate opens when `open` and nobody disputes the floor. */
export function openSpeech(
  work: Work,
  kind: Speech['kind'],
  gen: number,
  first: string,
  options: { open: boolean; timing?: Timing; terms?: Run['terms']; speed?: number },
): Speech {
  const { s } = work;
  const utt = `u${++s.ids.utt}`;
  const open = options.open && s.floor.is === 'free';
  const timing = options.timing ? { ...options.timing } : null;
  const speech: Speech = {
    ...{ utt, gen, kind, phase: 'queued', open, text: '', complete: false, pausedAt: null, timing },
    metadata: options.terms?.metadata ?? null,
    protected: options.terms?.protected ?? false,
    speed: options.speed ?? s.settings.voiceSpeed,
  };
  s.speeches.push(speech);
  addClause(work, speech, first);
  if (open) act(work, { do: 'gate', utt, open });
  return speech;
}

export function addClause(work: Work, speech: Speech, text: string): void {
  speech.text += text;
  act(work, { do: 'speak', utt: speech.utt, gen: speech.gen, text, mouth: work.s.mouth, speed: speech.speed });
}

export function completeSpeech(work: Work, utt: string | null): void {
  const speech = work.s.speeches.find((each) => each.utt === utt);
  if (!speech || speech.complete) return;
  speech.complete = true;
  act(work, { do: 'endSpeech', utt: speech.utt });
}

/** A whole text that is known at once: begin message, goodbye, what is said while a tool runs. */
export function sayWhole(work: Work, kind: Speech['kind'], text: string, options: { open: boolean }): void {
  const [first, ...others] = splitClauses(text, { first: true, last: true }).clauses;
  if (first === undefined) return;
  const speech = openSpeech(work, kind, work.s.ids.gen, first, options);
  for (const clause of others) addClause(work, speech, clause);
  completeSpeech(work, speech.utt);
}

export function openGate(work: Work, speech: Speech): void {
  if (speech.open) return;
  speech.open = true;
  act(work, { do: 'gate', utt: speech.utt, open: true });
}

export function closeGate(work: Work, speech: Speech): void {
  if (!speech.open) return;
  speech.open = false;
  act(work, { do: 'gate', utt: speech.utt, open: false });
}

/** Stops a speech. What nobody heard is forgotten at once; what was heard waits for its place in the transcript. */
export function clearSpeech(work: Work, speech: Speech): void {
  const { s } = work;
  if (speech.phase === 'clearing') return;
  act(work, { do: 'clear', utt: speech.utt });
  if (speech.phase === 'queued') s.speeches = s.speeches.filter((each) => each !== speech);
  else speech.phase = 'clearing';
}
