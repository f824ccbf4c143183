// Calls over a network that loses every fourth datagram each way.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createVirtualClock } from '../../../test/support/virtual-clock.ts';
import { planTo, routeTo, SDP, startAgent } from './two-agents.fixture.ts';
import { createSeededRandom, createVirtualNetwork } from './virtual-network.fixture.ts';

const CALLS = 300;

test('300 of 300 calls are set up and ended while a quarter of all datagrams is lost', async () => {
  const clock = createVirtualClock();
  const random = createSeededRandom(7);
  const network = createVirtualNetwork(clock, random);
  const options = { clock, openUdp: network.open, random };
  const [caller, callee] = [await startAgent(options), await startAgent(options)];
  network.loss = 0.25;
  const ends = { caller: 0, callee: 0, accepted: 0, failed: 0 };
  callee.onInvite((call) => {
    call.ring();
    call.accept(SDP);
    call.onEvent((event) => {
      if (event.is === 'ended') ends.callee += 1;
    });
  });
  for (let index = 0; index < CALLS; index++) {
    const call = caller.invite(planTo(routeTo(callee), { attemptMs: 40_000, ringMs: 120_000 }));
    call.onEvent((event) => {
      if (event.is === 'failed') ends.failed += 1;
      if (event.is === 'ended') ends.caller += 1;
      if (event.is !== 'accepted') return;
      ends.accepted += 1;
      clock.at(clock.now() + 20_000_000, () => call.hangup());
    });
  }
  await clock.runTo(200_000_000);
  assert.deepEqual(ends, { caller: CALLS, callee: CALLS, accepted: CALLS, failed: 0 });
  assert.ok(network.lost > CALLS);
  assert.equal(caller.counts.calls + callee.counts.calls, 0, 'nothing is left of them');
  assert.equal(caller.counts.transactions + callee.counts.transactions, 0);
  assert.equal(caller.counts.lingering + callee.counts.lingering, 0);
  await Promise.all([caller.close(), callee.close()]);
});
