// The local voice parts for a bench, on the models that `npm test` uses too.

import { createLocalSpeech, type LocalSpeech } from '../src/providers/local/index.ts';
import { openTestModels } from '../test/support/speech/models.ts';

/** Warm; close it. */
export async function openLocalSpeech(partialEveryMs: number | null = null): Promise<LocalSpeech> {
  const log = { info: () => {}, warn: (fields: object, text: string) => console.warn(text, fields) };
  const speech = createLocalSpeech({ store: openTestModels(), log, partialEveryMs });
  await speech.warm();
  return speech;
}
