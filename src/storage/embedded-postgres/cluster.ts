// The database's files on disk: made once with initdb, checked for their version ever after.

import { execFile } from 'node:child_process';
import { chown, readFile, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import { diskFull, explainFailure, otherVersion } from './errors.ts';
import type { ServerUser } from './server-user.ts';

/** initdb writes about 40 MB and the first segment of the log 16 MB. */
const NEEDED_BYTES = 80e6;
export const SUPERUSER = 'ringback';

/**
 * Gives the cluster's folder (`PGDATA`), making it when there is none. An initdb that was cut off leaves `data.new`, which is thrown
 * away: `data` only ever appears whole. Throws EmbeddedPostgresError. `sync: false` skips fsync, for tests.
 */
export async function ensureCluster(
  folder: string,
  binaries: Binaries,
  user: ServerUser,
  options: { sync: boolean },
): Promise<string> {
  const data = join(folder, 'data');
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version === null) await makeCluster(folder, data, binaries, user, options.sync);
  else if (version.trim() !== String(binaries.major)) throw otherVersion(folder, version.trim(), binaries.major);
  return data;
}

async function makeCluster(
  folder: string,
  data: string,
  binaries: Binaries,
  user: ServerUser,
  sync: boolean,
): Promise<void> {
  const space = await statfs(folder);
  if (space.bavail * space.bsize < NEEDED_BYTES) throw diskFull(folder);
  const half = join(folder, 'data.new');
  await rm(half, { recursive: true, force: true });
  const args = [
    '-D',
    half,
    '-U',
    SUPERUSER,
    '--encoding=UTF8',
    '--auth=trust',
    ...localeOf(binaries),
    ...(sync ? [] : ['--no-sync']),
  ];
  try {
    await promisify(execFile)(join(binaries.folder, 'bin', 'initdb'), args, {
      cwd: folder,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' },
      ...(user.differs ? { uid: user.uid, gid: user.gid } : {}),
    });
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    throw explainFailure(stderr || message, 'make the database', folder);
  }
  await rename(half, data);
  if (user.differs) await chown(data, user.uid, user.gid);
}

/** Byte order for sorting, so that lists page the same everywhere; letters of all languages fold where the version can (17 on). */
function localeOf(binaries: Binaries): string[] {
  return binaries.major >= 17
    ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    : ['--locale=C'];
}
