// One speaker of one call. Sound is kept from 300 ms before speech; a pause starts one decode, whose text is a draft until the pause
// has lasted; if speech goes on before that, the draft is forgotten and the whole is decoded at the next pause. Speech that follows a
// final closely is understood with the sound and text of that final before it: a speaker who pauses every two seconds has 3 % wrong
// words so, and 8 % without. Time is media time: what happens next is decided when sound arrives, so there is no timer here.

import { createChannel } from '../../../interfaces/channel.ts';
import type { Us } from '../../../interfaces/clock.ts';
import { ProviderError } from '../../../interfaces/provider-error.ts';
import type { Recognition, RecognitionEvent, RecognitionOptions } from '../../../interfaces/speech-to-text.ts';
import type { ModelChild } from '../child/model-child.ts';
import { agreedPrefix } from './agreed-prefix.ts';
import type { WhisperAnswer, WhisperJob } from './job.ts';
import { createSegment, quietestPlace } from './segment.ts';

const ms = (value: number): Us => value * 1000;

/** Kept before the edge of speech: a soft first sound lies before what a detector calls speech. */
const PRE_ROLL = ms(300);
/** Silence after the edge that is decoded with it: a soft ending. The decode begins as soon as this has come. */
const TAIL = ms(100);
/**
 * A pause of this length makes the draft final. Nobody takes the floor before 200 ms; sound comes in packets of up to 60 ms, so this
 * lies that much earlier.
 */
const FINAL_AFTER = { fast: ms(150), accurate: ms(400) };
/** Sound of earlier finals that a decode may see besides its own: more is more accurate, and slower (8 s in all: +60 ms). */
const REACH = { fast: ms(8_000), accurate: ms(12_000) };
/** Speech that begins later than this after a final has nothing to do with it. */
const CONTEXT_LIFE = ms(2_000);
/** Whisper hears 30 s at most; longer speech is cut at its quietest place in the last part. */
const LONGEST = ms(28_000);
const CUT_SEARCH = ms(8_000);
/** A decode waits for the child's start in the worst case; the call goes on without its text after that. */
const DEADLINE_MS = 8_000;
const PARTIAL_DEADLINE_MS = 1_500;
/** Partials are for reading along: with more decodes than this in the child they are left out. */
const MAX_BUSY_FOR_PARTIAL = 0;
/** Beyond this length each partial would cost more than it tells. */
const LONGEST_PARTIAL = ms(12_000);

export interface RecognitionDeps {
  child: ModelChild;
  partialEveryMs: number | null;
}

/**
 * quiet: no speech; only the pre-roll is kept. speaking: between the edges. pause: after the off edge, until the draft is final;
 * `draft` is the decode that runs or ran for it.
 */
type Phase =
  | { is: 'quiet' }
  | { is: 'speaking'; from: Us; lastPartial: Us }
  | { is: 'pause'; from: Us; edge: Us; draft: Draft | null };

/** A final as context of what follows. */
interface Passed {
  from: Us;
  until: Us;
  /** null while its answer is on its way. */
  ids: number[] | null;
}

interface Draft {
  answer: Promise<WhisperAnswer>;
  startedAtMs: number;
  cancel: AbortController;
  /** The final was asked for while the answer was still on its way. */
  due: boolean;
}

