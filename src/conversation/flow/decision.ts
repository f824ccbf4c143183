// Reads the number in brackets with which a streamed reply begins; what comes behind it are the words for the user.

import type { ModelEvent } from '../../interfaces/language-model.ts';

export interface Decided {
  /** Null: the reply did not begin with a number that was asked for. */
  number: number | null;
  /** What the reply began with. */
  first: 'text' | 'tool' | 'nothing';
  /** All that comes after it. Ending the iteration ends the model's reply. */
  rest: AsyncGenerator<ModelEvent>;
}

/** Longer beginnings are no number. */
const MAX_MARK = 12;
const WHOLE = /^\s*\*{0,2}\[\s*(\d{1,3})\s*\]\*{0,2}\s*/;
const MAY_BECOME = /^\s*(\*{0,2}(\[\s*(\d{0,3}\s*(\]\*{0,2}\s*)?)?)?)?$/;

/** Reads so much of the reply as it takes. `count`: numbers below this were asked for. */
export async function readDecision(reply: AsyncIterable<ModelEvent>, count: number): Promise<Decided> {
  const events = reply[Symbol.asyncIterator]();
  let text = '';
  for (;;) {
    const next = await events.next();
    if (next.done || next.value.is !== 'text') {
      const { number, behind } = parse(text, count);
      const isCall = !next.done && next.value.is === 'tool';
      const first = text.trim() !== '' ? 'text' : isCall ? 'tool' : 'nothing';
      return { number, first, rest: restOf(behind, next.done ? null : next.value, events) };
    }
    text += next.value.text;
    const { number, behind } = parse(text, count);
    const isOpen = MAY_BECOME.test(text) && text.trimStart().length < MAX_MARK;
    if (!isOpen) return { number, first: 'text', rest: restOf(behind, null, events) };
  }
}

function parse(text: string, count: number): { number: number | null; behind: string } {
  const match = WHOLE.exec(text);
  const number = match ? Number(match[1]) : -1;
  if (!match || number >= count) return { number: null, behind: text };
  return { number, behind: text.slice(match[0].length) };
}

async function* restOf(
  text: string,
  event: ModelEvent | null,
  events: AsyncIterator<ModelEvent>,
): AsyncGenerator<ModelEvent> {
  try {
    if (text !== '') yield { is: 'text', text };
    if (event) yield event;
    for (;;) {
      const next = await events.next();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await events.return?.();
  }
}
