// Two user agents that leave at the same moment, with a call between them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hear, nextCall, planTo, routeTo, SDP, startAgent } from './two-agents.fixture.ts';

for (const stage of ['asked', 'ringing', 'accepted'] as const)
  test(`each hears the last word of the other, also when both leave at once: ${stage}`, async () => {
    const [a, b] = [await startAgent(), await startAgent()];
    const coming = nextCall(b);
    const heard = hear(a.invite(planTo(routeTo(b))));
    const { call } = await coming;
    const there = hear(call);
    if (stage === 'ringing') call.ring();
    if (stage === 'accepted') call.accept(SDP);
    if (stage !== 'asked') await heard.next(stage);
    await Promise.all([a.close(), b.close()]);
    assert.deepEqual([a.counts.calls, b.counts.calls], [0, 0], 'nobody had to be given up');
    const end = stage === 'accepted' ? 'ended' : 'failed';
    assert.equal(heard.all.at(-1)?.is, end);
    assert.equal(there.all.at(-1)?.is, end);
  });
