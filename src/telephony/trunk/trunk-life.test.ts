import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handTrunks, trunkTo } from '../../../test/support/sip-edges.ts';
import { createVirtualClock } from '../../../test/support/virtual-clock.ts';
import { silentLog } from '../../interfaces/log.ts';
import { createSipTimers } from '../sip/sip-timers.ts';
import { createTrunkLife } from './trunk-life.ts';

test('signs of life of many trunks are not asked for at the same moment, at first and later', async () => {
  const clock = createVirtualClock();
  const atUs: number[] = [];
  const request = async () => {
    atUs.push(clock.now());
    return { is: 'response' as const, status: 200, reason: 'OK', headers: [], body: Buffer.alloc(0) };
  };
  const directory = handTrunks();
  directory.set([1, 2, 3, 4, 5].map((n) => trunkTo(`192.0.2.${n}`, { healthEveryS: 60 })));
  let turn = 0;
  const life = createTrunkLife({
    ...{ agent: { request }, directory, timers: createSipTimers(clock), wallClock: () => 0, log: silentLog },
    leases: null,
    random: () => (turn++ % 5) / 5,
  });
  await clock.runTo(50_000_000);
  assert.equal(new Set(atUs).size, 5);
  await clock.runTo(80_000_000);
  assert.equal(atUs.length, 10);
  const later = atUs.slice(5);
  assert.ok(Math.max(...later) - Math.min(...later) > 5_000_000, 'they part further');
  await life.close();
});
