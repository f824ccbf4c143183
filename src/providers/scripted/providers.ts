// A whole set of providers made of scripted parts, for tests and demonstrations: no key, no model, no network.

import type { LanguageModel } from '../../interfaces/language-model.ts';
import type { Providers } from '../../interfaces/providers.ts';
import type { SpeechToText } from '../../interfaces/speech-to-text.ts';
import type { TextToSpeech } from '../../interfaces/text-to-speech.ts';
import { listVoices } from '../voices.ts';
import { createGuide } from './guide.ts';
import { createScriptedEars } from './speech-to-text.ts';
import { createScriptedMouth } from './text-to-speech.ts';

/** Parts that are not given: ears that hear nothing, the guide, a humming mouth. */
export function createScriptedProviders(
  parts: { ears?: SpeechToText; mind?: LanguageModel; mouth?: TextToSpeech } = {},
): Providers {
  const ears = parts.ears ?? createScriptedEars({ hears: [] });
  const mind = parts.mind ?? createGuide();
  const synthesiser = parts.mouth ?? createScriptedMouth();
  const status = { ready: true, detail: 'scripted', change: '' };
  return {
    hearing: () => ({ use: ears, provider: ears.provider, name: ears.model, substituted: null }),
    thinking: () => ({ use: mind, provider: mind.provider, name: mind.model, substituted: null }),
    speaking: (voiceId) => {
      const voice = voiceId ?? 'hum';
      return {
        use: { synthesiser, voice, model: null },
        provider: synthesiser.provider,
        name: voice,
        substituted: null,
      };
    },
    voices: () => listVoices(() => true),
    turnVote: null,
    status: () => [
      { role: 'hearing', provider: ears.provider, name: ears.model, ...status },
      { role: 'thinking', provider: mind.provider, name: mind.model, ...status },
      { role: 'speaking', provider: synthesiser.provider, name: 'hum', ...status },
    ],
    close: async () => undefined,
  };
}
