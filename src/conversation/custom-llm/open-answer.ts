// One answer of a custom LLM program while it comes in, frame by frame, as events of a turn.

import { createChannel, type Channel } from '../../interfaces/channel.ts';
import type { EngineEvent, ToolCall } from '../engine.ts';
import type { UtteranceMetadata } from '../transcript.ts';
import type { PendingAct, SpokenFrame } from './frames.ts';

/** Ours: hours of speech. What is more is left out. */
const MAX_CHARACTERS = 100_000;

export interface OpenAnswer {
  readonly metadata: UtteranceMetadata;
  readonly events: Channel<EngineEvent>;
  /** Has anything of it come? */
  readonly begun: boolean;
  /** True when that was more than an answer may have, for the first time. */
  take(frame: SpokenFrame): boolean;
  /** It ended before it was complete. */
  readonly wasCut: boolean;
  fail(error: Error): void;
  /** Nothing more will come. What it wanted done is done, unless it is `cut`. */
  finish(how?: { cut: boolean }): void;
}

/** `id`: of the tool call that an act of this answer becomes. */
export function openAnswer(metadata: UtteranceMetadata, id: string): OpenAnswer {
  const events = createChannel<EngineEvent>();
  let begun = false;
  let wasCut = false;
  let terms: { protected: boolean } | null = null;
  let characters = 0;
  let said = false;
  let act: PendingAct | null = null;

  function announce(isProtected: boolean): void {
    if (terms && (terms.protected || !isProtected)) return;
    terms = { protected: isProtected };
    events.push({ is: 'terms', metadata, protected: isProtected });
  }

  function finish({ cut = false } = {}): void {
    if (events.closed) return;
    wasCut = cut;
    const call = cut ? null : act && callFor(act, id);
    if (call) events.push({ is: 'tool', call });
    const finish = call ? 'tools' : said ? 'stop' : 'silent';
    events.push({ is: 'done', finish, tokens: 0, provider: 'custom-llm', model: 'custom-llm' });
    events.close();
  }

  return {
    metadata,
    events,
    get begun() {
      return begun;
    },
    get wasCut() {
      return wasCut;
    },
    fail(error) {
      if (!events.closed) wasCut = true;
      events.fail(error);
    },
    take(frame) {
      begun = true;
      announce(frame.protected);
      const text = frame.content.slice(0, Math.max(0, MAX_CHARACTERS - characters));
      const isTooMuch = characters <= MAX_CHARACTERS && characters + frame.content.length > MAX_CHARACTERS;
      characters += frame.content.length;
      if (text !== '') events.push({ is: 'text', text });
      said ||= text.trim() !== '';
      act = stronger(act, frame.act);
      const hangsUp = frame.content === '' && frame.act?.is === 'end_call';
      if (frame.complete || hangsUp) finish();
      return isTooMuch;
    },
    finish,
  };
}

const RANK: readonly PendingAct['is'][] = ['end_call', 'transfer_call', 'press_digit'];

function stronger(a: PendingAct | null, b: PendingAct | null): PendingAct | null {
  if (!a || !b) return a ?? b;
  return RANK.indexOf(b.is) < RANK.indexOf(a.is) ? b : a;
}

/** Drivers run it like any other tool: when all was heard, and not when the user interrupted. */
function callFor(act: PendingAct, id: string): ToolCall {
  const call = { id, name: act.is, type: act.is, speakDuring: null, speakAfter: false };
  switch (act.is) {
    case 'end_call':
      return { ...call, arguments: '{}' };
    case 'transfer_call': {
      const { number, showTransfereeAsCaller } = act;
      const args = { transfer_number: number, show_transferee_as_caller: showTransfereeAsCaller };
      return { ...call, arguments: JSON.stringify(args) };
    }
    case 'press_digit':
      return { ...call, arguments: JSON.stringify({ digit: act.digits }) };
    default:
      return act satisfies never;
  }
}
