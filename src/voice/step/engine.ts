// What the engine says of its runs: streamed into speeches clause by clause, committed, failed (rules 8, 9, 19).

import { apologyFor } from '../apology.ts';
import { splitClauses } from '../clauses.ts';
import { baseLanguage } from '../settings.ts';
import { end } from './ending.ts';
import type { EventOf } from './event.ts';
import { tellLookUps } from './knowledge.ts';
import { addClause, completeSpeech, openGate, openSpeech, sayWhole } from './speaking.ts';
import { dropRun, think } from './run.ts';
import { armIn, cancel } from './timers.ts';
import { startTool } from './tools.ts';
import type { Run, Speech } from './state.ts';
import { act, emit, ignore, note, runOf, settingsAfter, type Work } from './work.ts';

/** Answers that failed in a row before the call is given up. */
const MAX_FAILED_ANSWERS = 3;
const MAX_RETRIES = 1;
/** Frames of one sentence follow each other sooner. */
const LAST_SENTENCE_MS = 300;

export function onText(work: Work, event: EventOf<'text'>): void {
  const run = runOf(work.s);
  if (run?.gen !== event.gen || run.done) return ignore(work, 'text');
  run.timing.firstTextAt ??= event.at;
  run.rest += event.text;
  speakClauses(work, run, false);
  awaitMore(work, run);
}

/**
 * A model's words follow one another; a program behind a socket may say "One moment." and be busy. What ends like a sentence is one when
 * nothing follows.
 */
