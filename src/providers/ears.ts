// Which recogniser hears a call: Deepgram when it is set up and knows the language, else the one of this machine.

import type { Choice } from '../interfaces/providers.ts';
import type { SpeechToText } from '../interfaces/speech-to-text.ts';
import { toDeepgramLanguage } from './deepgram/index.ts';
import { languageNames, tagsOf } from './languages.ts';

export interface LocalEars {
  ears: SpeechToText;
  /** By a BCP 47 tag or `multi`. */
  hearsLanguage(tag: string): boolean;
}

export function chooseEars(
  remote: SpeechToText | null,
  local: LocalEars,
  language: string | string[],
): Choice<SpeechToText> {
  if (remote && toDeepgramLanguage(language) !== undefined) return choiceOf(remote, null);
  const unknown = tagsOf(language).filter((tag) => !local.hearsLanguage(tag));
  const whys = [
    ...(remote ? [`Deepgram does not know ${languageNames(tagsOf(language))}`] : []),
    ...(unknown.length > 0
      ? [`the recogniser of this machine does not know ${languageNames(unknown)}: it guesses`]
      : []),
  ];
  const wanted = remote ? `${remote.provider} ${remote.model}` : tagsOf(language).join(', ');
  return choiceOf(local.ears, whys.length === 0 ? null : { wanted, why: whys.join('; ') });
}

function choiceOf(use: SpeechToText, substituted: Choice<SpeechToText>['substituted']): Choice<SpeechToText> {
  return { use, provider: use.provider, name: use.model, substituted };
}
