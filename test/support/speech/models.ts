// The local models and the recorded speech, from where `npm test` keeps them.

import { homedir } from 'node:os';
import { join } from 'node:path';
import { createFileStore, defaultModelFolder, models, testSpeech } from '../../../src/providers/local/index.ts';

/** RINGBACK_MODELS when `npm test` set it, else the user's cache; fetched if need be. */
export function openTestModels() {
  const folder = process.env.RINGBACK_MODELS || defaultModelFolder(process.env.XDG_CACHE_HOME, homedir());
  return createFileStore({ ...models, ...testSpeech }, { folder });
}

export async function twoCitiesPath(): Promise<string> {
  return join(await openTestModels().ensure('test-speech'), 'two_cities.wav');
}