function awaitMore(work: Work, run: Run): void {
  if (work.s.settings.remoteMind && /[.!?…。！？]["'”’)\]]*$/.test(run.rest)) armIn(work, 'rest', LAST_SENTENCE_MS);
  else cancel(work, 'rest');
}

function speakClauses(work: Work, run: Run, last: boolean): void {
  const { clauses, rest } = splitClauses(run.rest, { first: run.clauses === 0, last });
  run.rest = rest;
  for (const clause of clauses) sayClause(work, run, clause);
}

/** The first clause of a draft is synthesised behind the gate; the others wait for the commit. */
function sayClause(work: Work, run: Run, clause: string): void {
  const { s } = work;
  const draft = s.engine.is === 'draft';
  run.clauses += 1;
  run.timing.firstClauseAt ??= s.now;
  if (draft && run.clauses > 1) {
    run.held.push(clause);
    return;
  }
  const speech = s.speeches.find((each) => each.utt === run.utt);
  if (speech) return addClause(work, speech, clause);
  const kind: Speech['kind'] = run.kind;
  const timing = run.clauses === 1 ? run.timing : undefined;
  const speed = settingsAfter(s, run).voiceSpeed;
  run.utt = openSpeech(work, kind, run.gen, clause, { open: !draft, timing, terms: run.terms, speed }).utt;
}

/** Rule 9: inside a draft a tool is only noted. */
export function onTool(work: Work, event: EventOf<'tool'>): void {
  const run = runOf(work.s);
  if (run?.gen !== event.gen || run.done) return ignore(work, 'tool');
  speakClauses(work, run, true);
  run.tools.push(event.call);
  if (work.s.engine.is === 'answer') startTools(work, run);
}

/** Says what is there of the run's words, whole clause or not. What may still come is a speech of its own. */
export function finishText(work: Work): void {
  const run = runOf(work.s);
  if (!run || work.s.engine.is !== 'answer') return;
  speakClauses(work, run, true);
  completeSpeech(work, run.utt);
  run.utt = null;
}

/** How the run's words are meant: those that follow, and those that are being said. */
export function onTerms(work: Work, event: EventOf<'terms'>): void {
  const run = runOf(work.s);
  if (run?.gen !== event.gen || run.done) return ignore(work, 'terms');
  run.terms = { metadata: event.metadata, protected: event.protected };
  const speech = work.s.speeches.find((each) => each.utt === run.utt);
  if (speech) Object.assign(speech, run.terms);
}

/** Where the engine went counts when the turn does. */
export function onMove(work: Work, event: EventOf<'move'>): void {
  const run = runOf(work.s);
  if (run?.gen !== event.gen || run.done) return ignore(work, 'move');
  run.moves.push(event.move);
  if (work.s.engine.is === 'answer') takeMoves(work, run);
}

function takeMoves(work: Work, run: Run): void {
  work.s.settings = settingsAfter(work.s, run);
  for (const { id, transition, note: remark } of run.moves.splice(0)) {
    act(work, { do: 'take', move: id });
    if (transition) emit(work, { is: 'node_transition', ...transition });
    if (remark !== null) note(work, 'warn', remark);
  }
}

function startTools(work: Work, run: Run): void {
  if (run.tools.length === 0) return;
  run.acted = true;
  completeSpeech(work, run.utt);
  run.utt = null;
  for (const call of run.tools.splice(0)) startTool(work, call);
}

export function onGenDone(work: Work, event: EventOf<'genDone'>): void {
  const run = runOf(work.s);
  if (run?.gen !== event.gen || run.done) return ignore(work, 'genDone');
  speakClauses(work, run, true);
  const { finish, tokens, provider, model, goesOn = false } = event;
  run.done = { finish, tokens, provider, model, goesOn };
  if (work.s.engine.is === 'answer') finishRun(work, run);
}

function finishRun(work: Work, run: Run): void {
  const { s } = work;
  completeSpeech(work, run.utt);
  s.engine = { is: 'idle' };
  s.failures.engine = 0;
  if (!run.done) return;
  if (run.done.goesOn) Object.assign(s, { owes: true, owesAfterSpeech: true });
  // What a program behind a socket thinks with is its own business.
  if (s.settings.remoteMind) return;
  emit(work, {
    is: 'tokens',
    gen: run.gen,
    total: run.done.tokens,
    provider: run.done.provider,
    model: run.done.model,
  });
}

/** The draft is the answer: its sound may be heard, its held clauses spoken, its tools run. */
export function commitRun(work: Work): void {
  const { s } = work;
  if (s.engine.is !== 'draft') return;
  const { run } = s.engine;
  s.engine = { is: 'answer', run };
  act(work, { do: 'commit', gen: run.gen });
  tellLookUps(work, run);
  takeMoves(work, run);
  act(work, { do: 'live', fact: { is: 'thinking', gen: run.gen } });
  const speech = s.speeches.find((each) => each.utt === run.utt);
  if (speech) {
    for (const clause of run.held.splice(0)) addClause(work, speech, clause);
    if (s.floor.is === 'free') openGate(work, speech);
  }
  startTools(work, run);
  if (run.done) finishRun(work, run);
}

/**
 * Rule 19. A draft that fails is thrown away: the turn's end asks anew. An answer that failed before its first clause is asked once
 * more if that can help, else the agent says so. One that broke off is completed as far as it got; a new run goes on from there, and so
 * it does behind a tool that was begun: asked anew, the model would decide for it a second time.
 */
export function onGenFailed(work: Work, event: EventOf<'genFailed'>): void {
  const { s } = work;
  const run = runOf(s);
  if (run?.gen !== event.gen || run.done) return ignore(work, 'genFailed');
  note(work, 'warn', 'the model failed', { category: event.category, retryable: event.retryable, gen: event.gen });
  if (s.engine.is === 'draft') {
    if (s.turn) s.turn.mayDraft = false;
    return dropRun(work);
  }
  if (run.clauses === 0 && !run.acted && event.retryable && run.retries < MAX_RETRIES) return retry(work, run);
  completeSpeech(work, run.utt);
  s.engine = { is: 'idle' };
  s.failures.engine += 1;
  if (s.failures.engine >= MAX_FAILED_ANSWERS) return end(work, 'error_retell', `the model failed: ${event.category}`);
  if ((run.clauses > 0 || run.acted) && event.retryable) s.owes = true;
  else if (run.clauses === 0 && !run.acted) {
    sayWhole(work, 'apology', apologyFor(baseLanguage(s.settings.language)), { open: true });
  }
}

function retry(work: Work, run: Run): void {
  think(work, run.kind, { draft: false, forText: null, retries: run.retries + 1 });
}
