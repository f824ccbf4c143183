// Text messages whose server stops between two of its steps.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../support/http.ts';
import { importNumber } from '../support/phone.ts';
import { OURS, textsOf, THEIRS } from '../support/texts.ts';

/** A database that is away from its nth transaction on. */
function cutAt<T extends object>(db: T, nth: number): T {
  let begun = 0;
  return new Proxy(db, {
    get(target, name) {
      if (name === 'transaction' && ++begun >= nth) throw new Error('the server stopped');
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

test('STOP is confirmed once, wherever its server stopped', async (t) => {
  const server = await testServer(t);
  await importNumber(server, OURS, {});
  const texts = textsOf(server);
  await texts.come('STOP');
  await assert.rejects(texts.read(THEIRS, { db: cutAt(server.database.db, 2) }), /the server stopped/);
  assert.deepEqual(texts.sent, []);
  await texts.read();
  await texts.read();
  assert.deepEqual(
    texts.sent.map(({ text }) => text),
    ['You will get no more messages from this number. Reply START to get them again.'],
  );
});
