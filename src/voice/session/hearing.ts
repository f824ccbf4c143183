// Keeps one recognition open for the caller, whatever happens to the recogniser.

import type { Format } from '../../interfaces/audio.ts';
import type { Us } from '../../interfaces/clock.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import type {
  Recognition,
  RecognitionEvent,
  RecognitionOptions,
  SpeechToText,
} from '../../interfaces/speech-to-text.ts';
import type { ProviderErrorCategory } from '../../interfaces/provider-error.ts';
import type { VoiceSettings } from '../settings.ts';
import { createSoundRing } from './sound-ring.ts';

export interface Hearing {
  write(pcm: Int16Array, at: Us): void;
  /** An edge of the voice activity detector. */
  speech(on: boolean, edge: Us): void;
  /** A new recognition, fed with the sound that has no final words yet (at most 10 s). */
  reopen(): void;
  /** Other ears, or other settings. What is just being said is heard anew by them; by the old ones to its end where the sound differs. */
  change(hears: Hears): void;
  /** Asks for what is known now, as if the caller had paused. */
  flush(now: Us): void;
  close(): Promise<void>;
}

/** What one agent hears with. */
export interface Hears {
  ears: SpeechToText;
  settings: VoiceSettings;
}

export interface HearingDeps extends Hears {
  signal: AbortSignal;
  /** From now on `write` must get sound in this format. */
  onFormat(format: Format): void;
  onEvent(event: RecognitionEvent): void;
  onFailed(category: ProviderErrorCategory, retryable: boolean): void;
}

const REPLAY_SECONDS = 10;

export function openHearing(deps: HearingDeps): Hearing {
  let hears: Hears = { ears: deps.ears, settings: deps.settings };
  /** They come when nothing is owed any more. */
  let next: Hears | null = null;
  let ring = createSoundRing(deps.ears.format.rate, REPLAY_SECONDS);
  const readers = new Set<Promise<void>>();
  let edge: { on: boolean; at: Us } = { on: false, at: 0 };
  let finalUntil: Us = 0;
  let current: Recognition | null = null;

  function open(): Recognition {
    const recognition = hears.ears.open({ ...optionsOf(hears), signal: deps.signal });
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
        // Whoever heard of it may have closed this.
        if (next && recognition === current && !isOwed()) turnTo(next);
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

  /** Has something been said that no final words are known of? */
  function isOwed(): boolean {
    return edge.on || edge.at > finalUntil;
  }

  function reopen(): void {
    if (current) closing(current);
    const recognition = open();
    if (!isOwed()) return;
    recognition.speech(true, ring.packets()[0]?.at ?? edge.at);
    for (const { pcm, at } of ring.packets()) recognition.write(pcm, at);
    if (!edge.on) recognition.speech(false, edge.at);
  }

  /** Where the sound is another one, what was kept of it is of no use. */
  function turnTo(other: Hears): void {
    const { format } = other.ears;
    const isSame = isSameFormat(format, hears.ears.format);
    hears = other;
    next = null;
    if (!isSame) {
      ring = createSoundRing(format.rate, REPLAY_SECONDS);
      deps.onFormat(format);
    }
    reopen();
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
    reopen,
    change(other) {
      next = null;
      if (hearsAlike(hears, other)) hears = other;
      else if (isOwed() && !isSameFormat(other.ears.format, hears.ears.format)) next = other;
      else turnTo(other);
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

function optionsOf({ settings }: Hears): Omit<RecognitionOptions, 'signal'> {
  return { language: settings.language, keywords: settings.boostedKeywords, mode: settings.sttMode };
}

/** A recogniser that would be asked for the same goes on. */
function hearsAlike(one: Hears, other: Hears): boolean {
  if (one.ears.provider !== other.ears.provider || one.ears.model !== other.ears.model) return false;
  return JSON.stringify(optionsOf(one)) === JSON.stringify(optionsOf(other));
}

export function isSameFormat(one: Format, other: Format): boolean {
  return one.rate === other.rate && one.codec === other.codec;
}
