// What leg and recogniser say, as events of the session; null where the session has no use for it yet.

import type { LegEvent } from '../../interfaces/leg.ts';
import type { VoiceEvent } from '../step/event.ts';

/** An event whose time is put in when it is taken. */
export type Report = VoiceEvent extends infer E ? (E extends { at: number } ? Omit<E, 'at'> : never) : never;

export function reportOfLeg(event: LegEvent): Report | null {
  switch (event.is) {
    case 'connected':
    case 'degraded':
    case 'restored':
      return { is: event.is };
    case 'gone':
      return { is: 'gone', by: event.by, detail: event.detail };
    case 'failed':
      return { is: 'legFailed', code: event.code };
    case 'dtmf':
      return { is: 'dtmf', digit: event.digit };
    case 'muted':
      return { is: 'muted', on: event.on };
    case 'held':
      return { is: 'held', on: event.on };
    case 'ringing':
    case 'early':
    case 'answered':
    case 'data':
    case 'referDone':
      return null;
    default:
      return event satisfies never;
  }
}
