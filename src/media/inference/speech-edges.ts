// From a probability of speech per window to edges: where speech really began and ended, in media time.

import type { Us } from '../../interfaces/clock.ts';

/** One window of sound and what is known of it. */
export interface VadWindow {
  /** Media time of its first sample. */
  at: Us;
  lengthUs: number;
  /** Mean square of each of its equal parts (about 4 ms each). */
  parts: Float32Array;
}

export interface SpeechEdgeOptions {
  /** A window from here on begins speech. */
  startThreshold: number;
  /** Below this it is silence; between the two, things stay as they are. */
  endThreshold: number;
  /** Speech shorter than this is not reported: a click, a bump. */
  minSpeechUs: number;
  /** Silence shorter than this does not end speech: the closure of a plosive. */
  minSilenceUs: number;
}

export const speechEdgeDefaults: SpeechEdgeOptions = {
  startThreshold: 0.5,
  endThreshold: 0.35,
  minSpeechUs: 64_000,
  minSilenceUs: 64_000,
};

/** Per window: the measure falls by 10 dB within a second. */
const levelDecay = 0.93;
/** The end of speech is put this much before the model's end at most. */
const mostHangoverUs = 96_000;

export interface SpeechEdgeListener {
  /** `edge` lies earlier than the window that decided it. */
  edge(on: boolean, edge: Us): void;
  /** The first silent window within speech. */
  pause(): void;
}

export interface SpeechEdges {
  window(window: VadWindow, probability: number): void;
}

export function createSpeechEdges(listener: SpeechEdgeListener, options = speechEdgeDefaults): SpeechEdges {
  let speaking = false;
  /** Beginning of speech that is not long enough yet; of silence that is not long enough yet. */
  let speechFrom: Us | null = null;
  let silenceFrom: Us | null = null;
  /** Loudest part of this speech, slowly forgotten: the measure for where its sound ended. */
  let level = 0;
  let lastSpeechEnd: Us = 0;

  function quietWindow(window: VadWindow): void {
    speechFrom = null;
    if (!speaking) return;
    if (silenceFrom === null) {
      silenceFrom = window.at;
      listener.pause();
    }
    if (window.at + window.lengthUs - silenceFrom < options.minSilenceUs) return;
    speaking = false;
    listener.edge(false, lastSpeechEnd);
  }

  /** The model stays with speech for two or three windows after its sound ended; loudness knows better. */
  function follow(window: VadWindow): void {
    silenceFrom = null;
    level = Math.max(level * levelDecay, loudest(window.parts));
    lastSpeechEnd = Math.max(lastSpeechEnd, endOfSound(window, level), window.at + window.lengthUs - mostHangoverUs);
  }

  function loudWindow(window: VadWindow): void {
    if (!speaking && speechFrom === null) level = 0;
    follow(window);
    if (speaking) return;
    speechFrom ??= beginOfSound(window);
    if (window.at + window.lengthUs - speechFrom < options.minSpeechUs) return;
    speaking = true;
    listener.edge(true, speechFrom);
    speechFrom = null;
  }

  return {
    window(window, probability) {
      if (probability >= options.startThreshold) loudWindow(window);
      else if (probability < options.endThreshold) quietWindow(window);
      else if (speaking) follow(window);
    },
  };
}

/** The first part that carries a tenth of the loudest part's energy. */
function beginOfSound({ at, lengthUs, parts }: VadWindow): Us {
  const index = parts.findIndex((part) => part >= loudest(parts) * 0.1);
  return Math.round(at + (Math.max(0, index) * lengthUs) / parts.length);
}

/** The end of the last part that is no more than 25 dB below `level`; 0 if there is none. */
function endOfSound({ at, lengthUs, parts }: VadWindow, level: number): Us {
  const index = parts.findLastIndex((part) => part >= level * 0.003);
  return index < 0 ? 0 : Math.round(at + ((index + 1) * lengthUs) / parts.length);
}

/** Mean square of the loudest part. */
export function loudest(parts: Float32Array): number {
  let most = 0;
  for (const part of parts) if (part > most) most = part;
  return most;
}
