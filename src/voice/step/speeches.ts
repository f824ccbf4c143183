// What the media host and the synthesiser report of the agent's speeches; what was heard goes into the transcript.

import type { EventOf } from './event.ts';
import { end } from './ending.ts';
import type { Speech } from './state.ts';
import { act, emit, ignore, isDraftSpeech, ms, note, type Work } from './work.ts';

/** Same voice again after a failure that may pass: so often in a row. */
const MAX_MOUTH_RETRIES = 2;

export function onSound(work: Work, event: EventOf<'sound'>): void {
  const speech = work.s.speeches.find((each) => each.utt === event.utt);
  if (!speech) return ignore(work, 'sound');
  if (speech.timing) speech.timing.soundAt ??= event.at;
}

/** The first sample of a speech left. */
export function onFirst(work: Work, event: EventOf<'first'>): void {
  const { s } = work;
  const speech = s.speeches.find((each) => each.phase !== 'clearing');
  if (speech?.utt !== event.utt || speech.phase !== 'queued' || isDraftSpeech(s, speech)) return ignore(work, 'first');
  if (s.speeches.some((each) => each.phase === 'clearing')) return ignore(work, 'first');
  speech.phase = 'playing';
  s.failures.mouths = 0;
  if (!s.agentSpeaking) {
    s.agentSpeaking = true;
    emit(work, { is: 'speaking', who: 'agent', on: true });
    act(work, { do: 'turnTaking', turn: 'agent_turn' });
  }
  reportLatency(work, speech, event.at);
  // It began while the line was being held.
  if (s.floor.is === 'held') act(work, { do: 'pause', utt: speech.utt });
}

/** What the agent says by itself answers nobody: a turn of the caller goes on waiting. */
const UNASKED = new Set<Speech['kind']>(['begin', 'reminder', 'interjection']);

function reportLatency(work: Work, speech: Speech, firstAt: number): void {
  const { s } = work;
  const { timing } = speech;
  const asked = UNASKED.has(speech.kind) ? null : s.unanswered;
  if (asked) s.unanswered = null;
  if (!timing && !asked) return;
  const between = (from: number | null, to: number | null): number | null =>
    from === null || to === null ? null : ms(from, to);
  act(work, {
    do: 'latency',
    gen: speech.gen,
    asrMs: asked && between(asked.edge, asked.heardAt),
    llmMs: timing && between(timing.thinkAt, timing.firstTextAt),
    ttsMs: timing && between(timing.firstClauseAt, timing.soundAt),
    e2eMs: asked && ms(asked.edge, firstAt),
  });
}

export function onPaused(work: Work, event: EventOf<'paused' | 'resumed'>): void {
  const { s } = work;
  const speech = s.speeches.find((each) => each.utt === event.utt);
  const expected = event.is === 'paused' ? 'playing' : 'paused';
  if (speech?.phase !== expected) return ignore(work, event.is);
  speech.phase = event.is === 'paused' ? 'paused' : 'playing';
  speech.pausedAt = event.is === 'paused' ? event.at : null;
  // The reflex struck after the noise had been judged.
  if (event.is === 'paused' && s.floor.is === 'free') act(work, { do: 'resume', utt: speech.utt, again: false });
}

/** A speech is over: what of it was heard goes into the transcript. */
export function onOver(work: Work, event: EventOf<'done' | 'cleared'>): void {
  const { s } = work;
  const speech = s.speeches.find((each) => each.utt === event.utt);
  if (!speech || (speech.phase === 'queued' && isDraftSpeech(s, speech))) return ignore(work, event.is);
  s.speeches = s.speeches.filter((each) => each !== speech);
  if (event.heard.text !== '') {
    emit(work, {
      is: 'agent_said',
      utt: speech.utt,
      text: event.heard.text,
      words: event.heard.words,
      interrupted: event.is === 'cleared',
      metadata: speech.metadata ?? (speech.kind === 'begin' ? { interrupt_id: 0 } : { response_id: speech.gen }),
    });
  }
  const goesOn = s.speeches.some((each) => each.open && each.phase !== 'clearing');
  if (s.agentSpeaking && !goesOn) {
    s.agentSpeaking = false;
    emit(work, { is: 'speaking', who: 'agent', on: false });
    act(work, { do: 'turnTaking', turn: 'user_turn' });
  }
}

/** A voice was lost: the next one goes on, and stays for the rest of the call. */
export function onMouthFailed(work: Work, event: EventOf<'mouthFailed'>): void {
  const { s } = work;
  const speech = s.speeches.find((each) => each.utt === event.utt);
  if (!speech || speech.phase === 'clearing') return ignore(work, 'mouthFailed');
  note(work, 'warn', 'speech synthesis failed', { category: event.category, retryable: event.retryable });
  if (event.mouth === s.mouth) {
    if (s.mouth < s.fallbackMouths) s.mouth += 1;
    else if (event.retryable && s.failures.mouths < MAX_MOUTH_RETRIES) s.failures.mouths += 1;
    else return end(work, 'error_retell', `speech synthesis failed: ${event.category}`);
  }
  act(work, { do: 'respeak', utt: speech.utt, mouth: s.mouth });
}
