import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCsv } from '../csv/index.ts';
import { BatchTableError, readBatchTable } from './read-batch-table.ts';

const read = (lines: string[], agentId?: string) =>
  readBatchTable(readCsv([lines.join('\n')]), { isNumber: (text) => /^\+\d{8,15}$/.test(text), agentId });

test('named columns are what they say, and all others are variables', async () => {
  const { tasks, faults } = await read([
    '\uFEFFPhone Number,ignore_e164_validation,override agent id,Override Agent Version,metadata,custom_sip_headers,first name,city',
    '+14155550100,,agent_1,3,"{""row"":1}","{""X-A"":""b""}",Ada,',
    '4711,true,,latest,,,"Jane, J.",Rome',
  ]);
  assert.deepEqual(faults, []);
  assert.deepEqual(tasks, [
    {
      to_number: '+14155550100',
      override_agent_id: 'agent_1',
      override_agent_version: 3,
      retell_llm_dynamic_variables: { 'first name': 'Ada' },
      metadata: { row: 1 },
      custom_sip_headers: { 'X-A': 'b' },
    },
    {
      to_number: '4711',
      ignore_e164_validation: true,
      override_agent_version: 'latest',
      retell_llm_dynamic_variables: { 'first name': 'Jane, J.', city: 'Rome' },
    },
  ]);
});

test('an agent for all gives way to that of a row', async () => {
  const { tasks } = await read(['phone number,override agent id', '+14155550100,', '+14155550101,agent_2'], 'agent_1');
  assert.deepEqual(
    tasks.map((task) => task.override_agent_id),
    ['agent_1', 'agent_2'],
  );
});

test('bad rows are told by their place, and the others stay', async () => {
  const { tasks, faults } = await read([
    'phone number,ignore e164 validation,metadata,custom_sip_headers',
    '+14155550100,,,',
    '0199,,,',
    '+14155550101,perhaps,,',
    '',
    '+14155550102,,{,',
    '+14155550103,,[1],',
    '+14155550104,,,"{""X-A"":1}"',
    '+14155550100,,,',
    ',,"{}",',
    '+14155550105,,,,surplus',
    '+14155550106,,\uFFFD,',
    '+14155550107',
  ]);
  assert.deepEqual(
    tasks.map((task) => task.to_number),
    ['+14155550100', '+14155550107'],
  );
  const words = [
    [3, /E\.164/],
    [4, /true or false/],
    [6, /metadata is not JSON/],
    [7, /JSON object/],
    [8, /"X-A" is no text/],
    [9, /row 2 already/],
    [10, /no phone number/],
    [11, /Value 5 has no column/],
    [12, /not UTF-8/],
  ] as const;
  assert.equal(faults.length, words.length);
  for (const [i, [row, why]] of words.entries()) {
    assert.equal(faults[i]?.row, row);
    assert.match(faults[i]?.why ?? '', why);
  }
});

test('tables whose headers cannot be right are refused', async () => {
  for (const [lines, why] of [
    [[''], /empty/],
    [['name,city', 'Ada,Rome'], /no column "phone number"/],
    [['phone number,Phone_Number', '1,2'], /Two columns/],
    [['phone number,a,a', '1,2,3'], /Two columns/],
    [['\ufffd\ufffd\x11\ufffd'], /no table as text/],
  ] as const)
    await assert.rejects(read([...lines]), (error) => error instanceof BatchTableError && why.test(error.message));
});
