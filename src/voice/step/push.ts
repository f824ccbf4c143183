// What an engine with a will of its own says unasked (rule 18): it speaks over everything, changes settings, reports, ends the call.

import { liveSettings } from '../settings.ts';
import { end } from './ending.ts';
import { finishText } from './engine.ts';
import type { EventOf } from './event.ts';
import { interrupt } from './floor.ts';
import { cancelOpening } from './opening.ts';
import { dropRun, think } from './run.ts';
import { cancel } from './timers.ts';
import { act, emit, ignore, note, type Work } from './work.ts';

export function onPush(work: Work, { push }: EventOf<'push'>): void {
  const { s } = work;
  switch (push.is) {
    case 'interjection':
      s.interjects = true;
      return;
    case 'toolStarted': {
      const { id: tool_call_id, name, arguments: args } = push;
      return emit(work, { is: 'tool_started', tool_call_id, name, arguments: args, type: 'custom' });
    }
    case 'toolFinished': {
      const { id: tool_call_id, successful, content, tookMs } = push;
      return emit(work, { is: 'tool_finished', tool_call_id, successful, content, tookMs });
    }
    case 'metadata':
      return act(work, { do: 'tellMetadata', metadata: push.metadata });
    case 'settings':
      s.agentSettings = { ...s.agentSettings, ...liveSettings(push.agent, s.agentSettings) };
      s.settings = s.agentSettings;
      // Counted anew, by the new rule.
      return cancel(work, 'reminder');
    case 'latency':
      return emit(work, { is: 'latency', part: push.part, ms: push.ms, gen: s.ids.gen });
    case 'note':
      return note(work, push.level, push.text, push.fields);
    case 'end':
      return push.afterSpeech ? endAfterSpeech(work, push) : end(work, push.reason, push.detail);
    default:
      return push satisfies never;
  }
}

/** What was said is heard to its end, or to where the caller interrupts it; nothing is added. */
function endAfterSpeech(work: Work, { reason, detail }: EventOf<'push'>['push'] & { is: 'end' }): void {
  const { s } = work;
  if (s.mode.is !== 'live') return end(work, reason, detail);
  finishText(work);
  dropRun(work);
  Object.assign(s, { owes: false, interjects: false });
  s.farewell = { reason, detail, firm: true };
}

/** Asked after every event: an engine that wants to speak over everything does so as soon as it can be heard. */
export function payInterjection(work: Work): void {
  const { s } = work;
  if (!s.interjects || s.mode.is !== 'live' || s.leg !== 'ok') return;
  s.interjects = false;
  if (s.farewell?.firm) return ignore(work, 'push');
  interrupt(work);
  cancelOpening(work);
  think(work, 'interjection', { draft: false, forText: null });
}
