// The local models and the recorded speech, from where `npm test` keeps them.

import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  createFileStore,
  createModelStore,
  defaultModelFolder,
  testSpeech,
} from '../../../src/providers/local/index.ts';

/** RINGBACK_MODELS when `npm test` set it, else the user's cache. */
function folder(): string {
  return process.env.RINGBACK_MODELS || defaultModelFolder(process.env.XDG_CACHE_HOME, homedir());
}

/** What is missing is fetched. */
export function openTestModels() {
  return createModelStore({ folder: folder() });
}

export async function twoCitiesPath(): Promise<string> {
  return join(await createFileStore(testSpeech, { folder: folder() }).ensure('test-speech'), 'two_cities.wav');
}
