// The folder of the server's Unix socket. A socket's path has little room, so a deep data folder gets a short one elsewhere.

import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerUser } from './server-user.ts';

/** `sun_path` holds 107 bytes on Linux, 103 on macOS. */
const LONGEST_PATH = 103;
const SOCKET_NAME = '/.s.PGSQL.5432';

export interface SocketFolder {
  path: string;
  /** Removes what lies outside the database's own folder. */
  remove(): Promise<void>;
}

/** Only the server's user (and root) may enter it: that is the whole of the access control, so passwords are not needed. */
export async function socketFolder(folder: string, user: ServerUser): Promise<SocketFolder> {
  const inside = join(folder, 'socket');
  const fits = Buffer.byteLength(inside + SOCKET_NAME) <= LONGEST_PATH;
  const path = fits ? inside : await mkdtemp(join(shortTemp(), 'ringback-'));
  if (fits) await mkdir(path, { recursive: true, mode: 0o700 });
  if (user.differs) await chown(path, user.uid, user.gid);
  return { path, remove: async () => (fits ? undefined : rm(path, { recursive: true, force: true })) };
}

function shortTemp(): string {
  const temp = tmpdir();
  return Buffer.byteLength(`${temp}/ringback-XXXXXX${SOCKET_NAME}`) <= LONGEST_PATH ? temp : '/tmp';
}
