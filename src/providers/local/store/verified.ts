// Remembers which files of a folder were hashed and found right, so that a start does not read 200 MB again. A file that changed
// in length or time since then counts as unknown.

import { readFileSync, statSync } from 'node:fs';
import { rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelFile, ModelSpec } from './catalogue.ts';

interface Mark {
  sha256: string;
  bytes: number;
  mtimeMs: number;
}

const fileName = '.verified.json';

/** Is this file there, and was it hashed as it stands? */
export function isVerified(folder: string, file: ModelFile): boolean {
  try {
    const mark = read(folder)[file.name];
    const found = statSync(join(folder, file.name));
    return mark?.sha256 === file.sha256 && found.size === file.bytes && found.mtimeMs === mark.mtimeMs;
  } catch {
    return false;
  }
}

export function isComplete(folder: string, spec: ModelSpec): boolean {
  return spec.files.every((file) => isVerified(folder, file));
}

/** Call after the hash was compared. */
export async function markVerified(folder: string, file: ModelFile): Promise<void> {
  const { size, mtimeMs } = await stat(join(folder, file.name));
  const marks = { ...read(folder), [file.name]: { sha256: file.sha256, bytes: size, mtimeMs } };
  const temporary = join(folder, `${fileName}.${process.pid}`);
  await writeFile(temporary, JSON.stringify(marks, null, 1));
  await rename(temporary, join(folder, fileName));
}

function read(folder: string): Record<string, Mark> {
  try {
    return JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as Record<string, Mark>;
  } catch {
    return {};
  }
}
