// WAV files for Chromium's microphone.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeWav, encodeWav } from '../../src/media/index.ts';
import type { Scope } from './scope.ts';

/** A browser flag: its microphone hears this file, between silences. It begins when a page opens the microphone. */
export async function microphoneFlag(
  t: Scope,
  spoken: string | URL,
  { silentBeforeS, silentAfterS = 0, again }: { silentBeforeS: number; silentAfterS?: number; again: boolean },
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-mic-'));
  t.after(() => rm(folder, { recursive: true }));
  const { rateHz, channels } = decodeWav(await readFile(spoken));
  const speech = channels[0] as Int16Array;
  const before = Math.round(rateHz * silentBeforeS);
  const sound = new Int16Array(before + speech.length + Math.round(rateHz * silentAfterS));
  sound.set(speech, before);
  const file = join(folder, 'mic.wav');
  await writeFile(file, encodeWav(sound, rateHz));
  return `--use-file-for-fake-audio-capture=${file}${again ? '' : '%noloop'}`;
}
