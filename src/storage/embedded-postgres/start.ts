// The built-in database: a real PostgreSQL that needs no installation, lives in the data folder and ends with us.

import type { Log } from '../../interfaces/log.ts';
import pg from 'pg';
import { findBinaries, prepareBinaries } from './binaries.ts';
import { diskFull, notWritable } from './errors.ts';
import { ensureCluster, SUPERUSER } from './cluster.ts';
import { databaseFolder } from './location.ts';
import { lockFolder } from './owner-lock.ts';
import { startServerProcess, type ServerProcess, type ServerProcessOptions } from './server-process.ts';
import { serverUser } from './server-user.ts';
import { socketFolder } from './socket-folder.ts';
import { endStaleServer } from './stale-server.ts';

export interface EmbeddedPostgresOptions {
  dataDir: string;
  log: Log;
  /** Package of programs; default: this platform's. Tests name another version. */
  binariesPackage?: string;
  /** Where root puts the database when `nobody` may not enter the data folder; default /var/lib/ringback. */
  sharedHome?: string;
  /** PostgreSQL settings on top of ours. */
  settings?: Record<string, string>;
  /** false: no fsync, neither now nor later. Only for tests: a power cut loses everything. */
  durable?: boolean;
}

export interface EmbeddedPostgres {
  /** For `pg`: the Unix socket, user and database. */
  readonly url: string;
  /** Where the files are; not always below `dataDir`. */
  readonly folder: string;
  readonly version: string;
  /** Idempotent. Open connections are cut. */
  close(): Promise<void>;
}

const DATABASE = 'ringback';
const STOP_GRACE_MS = 10_000;

/**
 * Starts PostgreSQL on a Unix socket only. Makes the database when there is none, takes over from an owner that died, restarts the
 * server when it dies by itself. Throws EmbeddedPostgresError with words for the user.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await start(options);
  } catch (error) {
    // Our own small files need space as well.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw diskFull(options.dataDir);
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') throw notWritable(options.dataDir, error);
    throw error;
  }
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, durable = true } = options;
  const user = await serverUser();
  const installed = await findBinaries(options.binariesPackage);
  const folder = await databaseFolder(options.dataDir, user, log, options.sharedHome);
  const lock = await lockFolder(folder);
  try {
    const binaries = await prepareBinaries(installed, user, folder);
    const data = await ensureCluster(folder, binaries, user, { sync: durable });
    await endStaleServer(data, log);
    const socket = await socketFolder(folder, user);
    const settings = { max_connections: '60', ...(durable ? {} : UNSAFE), ...options.settings };
    const server = await keepRunning({ binaries, data, socketFolder: socket.path, user, settings, log });
    const url = `postgresql://${SUPERUSER}@/${DATABASE}?host=${encodeURIComponent(socket.path)}`;
    await ensureDatabase(url);
    let closing: Promise<void> | undefined;
    const close = async () => {
      await server.close();
      await socket.remove();
      await lock.release();
    };
    return { url, folder, version: binaries.version, close: () => (closing ??= close()) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

const UNSAFE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** A server that dies by itself (out of memory, kill) is started again; after five deaths within a minute we give up and say so. */
async function keepRunning(options: ServerProcessOptions): Promise<{ close(): Promise<void> }> {
  const stopping = new AbortController();
  let server = await startServerProcess(options);
  const watching = watch();

  async function watch(): Promise<void> {
    const deaths: number[] = [];
    for (;;) {
      await server.exited;
      if (stopping.signal.aborted) return;
      const now = Date.now();
      deaths.push(now);
      options.log.error({ deaths: deaths.length }, 'the database server ended by itself, starting it again');
      if (deaths.filter((at) => now - at < 60_000).length > 5) {
        options.log.error({}, 'the database server keeps ending: giving up, please look at the messages above');
        return;
      }
      const next = await restart(options, stopping.signal);
      if (!next) return;
      server = next;
    }
  }

  return {
    async close() {
      stopping.abort();
      await server.stop(STOP_GRACE_MS);
      await watching;
    },
  };
}

/** Tries for half a minute: the dead server's own children may still be ending. Undefined when stopped or in vain. */
async function restart(options: ServerProcessOptions, stopped: AbortSignal): Promise<ServerProcess | undefined> {
  for (let attempt = 0; attempt < 30 && !stopped.aborted; attempt += 1) {
    try {
      const server = await startServerProcess(options);
      if (stopped.aborted) await server.stop(STOP_GRACE_MS);
      return server;
    } catch (error) {
      options.log.warn({ error: String(error) }, 'the database server does not start again yet');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1_000);
        stopped.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
      });
    }
  }
  if (!stopped.aborted) options.log.error({}, 'the database server could not be started again');
  return undefined;
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace(`/${DATABASE}?`, '/postgres?') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
