// The ladder of each call: its messages both ways as text, without what is secret, for the person who wants to know why a call failed.

import { header } from '../sip/header.ts';
import { ladderText } from '../sip/ladder-text.ts';
import type { SipWatcher } from '../sip/sip-call.ts';

type Entry = Parameters<SipWatcher>[0];

export interface Ladders {
  /** Hand it to the user agent's `watch`. */
  watcher: SipWatcher;
  /** From now on the messages with this Call-ID are kept; `first`: one that came before. */
  open(callId: string, first?: Entry): Ladder;
}

export interface Ladder {
  /** Resolves when the far side has answered a request of ours (BYE) for good. */
  answered(method: string): Promise<void>;
  text(): string;
  close(): void;
}

/** A call of a day renews its session now and then; what goes on for longer repeats itself. */
const MOST_MESSAGES = 300;

export function createLadders(): Ladders {
  const open = new Map<string, { entries: Entry[]; left: number; waiting: Map<string, () => void> }>();

  function keep(callId: string, entry: Entry): void {
    const ladder = open.get(callId);
    if (!ladder) return;
    if (ladder.entries.length < MOST_MESSAGES) ladder.entries.push(entry);
    else ladder.left += 1;
    const { sent, message } = entry;
    if (sent || message.is === 'request' || message.status < 200) return;
    ladder.waiting.get(header(message, 'CSeq')?.split(' ').at(-1) ?? '')?.();
  }

  return {
    watcher(entry) {
      if (open.size > 0) keep(header(entry.message, 'Call-ID') ?? '', entry);
    },
    open(callId, first) {
      const ladder = { entries: first ? [first] : [], left: 0, waiting: new Map<string, () => void>() };
      open.set(callId, ladder);
      return {
        answered: (method) => new Promise((resolve) => ladder.waiting.set(method, resolve)),
        text: () => [...ladder.entries.map(block), ...(ladder.left > 0 ? [`${ladder.left} more\n`] : [])].join('\n'),
        close() {
          if (open.get(callId) === ladder) open.delete(callId);
        },
      };
    },
  };
}

/** Pressed keys stay with whoever pressed them. */
function block(entry: Entry): string {
  const isDigit = /^application\/dtmf/i.test(header(entry.message, 'Content-Type') ?? '');
  return ladderText(isDigit ? { ...entry, message: { ...entry.message, body: Buffer.from('(left out)') } } : entry);
}
