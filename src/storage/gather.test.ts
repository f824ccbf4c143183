import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kysely } from 'kysely';
import { gathered } from './gather.ts';
import type { Database } from './schema.ts';

const db = { isTransaction: false } as Kysely<Database>;
const transaction = { isTransaction: true } as Kysely<Database>;

test('what is asked in one turn is asked once, and each gets its own answer', async () => {
  const asked: (readonly string[])[] = [];
  const find = gathered<string, string>(async (_db, keys) => {
    asked.push(keys);
    return keys.map((key) => `answer ${key}`);
  });
  assert.deepEqual(await Promise.all([find(db, 'a'), find(db, 'b'), find(db, 'a')]), [
    'answer a',
    'answer b',
    'answer a',
  ]);
  assert.equal(await find(db, 'c'), 'answer c');
  assert.deepEqual(asked, [['a', 'b', 'a'], ['c']]);
});

test('a transaction asks for itself, at once', async () => {
  const asked: [unknown, readonly string[]][] = [];
  const find = gathered<string, string>(async (where, keys) => {
    asked.push([where, keys]);
    return [...keys];
  });
  await Promise.all([find(db, 'a'), find(transaction, 'b')]);
  assert.deepEqual(asked, [
    [transaction, ['b']],
    [db, ['a']],
  ]);
});

test('a question that fails fails for all of its turn, and the next one is asked anew', async () => {
  let isAway = true;
  const find = gathered<string, string>(async (_db, keys) => {
    if (isAway) throw new Error('away');
    return [...keys];
  });
  const outcomes = await Promise.allSettled([find(db, 'a'), find(db, 'b')]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  isAway = false;
  assert.equal(await find(db, 'c'), 'c');
});
