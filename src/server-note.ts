// A note in the data folder that tells commands where the running server and its database are.

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ServerNote {
  pid: number;
  url: string;
  databaseUrl: string;
}

/** For our own eyes only: an address of a database may hold its password. */
export async function writeServerNote(dataDir: string, note: ServerNote): Promise<void> {
  await writeFile(pathOf(dataDir), JSON.stringify(note), { mode: 0o600 });
}

/** Null when no server runs on this folder. */
export async function readServerNote(dataDir: string): Promise<ServerNote | null> {
  try {
    const note = JSON.parse(await readFile(pathOf(dataDir), 'utf8')) as ServerNote;
    // In containers ids are small and come again: a note with our own was left by a server that is dead.
    if (note.pid === process.pid) return null;
    process.kill(note.pid, 0);
    return note;
  } catch {
    return null;
  }
}

export async function removeServerNote(dataDir: string): Promise<void> {
  await rm(pathOf(dataDir), { force: true });
}

function pathOf(dataDir: string): string {
  return join(dataDir, 'server.json');
}
