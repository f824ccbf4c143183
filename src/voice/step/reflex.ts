// What the media host does by itself when the caller makes a sound over the agent: it follows how easily the agent is stopped.

import { reflexMs } from '../barge-in/barge-in.ts';
import { act, sensitivityOf, type Work } from './work.ts';

/** Asked after every event. */
export function watchReflex(work: Work): void {
  const { s } = work;
  if (s.mode.is !== 'connecting' && s.mode.is !== 'live') return;
  const wanted = reflexMs(sensitivityOf(s));
  if (wanted === s.reflexMs) return;
  s.reflexMs = wanted;
  act(work, { do: 'reflex', pauseAfterSpeechMs: wanted });
}
