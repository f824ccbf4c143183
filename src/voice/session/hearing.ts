// Keeps one recognition open for the caller, whatever happens to the recogniser.

import type { Us } from '../../interfaces/clock.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import type { Recognition, RecognitionEvent, SpeechToText } from '../../interfaces/speech-to-text.ts';
import type { ProviderErrorCategory } from '../../interfaces/provider-error.ts';
import type { VoiceSettings } from '../settings.ts';
import { createSoundRing } from './sound-ring.ts';

export interface Hearing {
  write(pcm: Int16Array, at: Us): void;
  /** An edge of the voice activity detector. */
  speech(on: boolean, edge: Us): void;
  /** A new recognition, fed with the sound that has no final words yet (at most 10 s). */
  reopen(): void;
  /** Asks for what is known now, as if the caller had paused. */
  flush(now: Us): void;
  close(): Promise<void>;
}

export interface HearingDeps {
  ears: SpeechToText;
  settings: VoiceSettings;
  signal: AbortSignal;
  onEvent(event: RecognitionEvent): void;
  onFailed(category: ProviderErrorCategory, retryable: boolean): void;
}

const REPLAY_SECONDS = 10;

export function openHearing(deps: HearingDeps): Hearing {
  const ring = createSoundRing(deps.ears.format.rate, REPLAY_SECONDS);
  const readers = new Set<Promise<void>>();
  let edge: { on: boolean; at: Us } = { on: false, at: 0 };
  let finalUntil: Us = 0;
  let current: Recognition | null = null;

  function open(): Recognition {
    const { settings, signal } = deps;
    const recognition = deps.ears.open({
      language: settings.language,
      keywords: settings.boostedKeywords,
      mode: settings.sttMode,
      signal,
    });
    current = recognition;
    const reader = read(recognition).finally(() => readers.delete(reader));
    readers.add(reader);
    return recognition;
  }

  async function read(recognition: Recognition): Promise<void> {
    try {
      for await (const event of recognition.events) {
        if (recognition !== current) return;
        if (event.is === 'final') {
          finalUntil = event.until;
          ring.forget(event.until);
        }
        deps.onEvent(event);
      }
      lost(recognition, 'unavailable', true);
    } catch (error) {
      const known = error instanceof ProviderError;
      lost(recognition, known ? error.category : 'protocol', known ? error.retryable : true);
    }
  }

  function lost(recognition: Recognition, category: ProviderErrorCategory, retryable: boolean): void {
    if (recognition !== current || deps.signal.aborted) return;
    current = null;
    closing(recognition);
    deps.onFailed(category, retryable);
  }

  /** A lost recognition is closed beside the call; its failure to close is of no interest. */
  function closing(recognition: Recognition): void {
    const done = recognition.close().then(
      () => undefined,
      () => undefined,
    );
    const tracked = done.finally(() => readers.delete(tracked));
    readers.add(tracked);
  }

  open();
  return {
    write(pcm, at) {
      ring.push(pcm, at);
      current?.write(pcm, at);
    },
    speech(on, at) {
      edge = { on, at };
      current?.speech(on, at);
    },
    reopen() {
      if (current) closing(current);
      const recognition = open();
      const owed = edge.on || edge.at > finalUntil;
      if (!owed) return;
      recognition.speech(true, ring.packets()[0]?.at ?? edge.at);
      for (const { pcm, at } of ring.packets()) recognition.write(pcm, at);
      if (!edge.on) recognition.speech(false, edge.at);
    },
    flush(now) {
      if (edge.on) current?.speech(false, now);
      edge = { on: false, at: now };
    },
    async close() {
      const open = current;
      current = null;
      if (open) closing(open);
      await Promise.all(readers);
    },
  };
}
