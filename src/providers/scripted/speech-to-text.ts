// Ears that hear what they were told: each stretch of speech is the next line of a script. No model, no clock.

import type { WordTime } from '../../interfaces/audio.ts';
import { createChannel } from '../../interfaces/channel.ts';
import type { Us } from '../../interfaces/clock.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import type {
  Recognition,
  RecognitionEvent,
  RecognitionOptions,
  SpeechToText,
} from '../../interfaces/speech-to-text.ts';

export interface ScriptedEarsOptions {
  /** What the nth stretch of speech says; '' is a cough. Speech beyond the list is heard as ''. All recognitions share the list. */
  hears: readonly string[];
  /** Give interim words while sound comes in, one more word per this much of it. 0: only the final. Default 250 ms. */
  wordEveryMs?: number;
  /** Recognitions, by the order in which they were opened (0 = first), that are lost at their first stretch of speech. */
  lost?: readonly number[];
}

export interface ScriptedEars extends SpeechToText {
  /** How each recognition was opened, oldest first. */
  readonly opened: readonly RecognitionOptions[];
}

/** Makes ears for tests, demos and reproductions. A final comes synchronously with `speech(false)`. */
export function createScriptedEars(options: ScriptedEarsOptions): ScriptedEars {
  const opened: RecognitionOptions[] = [];
  const lines = options.hears[Symbol.iterator]();
  const wordEveryUs = (options.wordEveryMs ?? 250) * 1000;

  return {
    provider: 'scripted',
    model: 'script',
    format: { rate: 16000, codec: 'pcm16' },
    opened,
    open(recognition) {
      const isLost = options.lost?.includes(opened.length) ?? false;
      opened.push(recognition);
      return openRecognition(() => lines.next().value ?? '', wordEveryUs, isLost, recognition.signal);
    },
  };
}

function openRecognition(
  nextLine: () => string,
  wordEveryUs: number,
  isLost: boolean,
  signal: AbortSignal,
): Recognition {
  const events = createChannel<RecognitionEvent>();
  let speech: { words: string[]; since: Us; shown: number } | null = null;
  let rev = 0;
  signal.addEventListener('abort', () => events.close(), { once: true });

  return {
    events,
    write(pcm, at) {
      if (!speech || wordEveryUs === 0) return;
      const heardUs = at + (pcm.length / 16000) * 1e6 - speech.since;
      const shown = Math.min(speech.words.length, Math.floor(heardUs / wordEveryUs));
      if (shown <= speech.shown) return;
      speech.shown = shown;
      const text = speech.words.slice(0, shown).join(' ');
      events.push({ is: 'partial', rev: ++rev, text, stable: shown === speech.words.length });
    },
    speech(on, edge) {
      if (on) {
        if (isLost) return events.fail(lostError());
        speech ??= { words: nextLine().split(' ').filter(Boolean), since: edge, shown: 0 };
        return;
      }
      if (!speech) return;
      const words = spreadWords(speech.words, speech.since / 1e6, edge / 1e6);
      events.push({ is: 'final', rev: ++rev, text: speech.words.join(' '), words, until: edge, tookMs: 0 });
      speech = null;
    },
    async close() {
      events.close();
    },
  };
}

/** Gives each word a share of the time by its length. */
function spreadWords(words: readonly string[], start: number, end: number): WordTime[] {
  const letters = words.reduce((sum, word) => sum + word.length, 0) || 1;
  let at = start;
  return words.map((word) => {
    const from = at;
    at += ((end - start) * word.length) / letters;
    return { word, start: from, end: at };
  });
}

function lostError(): ProviderError {
  return new ProviderError('the scripted ears were told to fail', { provider: 'scripted', category: 'unavailable' });
}
