// The way to the caller: broken for a while, or gone.

import { end } from './ending.ts';
import type { EventOf } from './event.ts';
import { freeze, thaw } from './timers.ts';
import { ignore, note, type Work } from './work.ts';

export function onDegraded(work: Work): void {
  if (work.s.leg !== 'ok') return ignore(work, 'degraded');
  work.s.leg = 'degraded';
  note(work, 'info', 'connection degraded');
  freeze(work);
}

export function onRestored(work: Work): void {
  if (work.s.leg !== 'degraded') return ignore(work, 'restored');
  work.s.leg = 'ok';
  note(work, 'info', 'connection restored');
  thaw(work);
}

export function onGone(work: Work, event: EventOf<'gone'>): void {
  work.s.leg = 'gone';
  end(work, 'user_hangup', event.detail === '' ? event.by : `${event.by}: ${event.detail}`);
}

export function onLegFailed(work: Work, event: EventOf<'legFailed'>): void {
  const reason = work.s.mode.is === 'connecting' ? 'error_user_not_joined' : 'error_unknown';
  end(work, reason, `leg failed: ${event.code}`);
}
