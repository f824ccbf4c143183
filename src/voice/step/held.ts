// The far side holds: it hears nobody, and what comes from it is music. The agent waits in the middle of its word, and goes on when it is back.

import { onSpeech } from './user.ts';
import { giveBack } from './floor.ts';
import type { EventOf } from './event.ts';
import { closeGate } from './speaking.ts';
import { cancel } from './timers.ts';
import { act, ignore, note, type Work } from './work.ts';

export function onHeld(work: Work, event: EventOf<'held'>): void {
  const { s } = work;
  if (event.on === (s.floor.is === 'held')) return ignore(work, 'held');
  note(work, 'info', event.on ? 'put on hold' : 'taken off hold');
  if (event.on) return wait(work);
  s.floor = { is: 'free' };
  giveBack(work);
}

function wait(work: Work): void {
  const { s } = work;
  // What was said until now stands, and is answered afterwards.
  if (s.user.is === 'speaking') onSpeech(work, { is: 'speech', at: s.now, on: false, edge: s.now });
  cancel(work, 'confirm', 'resume');
  s.floor = { is: 'held' };
  s.unanswered = null;
  if (s.turn) s.turn.wasHeld = true;
  for (const speech of s.speeches) {
    if (speech.phase === 'queued') closeGate(work, speech);
    else if (speech.phase === 'playing') act(work, { do: 'pause', utt: speech.utt });
  }
}