export function openRecognition(deps: RecognitionDeps, options: RecognitionOptions): Recognition {
  const { child } = deps;
  const closing = new AbortController();
  const signal = AbortSignal.any([options.signal, closing.signal]);
  const events = createChannel<RecognitionEvent>(() => closing.abort(new Error('nobody listens')));
  const segment = createSegment();
  const running = new Set<Promise<unknown>>();
  const languages = [options.language].flat().filter((tag) => tag !== 'multi');
  let phase: Phase = { is: 'quiet' };
  let rev = 0;
  let partialIds: number[] = [];
  let history: Passed[] = [];
  let partialRunning = false;
  /** Finals of cut or passed segments leave in order. */
  let outgoing: Promise<void> = Promise.resolve();

  function decode(pcm: Int16Array, cancel: AbortController, job: Partial<WhisperJob>, deadlineMs: number) {
    const body: WhisperJob = {
      pcm,
      padMs: null,
      languages,
      keywords: options.keywords,
      context: null,
      ...job,
    };
    const both = AbortSignal.any([signal, cancel.signal]);
    return child.request(body, { deadlineMs, signal: both }) as Promise<WhisperAnswer>;
  }

  /** What was said must not be lost with the child: its successor is asked once more. */
  async function decodeForGood(from: Us, to: Us, cancel: AbortController): Promise<WhisperAnswer> {
    const { start, context } = contextOf(from, to);
    const pcm = segment.cut(start, to);
    try {
      return await decode(pcm, cancel, { context }, DEADLINE_MS);
    } catch (error) {
      const died = error instanceof ProviderError && error.category === 'unavailable';
      if (!died || signal.aborted || cancel.signal.aborted) throw error;
      return decode(pcm, cancel, { context }, DEADLINE_MS);
    }
  }

  /** The finals right before `from`, as far back as the reach goes. */
  function contextOf(from: Us, to: Us): { start: Us; context: WhisperJob['context'] } {
    let start = from;
    let ids: number[] = [];
    for (const passed of history.toReversed()) {
      if (passed.ids === null || start - passed.until > CONTEXT_LIFE || to - passed.from > REACH[options.mode]) break;
      start = passed.from;
      ids = [...passed.ids, ...ids];
    }
    if (ids.length === 0) return { start: from, context: null };
    return { start, context: { samples: segment.cut(start, from).length, ids } };
  }

  function own(work: Promise<unknown>): void {
    const guarded = work.catch((error: unknown) => {
      if (!signal.aborted) events.fail(asProviderError(error));
    });
    running.add(guarded);
    void guarded.finally(() => running.delete(guarded));
  }

  /** The text of sound up to `until`, for good. */
  function giveFinal(answer: Promise<WhisperAnswer>, start: Us, until: Us, since: number): void {
    rev++;
    const number = rev;
    const passed: Passed = { from: start, until, ids: null };
    history.push(passed);
    const before = outgoing;
    outgoing = (async () => {
      const [{ text, words, ids }] = await Promise.all([answer, before]);
      passed.ids = ids;
      events.push({
        is: 'final',
        rev: number,
        text,
        words: words.map((word) => ({ word: word.word, start: start / 1e6 + word.start, end: start / 1e6 + word.end })),
        until,
        tookMs: performance.now() - since,
      });
    })();
    own(outgoing);
  }

  function startDraft(pause: Extract<Phase, { is: 'pause' }>): void {
    const cancel = new AbortController();
    const startedAtMs = performance.now();
    const answer = decodeForGood(pause.from, pause.edge + TAIL, cancel);
    const draft: Draft = { answer, startedAtMs, cancel, due: false };
    pause.draft = draft;
    own(
      answer.then(
        (found) => {
          if (found.text === '' || draft.due || phase.is !== 'pause' || phase.draft !== draft) return;
          events.push({ is: 'partial', rev: ++rev, text: found.text, stable: true });
        },
        (error: unknown) => {
          if (!cancel.signal.aborted) throw error;
        },
      ),
    );
  }

  /** Moves on with what has been heard by now. */
  function advance(): void {
    switch (phase.is) {
      case 'quiet':
        forget();
        return;
      case 'speaking':
        if (segment.end - phase.from >= LONGEST) cutLong(phase);
        else considerPartial(phase);
        return;
      case 'pause': {
        if (!phase.draft && segment.end >= phase.edge + TAIL) startDraft(phase);
        if (phase.draft && segment.end >= phase.edge + FINAL_AFTER[options.mode]) finishPause(phase, phase.draft);
        return;
      }
      default:
        phase satisfies never;
    }
  }

  function finishPause(pause: Extract<Phase, { is: 'pause' }>, draft: Draft): void {
    draft.due = true;
    giveFinal(draft.answer, pause.from, pause.edge + TAIL, draft.startedAtMs);
    phase = { is: 'quiet' };
    partialIds = [];
  }

  function cutLong(speaking: Extract<Phase, { is: 'speaking' }>): void {
    const cut = quietestPlace(segment, segment.end - CUT_SEARCH, segment.end);
    giveFinal(decodeForGood(speaking.from, cut, new AbortController()), speaking.from, cut, performance.now());
    segment.dropBefore(cut);
    phase = { is: 'speaking', from: cut, lastPartial: cut };
    partialIds = [];
  }

  /** Keeps the pre-roll, and the context as long as it lives. */
  function forget(): void {
    const latest = history.at(-1);
    if (latest && segment.end - latest.until > CONTEXT_LIFE) history = [];
    const reach = segment.end - REACH[options.mode];
    history = history.filter((passed) => passed.from >= reach);
    segment.dropBefore(Math.min(segment.end - PRE_ROLL, history[0]?.from ?? Infinity));
  }

  function considerPartial(speaking: Extract<Phase, { is: 'speaking' }>): void {
    const { partialEveryMs } = deps;
    if (partialEveryMs === null || partialRunning || child.state !== 'ready') return;
    if (segment.end - speaking.lastPartial < ms(partialEveryMs)) return;
    if (segment.end - speaking.from > LONGEST_PARTIAL || child.busy > MAX_BUSY_FOR_PARTIAL) return;
    speaking.lastPartial = segment.end;
    own(runPartial(speaking));
  }

  async function runPartial(speaking: Extract<Phase, { is: 'speaking' }>): Promise<void> {
    partialRunning = true;
    try {
      const pcm = segment.cut(speaking.from, segment.end);
      const answer = await decode(pcm, new AbortController(), { padMs: 500 }, PARTIAL_DEADLINE_MS);
      if (phase !== speaking || answer.text === '') return;
      const stable = agreedPrefix(partialIds, answer.ids).length >= answer.ids.length - 2 && answer.ids.length > 2;
      partialIds = answer.ids;
      events.push({ is: 'partial', rev: ++rev, text: answer.text, stable });
    } catch (error) {
      // A partial that comes too late, or dies with the child, is nobody's loss.
      if (!(error instanceof ProviderError) && !signal.aborted) throw error;
    } finally {
      partialRunning = false;
    }
  }

  function speechOn(edge: Us): void {
    if (phase.is === 'speaking') return;
    if (phase.is === 'pause') {
      phase.draft?.cancel.abort(new Error('speech goes on'));
      phase = { is: 'speaking', from: phase.from, lastPartial: segment.end };
      return;
    }
    // The end of the last final is not heard twice.
    const earliest = Math.max(segment.start, history.at(-1)?.until ?? segment.start);
    phase = { is: 'speaking', from: Math.max(edge - PRE_ROLL, earliest), lastPartial: edge };
  }

  function speechOff(edge: Us): void {
    if (phase.is !== 'speaking') return;
    phase = { is: 'pause', from: phase.from, edge, draft: null };
  }

  async function close(): Promise<void> {
    closing.abort(new Error('the recognition was closed'));
    events.close();
    await Promise.allSettled(running);
  }
  options.signal.addEventListener('abort', () => void close(), { once: true });
  if (options.signal.aborted) void close();
  child.warm().catch((error: unknown) => {
    if (!signal.aborted) events.fail(asProviderError(error));
  });

  return {
    write(pcm, at) {
      if (signal.aborted) return;
      segment.write(pcm, at);
      advance();
    },
    speech(on, edge) {
      if (signal.aborted) return;
      if (on) speechOn(edge);
      else speechOff(edge);
      advance();
    },
    events,
    close,
  };
}

function asProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  return new ProviderError((error as Error).message, { provider: 'local', category: 'unavailable', cause: error });
}
