// Pages while rows come and go: of every list with a pagination_key, each row that stays from the beginning to the end is seen once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPERATIONS, type OperationId } from '../../src/contract/index.ts';
import schemas from '../../src/contract/generated/schemas.json' with { type: 'json' };
import { silentLog } from '../../src/interfaces/log.ts';
import { applyRetention } from '../../src/jobs/apply-retention.ts';
import { addAgent } from '../support/agents.ts';
import { testServer } from '../support/http.ts';
import { notAborted } from '../support/jobs.ts';
import { LISTS, type List } from './cursors-lists.fixture.ts';
import { compareEntries, nameOf, Rows, type Entry } from './cursors-rows.fixture.ts';

type Order = 'ascending' | 'descending';

test('every list with pages is in the table, with the orders that it has', () => {
  const definitions: Record<string, unknown> = schemas.$defs;
  for (const operation of OPERATIONS) {
    const asked = JSON.stringify([operation.parameters, operation.body?.schema]);
    const name = /"contract#\/\$defs\/(\w+ListRequest)"/.exec(asked)?.[1];
    const words = asked + (name === undefined ? '' : JSON.stringify(definitions[name]));
    const list = LISTS[operation.id];
    assert.equal(list !== undefined, words.includes('"pagination_key"'), operation.id);
    if (list) assert.equal(list.orders !== undefined, words.includes('"sort_order"'), operation.id);
  }
});

test('where a deleted agent stood is forgotten after a week', async (t) => {
  const server = await testServer(t);
  const older = await addAgent(server);
  server.clock.now += 1;
  const newer = await addAgent(server);
  await newer.delete();
  const behind = async () =>
    (await server.send('GET', `/list-agents?pagination_key=${newer.agentId}`)).json.map((each: any) => each.agent_id);
  const keep = () =>
    applyRetention({ db: server.database.jobs, wallClock: () => server.clock.now, log: silentLog }, notAborted);
  server.clock.now += 7 * 86_400_000;
  await keep();
  assert.deepEqual(await behind(), [older.agentId]);
  server.clock.now += 1;
  await keep();
  assert.deepEqual(await behind(), []);
});

for (const [operationId, list] of Object.entries(LISTS))
  for (const order of list.orders ? (['descending', 'ascending'] as const) : [list.only ?? 'descending'])
    test(`${operationId}, ${order}: rows that stay are seen once, in order, while others come and go`, async (t) => {
      const rows = await Rows.of(await testServer(t), list);
      // Three of each time where that may be.
      for (let n = 0; n < (list.versioned ? 12 : 24); n++)
        await rows.add(rows.origin + (list.noTies ? n : Math.floor(n / 3)) * 1_000 - 4_000, list.versioned ? 3 : 1);
      const stay = new Set(rows.entries.keys());
      const seen: Entry[] = [];
      let key: object | undefined = {};
      for (let page = 0; key; page++) {
        assert.ok(page < 60, 'it ends');
        const words = list.orders ? { sort_order: list.orders[order] } : {};
        const { entries, next } = await rows.page(operationId as OperationId, { ...key, ...words });
        seen.push(...entries);
        if (next) for (const gone of await change(rows, list, order, seen, page)) stay.delete(gone);
        key = next;
      }
      checkSeen(seen, stay, order);
    });

/** Removes the last row that was seen, one before and one behind it, and adds some; gives the names of what is gone. */
async function change(rows: Rows, list: List, order: Order, seen: Entry[], page: number): Promise<string[]> {
  const last = seen.at(-1);
  assert.ok(last);
  const sign = order === 'ascending' ? 1 : -1;
  const ahead = [...rows.entries.values()].filter(
    (entry) => rows.isRemovable(entry) && sign * compareEntries(entry, last) > 0,
  );
  const before = seen.filter((entry) => rows.isRemovable(entry) && entry.id !== last.id);
  const gone: string[] = [];
  if (list.versioned && page % 2 === 1) gone.push(...(await rows.removeVersion(last)));
  else
    for (const entry of [last, ahead[0], before[0]])
      if (entry && rows.isRemovable(entry)) gone.push(...(await rows.remove(entry)));
  if (!list.noTies) await rows.add(last.place);
  // Between the places of the others, never twice the same.
  await rows.add(last.place + sign * (100 + page));
  await rows.add(last.place - sign * (300 + page));
  return gone;
}

function checkSeen(seen: Entry[], stay: Set<string>, order: Order): void {
  const names = seen.map(nameOf);
  const sorted = seen.toSorted(compareEntries).map(nameOf);
  assert.deepEqual(names, order === 'ascending' ? sorted : sorted.reverse(), 'in order');
  assert.equal(new Set(names).size, names.length, 'none twice');
  assert.deepEqual(
    [...stay].filter((name) => !names.includes(name)),
    [],
    'all that stayed',
  );
  assert.ok(stay.size > 5 && seen.length > 12, 'enough to see');
}
