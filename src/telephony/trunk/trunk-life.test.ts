import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handTrunks, trunkTo } from '../../../test/support/sip-edges.ts';
import { createVirtualClock } from '../../../test/support/virtual-clock.ts';
import { silentLog } from '../../interfaces/log.ts';
import type { SipUserAgent } from '../sip/sip-call.ts';
import { createSipTimers } from '../sip/sip-timers.ts';
import { keepRegistered } from './registration.ts';
import { createTrunkLife } from './trunk-life.ts';

const SECOND = 1_000_000;

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

test('a registration is refreshed before it ends, for as long as the registrar grants, and by the next one when it is away', async () => {
  const clock = createVirtualClock();
  const asked: string[] = [];
  let down = '';
  const request: SipUserAgent['request'] = async ({ route, headers }) => {
    const { host } = route.target;
    asked.push(`${clock.now() / SECOND} ${host} ${headers.find(({ name }) => name === 'Expires')?.value}`);
    const granted = [{ name: 'Contact', value: '<sip:ada@192.0.2.9>;expires=100' }];
    const status = host === down ? 503 : 200;
    return { is: 'response', status, reason: '', headers: status === 200 ? granted : [], body: Buffer.alloc(0) };
  };
  const trunk = trunkTo('second.example', {
    credentials: { username: 'ada', password: 'x' },
    registration: { registrar: 'first.example', expiresS: 300 },
  });
  const timers = createSipTimers(clock);
  const registration = keepRegistered(trunk, { agent: { request }, timers, wallClock: () => 0, log: silentLog });
  await clock.runTo(85 * SECOND);
  assert.deepEqual([registration.state.state, registration.state.until], ['registered', 100_000]);
  down = 'first.example';
  await clock.runTo(165 * SECOND);
  assert.equal(registration.state.state, 'registered');
  down = 'second.example';
  await clock.runTo(245 * SECOND);
  await registration.close();
  assert.deepEqual(asked, [
    '0 first.example 300',
    '80 first.example 300',
    '160 first.example 300',
    '160 second.example 300',
    '240 second.example 300',
    // After a round of all of them there is a pause.
    '245 first.example 300',
    '245 first.example 0',
  ]);
});
