// The way to the caller: broken for a while, or gone.

import { end } from './ending.ts';
import type { EventOf } from './event.ts';
import type { VoiceState } from './state.ts';
import { isTalk } from './supervised.ts';
import { freeze, thaw } from './timers.ts';
import { ignore, ms, note, type Work } from './work.ts';

/**
 * A caller of whom nothing arrives for so long is not there. An open microphone sends packets even in silence, so this is a real loss;
 * twice the 15 s that a broken connection is given, because here the connection itself is whole and a browser may be asking its user for
 * another microphone.
 */
const NO_AUDIO_MS = 30_000;

export function onDegraded(work: Work): void {
  if (work.s.leg !== 'ok') return ignore(work, 'degraded');
  work.s.leg = 'degraded';
  note(work, 'info', 'connection degraded');
  freeze(work);
}

export function onRestored(work: Work): void {
  if (work.s.leg !== 'degraded') return ignore(work, 'restored');
  work.s.leg = 'ok';
  work.s.microphone.openSince = work.s.now;
  note(work, 'info', 'connection restored');
  thaw(work);
}

export function onMuted(work: Work, event: EventOf<'muted'>): void {
  const { microphone } = work.s;
  if (microphone.muted && !event.on) microphone.openSince = work.s.now;
  microphone.muted = event.on;
}

/** Only time in which sound was owed counts: not that of a broken connection, of a muted microphone, or before the call was connected. */
export function onStarved(work: Work, event: EventOf<'starved'>): void {
  const { s } = work;
  if (!isTalk(s) || s.leg !== 'ok' || s.microphone.muted) return ignore(work, 'starved');
  const missedMs = Math.min(event.silentMs, ms(s.microphone.openSince, s.now));
  if (missedMs >= NO_AUDIO_MS) end(work, 'error_no_audio_received', `no sound for ${NO_AUDIO_MS / 1000} s`);
}

export function onGone(work: Work, event: EventOf<'gone'>): void {
  work.s.leg = 'gone';
  end(work, reasonOf(work.s.mode.is), event.detail === '' ? event.by : `${event.by}: ${event.detail}`);
}

function reasonOf(mode: VoiceState['mode']['is']): 'call_take_over' | 'voicemail_reached' | 'user_hangup' {
  if (mode === 'supervised') return 'call_take_over';
  return mode === 'atVoicemail' ? 'voicemail_reached' : 'user_hangup';
}

export function onLegFailed(work: Work, event: EventOf<'legFailed'>): void {
  const reason = work.s.mode.is === 'connecting' ? 'error_user_not_joined' : 'error_unknown';
  end(work, reason, `leg failed: ${event.code}`);
}
