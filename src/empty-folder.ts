// Folders for what is needed while one process works on it, and never after.

import { rm } from 'node:fs/promises';

/** Takes away what a process that died left there. The folder is made again by its first user. */
export async function emptyFolder(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  return folder;
}
