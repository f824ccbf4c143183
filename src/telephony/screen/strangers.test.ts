import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../interfaces/log.ts';
import { createStrangers } from './strangers.ts';

function scene() {
  const clock = { nowMs: 1e6 };
  const timers = { nowMs: () => clock.nowMs, after: () => () => {} };
  return { clock, strangers: createStrangers({ timers, log: silentLog }) };
}

test('of what strangers dial nothing but numbers is kept', () => {
  const { strangers } = scene();
  for (const dialled of ['\0', `+${'1'.repeat(5_000)}`, '\ud800', "1' or 1=1", null, '+14155550199'])
    strangers.knocked('192.0.2.1', 'INVITE', dialled);
  const [last] = strangers.callers();
  assert.equal(last?.dialled, '+14155550199');
  strangers.knocked('192.0.2.1', 'INVITE', '\0');
  assert.equal(strangers.callers()[0]?.dialled, null);
});

test('who has proven itself is shut out by its own wrong passwords alone, and for three days', () => {
  const { clock, strangers } = scene();
  const flood = () => {
    for (let n = 0; n < 40; n++) {
      strangers.knocked('192.0.2.1', 'INVITE', null);
      strangers.garbled('192.0.2.1');
    }
    return strangers.isBlocked('192.0.2.1');
  };
  strangers.proved('192.0.2.1');
  assert.equal(flood(), false);
  for (let n = 0; n < 10; n++) strangers.guessed('192.0.2.1');
  assert.equal(strangers.isBlocked('192.0.2.1'), true);
  clock.nowMs += 3 * 24 * 3_600_000;
  assert.equal(strangers.isBlocked('192.0.2.1'), false);
  assert.equal(flood(), true);
});
