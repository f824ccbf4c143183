// Where the database's files lie: `postgres/` in the data folder, unless the server's user cannot get there.

import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Log } from '../../interfaces/log.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { blockingFolders, canReach, type ServerUser } from './server-user.ts';

/** Root's fallback: survives reboots and can be reached by everybody. */
const SHARED_HOME = '/var/lib/ringback';
/** Left in the data folder when the database lies elsewhere; believed at later starts, so that nobody opens an empty database. */
const SIGNPOST = 'postgres-location.txt';

/**
 * Gives the database's folder, made and owned by `user`. As root, a data folder that `nobody` may not enter is opened for passing
 * through (mode +x, no listing) if it is the only obstacle; else the database goes to /var/lib/ringback and a signpost says so.
 */
export async function databaseFolder(
  dataDir: string,
  user: ServerUser,
  log: Log,
  sharedHome = SHARED_HOME,
): Promise<string> {
  const home = resolve(dataDir);
  await mkdir(home, { recursive: true, mode: 0o711 });
  const folder = (await readSignpost(home)) ?? (await chooseFolder(home, user, log, sharedHome));
  await mkdir(folder, { recursive: true, mode: 0o711 });
  if (user.differs) {
    await chown(folder, user.uid, user.gid);
    if (!(await canReach(folder, user))) throw unreachable(folder);
  }
  await chmod(folder, 0o700);
  return folder;
}

async function chooseFolder(home: string, user: ServerUser, log: Log, sharedHome: string): Promise<string> {
  const inside = join(home, 'postgres');
  if (!user.differs) return inside;
  const blocking = (await blockingFolders(home, user)).filter((folder) => folder !== inside);
  if (blocking.length === 0) return inside;
  if (blocking.length === 1 && blocking[0] === home) {
    const { mode } = await stat(home);
    await chmod(home, (mode & 0o7777) | 0o001);
    return inside;
  }
  const elsewhere = join(sharedHome, createHash('sha256').update(home).digest('hex').slice(0, 16));
  await mkdir(elsewhere, { recursive: true, mode: 0o755 });
  await writeFile(
    join(home, SIGNPOST),
    `${elsewhere}\nThe user of the database (nobody) may not enter ${blocking[0]}.\n`,
  );
  log.warn(
    { blockedBy: blocking[0], folder: elsewhere },
    'the database lies outside the data folder, because its user may not enter there',
  );
  return elsewhere;
}

async function readSignpost(home: string): Promise<string | null> {
  const text = await readFile(join(home, SIGNPOST), 'utf8').catch(() => null);
  return text?.split('\n')[0]?.trim() || null;
}

function unreachable(folder: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_permission',
    `The user of the built-in PostgreSQL (nobody) may not enter ${dirname(folder)}. Choose another RINGBACK_DATA_DIR, or do not run as root.`,
  );
}
