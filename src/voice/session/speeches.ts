// The handles of a call's speeches, in playing order: the bridge plays what is written first, so one is written after the other.

import type { UttId, Voice } from '../../interfaces/bridge.ts';
import type { Clock, Us } from '../../interfaces/clock.ts';
import type { Mouth } from '../../interfaces/providers.ts';
import type { VoiceSettings } from '../settings.ts';
import type { Heard } from '../step/event.ts';
import { createLead } from './lead.ts';
import { openSpeechHandle, type SpeechHandle } from './speech.ts';
import type { Report } from './report.ts';

export interface Speeches {
  /** Speeches that begin from now on are another agent's. */
  change(outfit: Pick<SpeechesDeps, 'mouths' | 'settings'>): void;
  /** `speed`: of one that begins with this; 1 = natural. */
  say(utt: UttId, text: string, by: { mouth: number; speed: number }): void;
  end(utt: UttId): void;
  gate(utt: UttId, open: boolean): void;
  respeak(utt: UttId, mouth: number): void;
  clear(utt: UttId): void;
  text(utt: UttId): string;
  began(utt: UttId, at: Us): void;
  paused(utt: UttId, playedUs: number): void;
  resumed(utt: UttId, at: Us, playedUs: number): void;
  ranDry(utt: UttId, playedUs: number): void;
  /** Sound since the beginning of the word at which it paused, ms. */
  sinceWordMs(utt: UttId): number;
  /** Closes the handle and says what was heard. */
  over(utt: UttId, playedUs: number, all: boolean): Heard;
}

export interface SpeechesDeps {
  clock: Clock;
  voice: Voice;
  settings: VoiceSettings;
  mouths: readonly Mouth[];
  signal: AbortSignal;
  report(event: Report): void;
  background(work: Promise<void>): void;
}

export function createSpeeches(deps: SpeechesDeps): Speeches {
  const handles = new Map<UttId, SpeechHandle>();
  const lead = createLead(deps.clock);
  let { mouths, settings } = deps;
  /** Speeches whose sound is not wholly with the bridge; only the first may write. */
  let order: SpeechHandle[] = [];

  function open(utt: UttId, index: number, speed: number): SpeechHandle {
    lead.open(utt);
    const handle = openSpeechHandle(utt, mouthOf(index), index, {
      ...deps,
      settings: { ...settings, voiceSpeed: speed },
      onSound: () => deps.report({ is: 'sound', utt }),
      took(seconds, signal) {
        lead.took(utt, seconds);
        return lead.room(utt, signal);
      },
      onFailed: (mouth, category, retryable) => deps.report({ is: 'mouthFailed', utt, mouth, category, retryable }),
      onDelivered: () => {
        order = order.filter((each) => each !== handle);
        order[0]?.release();
      },
    });
    handles.set(utt, handle);
    order.push(handle);
    order[0]?.release();
    return handle;
  }

  function mouthOf(index: number): Mouth {
    return (mouths[index] ?? mouths[0]) as Mouth;
  }

  return {
    change(outfit) {
      ({ mouths, settings } = outfit);
    },
    say: (utt, text, { mouth, speed }) => (handles.get(utt) ?? open(utt, mouth, speed)).say(text),
    end: (utt) => handles.get(utt)?.end(),
    gate: (utt, wanted) => handles.get(utt)?.gate(wanted),
    respeak: (utt, mouth) => handles.get(utt)?.respeak(mouthOf(mouth), mouth),
    clear(utt) {
      lead.over(utt);
      if (handles.get(utt)?.clear() === false) handles.delete(utt);
    },
    text: (utt) => handles.get(utt)?.text() ?? '',
    began(utt, at) {
      lead.began(utt, at);
      handles.get(utt)?.began(at);
    },
    paused(utt, playedUs) {
      lead.paused(utt, playedUs);
      handles.get(utt)?.paused(playedUs);
    },
    sinceWordMs: (utt) => handles.get(utt)?.sinceWordMs() ?? 0,
    resumed(utt, at, playedUs) {
      lead.resumed(utt, at, playedUs);
      handles.get(utt)?.resumed(at, playedUs);
    },
    ranDry: lead.ranDry,
    over(utt, playedUs, all) {
      lead.over(utt);
      const handle = handles.get(utt);
      if (!handle) return { text: '', words: [] };
      handles.delete(utt);
      const heard = handle.heard(playedUs, all);
      order = order.filter((each) => each !== handle);
      order[0]?.release();
      return heard;
    },
  };
}
