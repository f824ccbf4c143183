import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPeople, tasksOf } from './people.ts';

const table = 'Name;Mobile;Note\nAda;+14155550100;x\nBob;0171 55;y\nEve;+14155550100;z\nMax;+14155550101;n;more\n';

test('columns have meanings that fit, and become variables under the names that were given', async () => {
  const people = await readPeople([table]);
  assert.deepEqual(
    people.columns.map(({ means }) => means),
    ['variable', 'phone number', 'variable'],
  );
  people.columns[0]!.name = 'first_name';
  people.columns[2]!.means = 'nothing';
  const { tasks, faults } = await tasksOf(people, 'agent_1');
  assert.deepEqual(tasks, [
    { to_number: '+14155550100', override_agent_id: 'agent_1', retell_llm_dynamic_variables: { first_name: 'Ada' } },
  ]);
  assert.deepEqual(
    faults.map(({ row }) => row),
    [3, 4, 5],
  );
  assert.match(faults[1]!.why, /stands in row 2 already/);
});

test('a table without rows, or with two columns of one meaning, is told', async () => {
  await assert.rejects(readPeople(['']), /empty/);
  await assert.rejects(readPeople(['phone number\n']), /no row behind it/);
  await assert.rejects(readPeople([Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0])]), /CSV UTF-8/);
  const people = await readPeople([table]);
  people.columns[0]!.means = 'phone number';
  await assert.rejects(tasksOf(people, undefined), /Two columns/);
});
