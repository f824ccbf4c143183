import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { addTestCall, addTestWorkspace } from '../../test/support/call-row.ts';
import { testDatabase, type TestDatabase } from '../../test/support/database.ts';
import { relayDatabase } from '../../test/support/database-relay.ts';
import type { CallEvent } from '../interfaces/call-event.ts';
import { silentLog } from '../interfaces/log.ts';
import { createEventWriter, EventsNotDurable, type CallLog, type EventWriterDeps } from './event-writer.ts';
import { createPool } from './pools.ts';
import { listEvents, nextEventSeq } from './tables/call-events.ts';

const said = (text: string): CallEvent => ({ at: 1_000, wall: 5, is: 'user_said', text, words: [] });
const tool: CallEvent = {
  at: 2,
  wall: 6,
  is: 'tool_started',
  tool_call_id: 't',
  name: 'n',
  arguments: '{}',
  type: 'custom',
};

/** Timers that fire when told to. */
function manualTimers() {
  const waiting = new Set<{ delayMs: number; run: () => void }>();
  return {
    after(delayMs: number, run: () => void) {
      const timer = { delayMs, run };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
    /** Fires those with this delay; says how many there were. */
    fire(delayMs: number): number {
      const due = [...waiting].filter((timer) => timer.delayMs === delayMs);
      for (const timer of due) {
        waiting.delete(timer);
        timer.run();
      }
      return due.length;
    },
    get delays() {
      return [...waiting].map((timer) => timer.delayMs).sort((a, b) => a - b);
    },
  };
}

async function setUp(t: TestContext, deps: Partial<EventWriterDeps> = {}) {
  const database = await testDatabase(t);
  await addTestWorkspace(database.db);
  const spoolDir = await mkdtemp(join(tmpdir(), 'ringback-spool-'));
  const timers = manualTimers();
  const writer = createEventWriter({
    pool: database.pools.events,
    spoolDir,
    log: silentLog,
    after: timers.after,
    ...deps,
  });
  t.after(async () => {
    await writer.close();
    await rm(spoolDir, { recursive: true, force: true });
  });
  return { database, db: database.db, timers, writer, spoolDir };
}

/** The same with a database that can be taken away. */
async function setUpRelayed(t: TestContext) {
  const database = await testDatabase(t);
  await addTestWorkspace(database.db);
  const relay = await relayDatabase(database.url);
  const pool = createPool(relay.url, 'events', silentLog);
  const spoolDir = await mkdtemp(join(tmpdir(), 'ringback-spool-'));
  const timers = manualTimers();
  const writer = createEventWriter({ pool, spoolDir, log: silentLog, after: timers.after });
  t.after(async () => {
    await writer.close();
    await pool.end();
    await relay.close();
    await rm(spoolDir, { recursive: true, force: true });
  });
  return { db: database.db, relay, timers, writer, spoolDir };
}

const texts = async (db: TestDatabase['db'], callId: string) =>
  (await listEvents(db, callId)).map((event) => (event.is === 'user_said' ? event.text : event.is));

test('events of several calls go in one statement after a quarter of a second, each call numbered by itself', async (t) => {
  const { db, timers, writer, database } = await setUp(t);
  const one = await addTestCall(db, { owner_epoch: 3 });
  const two = await addTestCall(db, { owner_epoch: 3 });
  const queries = t.mock.method(database.pools.events, 'query');
  const first = writer.open({ callId: one.call_id, epoch: 3 });
  const second = writer.open({ callId: two.call_id, epoch: 3 });
  first.append(said('a'), said('b'));
  second.append(said('c'));
  assert.deepEqual(timers.delays, [250]);
  assert.equal(queries.mock.callCount(), 0);
  timers.fire(250);
  await Promise.all([first.settled(1_000), second.settled(1_000)]);
  assert.equal(queries.mock.callCount(), 1);
  assert.deepEqual(await texts(db, one.call_id), ['a', 'b']);
  assert.deepEqual(await listEvents(db, two.call_id), [said('c')]);
  assert.equal(await nextEventSeq(db, one.call_id), 2);
  assert.equal(first.nextSeq, 2);
});

test('an intent is in the database when its promise resolves, with all that came before', async (t) => {
  const { db, writer } = await setUp(t);
  const { call_id } = await addTestCall(db, { owner_epoch: 1 });
  const log = writer.open({ callId: call_id, epoch: 1 });
  log.append(said('please book'));
  await log.durable(tool);
  assert.deepEqual(await texts(db, call_id), ['please book', 'tool_started']);
});

test('intents that come while a statement is under way are committed by the next one', async (t) => {
  const { db, writer } = await setUp(t);
  const { call_id } = await addTestCall(db, { owner_epoch: 1 });
  const log = writer.open({ callId: call_id, epoch: 1 });
  await Promise.all(Array.from({ length: 20 }, () => log.durable(tool)));
  assert.equal((await listEvents(db, call_id)).length, 20);
});

test('an owner that was declared dead writes nothing any more and is told so', async (t) => {
  const fenced: string[] = [];
  const { db, writer } = await setUp(t, { onFenced: (callId) => fenced.push(callId) });
  const { call_id } = await addTestCall(db, { owner_epoch: 8 });
  const other = await addTestCall(db, { owner_epoch: 7 });
  const log = writer.open({ callId: call_id, epoch: 7 });
  const healthy = writer.open({ callId: other.call_id, epoch: 7 });
  healthy.append(said('fine'));
  await assert.rejects(
    log.durable(tool),
    (error: unknown) => error instanceof EventsNotDurable && error.why === 'fenced',
  );
  await assert.rejects(log.durable(tool), { why: 'fenced' });
  assert.deepEqual(fenced, [call_id]);
  assert.deepEqual(await listEvents(db, call_id), []);
  await healthy.settled(1_000);
  assert.deepEqual(await texts(db, other.call_id), ['fine']);
});

test('a call that goes on under a new owner goes on with its numbers', async (t) => {
  const { db, writer } = await setUp(t);
  const { call_id } = await addTestCall(db, { owner_epoch: 1 });
  await writer.open({ callId: call_id, epoch: 1 }).durable(said('before'));
  await db.updateTable('calls').set({ owner_epoch: 2 }).execute();
  const next = writer.open({ callId: call_id, epoch: 2, nextSeq: await nextEventSeq(db, call_id) });
  await next.durable(said('after'));
  assert.deepEqual(await texts(db, call_id), ['before', 'after']);
});

test('characters that PostgreSQL refuses cost neither the event nor its neighbours', async (t) => {
  const { db, writer } = await setUp(t);
  const { call_id } = await addTestCall(db, { owner_epoch: 1 });
  const log = writer.open({ callId: call_id, epoch: 1 });
  log.append(said('nul \0'), said('half \ud83d'), { ...said('no number'), at: Number.NaN }, said('whole'));
  await log.settled(1_000);
  assert.deepEqual(await texts(db, call_id), ['nul ', 'half \ufffd', 'whole']);
});

test('without the database an intent fails after a second, and everything is written once it is back', async (t) => {
  const { db, relay, timers, writer } = await setUpRelayed(t);
  const { call_id } = await addTestCall(db, { owner_epoch: 1 });
  const log = writer.open({ callId: call_id, epoch: 1 });
  await log.durable(said('before'));
  await relay.cut();
  const intent = log.durable(tool);
  log.append(said('during'));
  timers.fire(1_000);
  await assert.rejects(intent, (error: unknown) => error instanceof EventsNotDurable && error.why === 'database_away');
  await relay.restore();
  await log.durable(said('after'));
  assert.deepEqual(await texts(db, call_id), ['before', 'tool_started', 'during', 'after']);
});

test('what outgrows memory waits in a file and comes back in order', async (t) => {
  const { db, relay, timers, writer, spoolDir } = await setUpRelayed(t);
  const { call_id } = await addTestCall(db, { owner_epoch: 1 });
  const log = writer.open({ callId: call_id, epoch: 1 });
  await log.durable(said('first'));
  await relay.cut();
  const big = 'x'.repeat(1_000_000);
  for (let n = 0; n < 6; n += 1) log.append(said(`${n}${big}`));
  const intent = log.durable(tool);
  timers.fire(1_000);
  await assert.rejects(intent, { why: 'database_away' });
  // Asking again makes another attempt, which ends when it has put the events aside.
  for (let n = 0; n < 20 && (await readdir(spoolDir)).length === 0; n += 1) {
    const again = log.durable(tool);
    timers.fire(1_000);
    await assert.rejects(again);
  }
  assert.equal((await readdir(spoolDir)).length, 1);
  log.append(said('later'));
  await relay.restore();
  await log.durable(said('last'));
  const all = await texts(db, call_id);
  assert.deepEqual([all[0], all.at(-2), all.at(-1)], ['first', 'later', 'last']);
  assert.equal(all.filter((text) => text.endsWith(big)).length, 6);
  assert.deepEqual(await readdir(spoolDir), []);
  assert.equal(writer.pending, 0);
});

/** Settles in vain; each try ends when it has put the events aside. */
async function untilPutAside(log: CallLog, timers: ReturnType<typeof manualTimers>, spoolDir: string): Promise<void> {
  for (let n = 0; n < 20 && (await readdir(spoolDir).catch(() => [])).length === 0; n += 1) {
    const again = log.settled(1_000);
    timers.fire(1_000);
    await assert.rejects(again, { why: 'database_away' });
  }
  assert.equal((await readdir(spoolDir)).length, 1);
}

test('a call whose last events were put aside in a file is settled once they are written', async (t) => {
  const { db, relay, timers, writer, spoolDir } = await setUpRelayed(t);
  const { call_id } = await addTestCall(db, { owner_epoch: 1 });
  const log = writer.open({ callId: call_id, epoch: 1 });
  await log.durable(said('first'));
  await relay.cut();
  const big = 'x'.repeat(6_000_000);
  log.append(said(big));
  await untilPutAside(log, timers, spoolDir);
  await relay.restore();
  await log.settled(1_000);
  assert.deepEqual(await texts(db, call_id), ['first', big]);
});

test('events in a file whose call has another owner by now are refused as any others', async (t) => {
  const { db, relay, timers, writer, spoolDir } = await setUpRelayed(t);
  const { call_id } = await addTestCall(db, { owner_epoch: 1 });
  const log = writer.open({ callId: call_id, epoch: 1 });
  await log.durable(said('first'));
  await relay.cut();
  log.append(said('x'.repeat(6_000_000)));
  await untilPutAside(log, timers, spoolDir);
  await db.updateTable('calls').set({ owner_epoch: 2 }).execute();
  await relay.restore();
  await assert.rejects(log.settled(1_000), { why: 'fenced' });
  assert.deepEqual(await texts(db, call_id), ['first']);
});

test('what is left when the process ends without a database is written by the next one', async (t) => {
  const { db, relay, writer, spoolDir } = await setUpRelayed(t);
  const { call_id } = await addTestCall(db, { owner_epoch: 1 });
  const log = writer.open({ callId: call_id, epoch: 1 });
  await relay.cut();
  log.append(said('a'), said('b'));
  await writer.close();
  assert.equal((await readdir(spoolDir)).length, 1);

  await relay.restore();
  const pool = createPool(relay.url, 'events', silentLog);
  const next = createEventWriter({ pool, spoolDir, log: silentLog });
  await next.replaySpool();
  assert.deepEqual(await texts(db, call_id), ['a', 'b']);
  await next.close();
  await pool.end();
});
