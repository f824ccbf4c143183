// SpeechToText by Whisper in a child process. All calls share the child; finals go before partials.

import type { SpeechToText } from '../../../interfaces/speech-to-text.ts';
import type { ModelChild } from '../child/model-child.ts';
import { openRecognition } from './recognition.ts';

export interface EarsOptions {
  child: ModelChild;
  /** Sound between two partial texts while someone speaks, ms; null = none. */
  partialEveryMs?: number | null;
}

export function createEars({ child, partialEveryMs = 700 }: EarsOptions): SpeechToText {
  return {
    provider: 'local',
    model: 'whisper-base',
    format: { rate: 16000, codec: 'pcm16' },
    open: (options) => openRecognition({ child, partialEveryMs }, options),
  };
}
