// The database of one server: the built-in one or whatever DATABASE_URL names, migrated, with its pools.

import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import type { Log } from '../interfaces/log.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres/index.ts';
import { migrate } from './migrate.ts';
import { createPool, createPools, type Pools } from './pools.ts';
import type { Database } from './schema.ts';

export type DatabaseOptions = { log: Log } & (
  | { url: string }
  /** The built-in PostgreSQL, its files in the data folder. */
  | { embedded: { dataDir: string } }
);

export interface OpenDatabase {
  /** For API requests: 8 connections, statements end after 10 s. */
  readonly http: Kysely<Database>;
  /** For what a running call waits for: 4 connections, 3 s. */
  readonly realtime: Kysely<Database>;
  /** For background jobs: 4 connections, 60 s. */
  readonly jobs: Kysely<Database>;
  /** The bare pools: the event writer takes `events`, the job runner takes `jobs`. */
  readonly pools: Pools;
  readonly url: string;
  /** One line for the start-up table, like `built-in PostgreSQL 18.4, /data/postgres`. */
  readonly description: string;
  /** Can the database be reached right now? */
  ping(): Promise<boolean>;
  /** Ends pools, then the built-in server. Idempotent. Close writers and jobs first. */
  close(): Promise<void>;
}

const OLDEST_MAJOR = 15;

/** Opens and migrates. Throws with words for the user (EmbeddedPostgresError for the built-in one). */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const { log } = options;
  const server = 'url' in options ? undefined : await startEmbeddedPostgres({ dataDir: options.embedded.dataDir, log });
  const url = server?.url ?? (options as { url: string }).url;
  const pools = createPools(url, log);
  const close = closer(pools, server);
  try {
    const version = await checkVersion(pools.jobs, server === undefined);
    await migrateAll(url, server, log);
    return {
      http: kyselyOver(pools.http),
      realtime: kyselyOver(pools.realtime),
      jobs: kyselyOver(pools.jobs),
      pools,
      url,
      description: server
        ? `built-in PostgreSQL ${version}, ${server.folder}`
        : `PostgreSQL ${version} by DATABASE_URL`,
      ping: () => ping(pools.realtime),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Typed queries over a pool; the pool stays its owner's to end. */
export function kyselyOver(pool: Pool): Kysely<Database> {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

async function checkVersion(pool: Pool, byUrl: boolean): Promise<string> {
  const version = await readVersion(pool, byUrl);
  if (Number.parseInt(version, 10) >= OLDEST_MAJOR) return version;
  throw new Error(
    `The PostgreSQL that DATABASE_URL names is version ${version}; Ringback needs ${OLDEST_MAJOR} or newer.`,
  );
}

/** Major and minor without the packager's words, like `15.18`. */
async function readVersion(pool: Pool, byUrl: boolean): Promise<string> {
  try {
    const { rows } = await pool.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0] ?? '';
  } catch (error) {
    const { message } = error as Error;
    const asked = byUrl ? 'The database that DATABASE_URL names' : 'The built-in database';
    throw new Error(`${asked} cannot be reached: ${message || String(error)}`, { cause: error });
  }
}

/** With connections of its own, whose statements may take their time. */
async function migrateAll(url: string, server: EmbeddedPostgres | undefined, log: Log): Promise<void> {
  const pool = createPool(url, 'migrations', log);
  try {
    await migrate(pool, server?.url);
  } finally {
    await pool.end();
  }
}

async function ping(pool: Pool): Promise<boolean> {
  try {
    await pool.query('select 1');
    return true;
  } catch {
    return false;
  }
}

function closer(pools: Pools, server: EmbeddedPostgres | undefined): () => Promise<void> {
  let closing: Promise<void> | undefined;
  const run = async () => {
    await Promise.all(Object.values(pools).map((pool: Pool) => pool.end()));
    await server?.close();
  };
  return () => (closing ??= run());
}
