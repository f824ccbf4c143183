// A fresh, migrated database for one test, in milliseconds: a clone of a template that is migrated once per server.

import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { after } from 'node:test';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { silentLog } from '../../src/interfaces/log.ts';
import { openDatabase, type Database, type OpenDatabase } from '../../src/storage/index.ts';
import { startTestPostgres, type TestPostgres } from './start-test-postgres.ts';

export interface TestDatabase extends OpenDatabase {
  /** The same as `http`; for tests that need any connection. */
  readonly db: Kysely<Database>;
}

/** `test` or `suite` context: the database goes when it ends. */
interface Context {
  after(run: () => Promise<void>): void;
}

let ownServer: Promise<TestPostgres> | undefined;
let template: Promise<string> | undefined;

/** Databases of this process that are in use. A file's own scope is over after the hook below has run. */
let clones = 0;
let isOver = false;

after(() => {
  isOver = true;
  return closeUnused();
});

async function closeUnused(): Promise<void> {
  if (isOver && clones === 0) await (await ownServer)?.close();
}

/**
 * Gives a database of its own. RINGBACK_TEST_DATABASE_URL names a server that is shared by a whole run; without it this process
 * starts one in a temporary folder (about a second) for all of its tests.
 */
export async function testDatabase(t: Context): Promise<TestDatabase> {
  const { url, drop } = await cloneTemplate();
  const database = await openDatabase({ url, log: silentLog });
  t.after(async () => {
    await database.close();
    await drop();
  });
  return { ...database, db: database.http };
}

/** The URL of a fresh, migrated database, for tests that open it themselves (or let another process do it). */
export async function testDatabaseUrl(t: Context): Promise<string> {
  const { url, drop } = await cloneTemplate();
  t.after(drop);
  return url;
}

async function cloneTemplate(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = await serverUrl();
  template ??= ensureTemplate(server);
  const source = await template;
  const name = `ringback_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, (client) => client.query(`create database ${name} template ${source}`));
  clones += 1;
  const drop = async () => {
    await onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`));
    clones -= 1;
    await closeUnused();
  };
  return { url: withDatabase(server, name), drop };
}

async function serverUrl(): Promise<string> {
  const shared = process.env.RINGBACK_TEST_DATABASE_URL;
  if (shared) return shared;
  ownServer ??= startTestPostgres();
  return (await ownServer).url;
}

/** Named after the migrations, so that a shared server that lives longer than one version of them stays right. */
async function ensureTemplate(server: string): Promise<string> {
  const name = `ringback_template_${await migrationsHash()}`;
  await onServer(server, async (client) => {
    await client.query('select pg_advisory_lock(727272)');
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount) return;
    await client.query(`drop database if exists ${name}_new with (force)`);
    await client.query(`create database ${name}_new`);
    const half = await openDatabase({ url: withDatabase(server, `${name}_new`), log: silentLog });
    await half.close();
    await client.query(`alter database ${name}_new rename to ${name}`);
  });
  return name;
}

async function migrationsHash(): Promise<string> {
  const folder = new URL('../../src/storage/migrations/', import.meta.url);
  const hash = createHash('sha256');
  const lock = new URL('../../node_modules/graphile-worker/package.json', import.meta.url);
  hash.update((JSON.parse(await readFile(lock, 'utf8')) as { version: string }).version);
  for (const file of (await readdir(folder)).sort()) hash.update(await readFile(new URL(file, folder)));
  return hash.digest('hex').slice(0, 12);
}

async function onServer<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}
