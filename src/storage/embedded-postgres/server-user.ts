// The user that PostgreSQL runs as: it refuses root, so root hands it over to `nobody`; everybody else runs it as themselves.

import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface ServerUser {
  uid: number;
  gid: number;
  /** Must files be handed over to it (we are root)? */
  differs: boolean;
}

/** POSIX only. The ids of `nobody` are read from /etc/passwd, 65534 where that says nothing. */
export async function serverUser(): Promise<ServerUser> {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  if (uid !== 0) return { uid, gid, differs: false };
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const nobody = /^nobody:[^:]*:(\d+):(\d+):/m.exec(passwd);
  return { uid: Number(nobody?.[1] ?? 65534), gid: Number(nobody?.[2] ?? 65534), differs: true };
}

/** Can `user` go through every folder down to `path`? Missing ones count as reachable: they will be made so. */
export async function canReach(path: string, user: ServerUser): Promise<boolean> {
  if (!user.differs) return true;
  return (await blockingFolders(path, user)).length === 0;
}

/** The folders on the way to `path`, and `path` itself, that `user` may not enter; outermost first. */
export async function blockingFolders(path: string, user: ServerUser): Promise<string[]> {
  const blocking: string[] = [];
  for (let folder = path; ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => null);
    if (found && !mayEnter(found, user)) blocking.unshift(folder);
    if (folder === dirname(folder)) return blocking;
  }
}

function mayEnter(folder: { mode: number; uid: number; gid: number }, user: ServerUser): boolean {
  if (folder.uid === user.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === user.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}
