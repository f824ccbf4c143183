// The two halves of a voice, cut at first use and kept beside it.

import { access, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { splitVoice } from './split-voice.ts';

/** Counts up when the cut changes, so that halves of an older one are not used. */
const CUT = 1;

export interface VoiceFiles {
  encoder: string;
  decoder: string;
  /** The voice's own settings. */
  settings: string;
}

/** `voice`: file name without `.onnx`. The store has verified the file: its halves are named after nothing but the cut. */
export async function voiceFiles(folder: string, voice: string): Promise<VoiceFiles> {
  const files = {
    encoder: join(folder, `${voice}.encoder-${CUT}.onnx`),
    decoder: join(folder, `${voice}.decoder-${CUT}.onnx`),
    settings: join(folder, `${voice}.onnx.json`),
  };
  if (!(await exists(files.encoder)) || !(await exists(files.decoder))) {
    const { encoder, decoder } = splitVoice(await readFile(join(folder, `${voice}.onnx`)));
    await writeWhole(files.encoder, encoder);
    await writeWhole(files.decoder, decoder);
  }
  return files;
}

/** Two processes may do this at once: the last rename wins and both are the same. */
async function writeWhole(path: string, content: Buffer): Promise<void> {
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, content);
  await rename(temporary, path);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
