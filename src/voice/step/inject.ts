// Control from outside the conversation (update-live-call, text messages): context for the agent, and a nudge to speak.

import { agentHoldsFloor, interrupt } from './floor.ts';
import { cancelOpening } from './opening.ts';
import { dropDraft } from './run.ts';
import type { EventOf } from './event.ts';
import { audibleSpeech, emit, sensitivityOf, type Work } from './work.ts';

/** A draft was begun without knowing the context. */
export function onInject(work: Work, event: EventOf<'inject'>): void {
  if (event.context !== null) {
    emit(work, { is: 'injected', text: event.context, ...(event.role ? { role: event.role } : {}) });
    dropDraft(work);
  }
  if (event.respond) respondNow(work);
}

/**
 * The contract: an agent that speaks is interrupted and answers anew, one that waits speaks; nothing happens while the caller speaks, or
 * while an agent speaks that nobody may interrupt. A greeting that is still to come says what there is to say.
 */
function respondNow(work: Work): void {
  const { s } = work;
  if (s.mode.is !== 'live' || s.user.is !== 'silent' || s.farewell || s.timers.begin) return;
  if (sensitivityOf(s) <= 0 && audibleSpeech(s)) return;
  if (agentHoldsFloor(s)) interrupt(work);
  cancelOpening(work);
  s.owes = true;
}
