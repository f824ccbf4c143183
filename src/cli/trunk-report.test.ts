import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trunkLines, trunkTestLines } from './trunk-report.ts';

test('each step says what was found, and below it what to do', () => {
  const lines = trunkTestLines({
    ok: false,
    steps: [
      { step: 'resolve', target: null, result: 'ok', found: 'It is there.', advice: null },
      { step: 'options', target: null, result: 'failed', found: 'No answer.', advice: 'Check the port.' },
    ],
  });
  assert.match(lines[1] ?? '', /^WRONG +options +No answer\.$/);
  assert.match(lines[2] ?? '', /-> Check the port\.$/);
  assert.equal(lines.at(-1), 'Wrong: 1.');
});

test('a server without SIP still lists its trunks', () => {
  const trunk = { sip_trunk_id: 'sip_trunk_1', name: 'Desk', targets: [{ uri: 'sip.example.com' }], health: null };
  assert.deepEqual(trunkLines([{ ...trunk, last_modification_timestamp: 0 }]), [
    'sip_trunk_1  Desk',
    '  sip.example.com: unknown',
  ]);
  assert.deepEqual(trunkLines([]), ['There are no SIP trunks.']);
});
