// The ladders of one leg: a call each (several targets may be tried, another call may take its place), and the wait for their last message.

import type { SipCall } from '../sip/sip-call.ts';
import type { SipTimers } from '../sip/sip-timers.ts';
import type { Ladder } from './ladders.ts';

export interface LegLadders {
  /** A call of the leg begins. */
  open(call: SipCall): void;
  /** The present call ends with the answer to this request. */
  endWith(last: 'BYE' | 'INVITE'): void;
  /** Resolves when that answer came, or was waited for long enough; at once where none is awaited. */
  settled(): Promise<void>;
  /** What was said, call after call. Nothing more is written. */
  close(): string;
}

const LAST_MESSAGE_MS = 2_000;

export function createLegLadders(openLadder: (call: SipCall) => Ladder, timers: Pick<SipTimers, 'after'>): LegLadders {
  const ladders: Ladder[] = [];
  let lastMessage: Promise<void> = Promise.resolve();
  return {
    open: (call) => void ladders.push(openLadder(call)),
    endWith: (last) => void (lastMessage = ladders.at(-1)?.answered(last) ?? lastMessage),
    async settled() {
      let stop = (): void => {};
      const patience = new Promise<void>((resolve) => (stop = timers.after(LAST_MESSAGE_MS, resolve)));
      await Promise.race([lastMessage, patience]);
      stop();
    },
    close() {
      const text = ladders.map((each) => each.text()).join('\n');
      for (const each of ladders) each.close();
      return text;
    },
  };
}
