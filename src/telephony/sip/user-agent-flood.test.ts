// A valid call in the middle of a flood, and what is kept of one.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { test } from 'node:test';
import { newRequest } from './hand-peer.fixture.ts';
import { serialise } from './serialise.ts';
import { hear, planTo, routeTo, SDP, startAgent } from './two-agents.fixture.ts';

test('a valid call completes in the middle of a flood of strangers, garbage and repetitions, of which nothing is kept', async () => {
  const caller = await startAgent();
  const known = caller.listening[0]!.port;
  const callee = await startAgent({
    screen: (source) => (source.port === known ? { ok: true } : { ok: false, answer: null }),
    // All of the flood comes from 127.0.0.1, like the call.
    rates: { strangerPerSecond: 1e6, strangerBurst: 1e6 },
  });
  const socket = createSocket('udp4');
  const port = callee.listening[0]!.port;
  let flooding = true;
  const flood = () => {
    if (!flooding) return;
    for (let index = 0; index < 20; index++) {
      socket.send(serialise(newRequest('INVITE', 5060, { sdp: SDP })), port, '127.0.0.1', () => {});
      socket.send('INVITE sip:x SIP/2.0\r\n\r\n garbage, long enough to be read', port, '127.0.0.1', () => {});
    }
    setImmediate(flood);
  };
  flood();
  try {
    callee.onInvite((call) => call.accept(SDP));
    const call = caller.invite(planTo(routeTo(callee)));
    const heard = hear(call);
    await heard.next('accepted');
    call.hangup();
    await heard.next('ended');
    assert.ok(callee.counts.unanswered > 0 && callee.counts.malformed > 0);
    assert.ok(callee.counts.lingering + callee.counts.transactions < 10);
  } finally {
    flooding = false;
    socket.close();
    await Promise.all([caller.close(), callee.close()]);
  }
});

test('who sends more than allowed is not read', async () => {
  const agent = await startAgent({ rates: { perSecond: 0.001, burst: 3 } });
  const other = await startAgent();
  try {
    const ask = () =>
      other.request({
        method: 'OPTIONS',
        ...{ uri: routeTo(agent).target, from: routeTo(other).target, to: routeTo(agent).target },
        ...{ route: routeTo(agent), headers: [], attemptMs: 50 },
      });
    const statuses = [];
    for (let index = 0; index < 4; index++) statuses.push((await ask()).status);
    assert.deepEqual(statuses, [200, 200, 200, 408]);
    assert.equal(agent.counts.tooMany, 1);
  } finally {
    await Promise.all([agent.close(), other.close()]);
  }
});

test('transactions are bounded: of those that linger the oldest goes', async () => {
  const agent = await startAgent({ mostTransactions: 5 });
  const other = await startAgent();
  try {
    for (let index = 0; index < 12; index++) {
      await other.request({
        method: 'OPTIONS',
        ...{ uri: routeTo(agent).target, from: routeTo(other).target, to: routeTo(agent).target },
        ...{ route: routeTo(agent), headers: [], attemptMs: 1000 },
      });
    }
    assert.equal(agent.counts.lingering, 5);
  } finally {
    await Promise.all([agent.close(), other.close()]);
  }
});
