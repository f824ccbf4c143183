// Two user agents of ours over real sockets.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hear, nextCall, planTo, routeTo, SDP, startAgent } from './two-agents.fixture.ts';

test('a call is answered, and ended by its caller', async () => {
  const [caller, callee] = [await startAgent(), await startAgent()];
  try {
    const came = nextCall(callee);
    const out = caller.invite(planTo(routeTo(callee)));
    const heard = hear(out);
    const { call } = await came;
    const inner = hear(call);
    call.ring();
    assert.equal((await heard.next('ringing')).status, 180);
    call.accept(SDP);
    assert.equal((await heard.next('accepted')).sdp, SDP);
    assert.equal((await inner.next('confirmed')).sdp, null);
    out.hangup();
    assert.equal((await heard.next('ended')).by, 'us');
    assert.equal((await inner.next('ended')).by, 'peer');
    assert.equal(call.id, out.id);
  } finally {
    await Promise.all([caller.close(), callee.close()]);
  }
  assert.equal(caller.counts.calls + callee.counts.calls, 0);
});

test('a call is ended by who was called', async () => {
  const [caller, callee] = [await startAgent(), await startAgent()];
  try {
    callee.onInvite((call) => {
      call.accept(SDP);
      call.onEvent((event) => event.is === 'confirmed' && call.hangup());
    });
    const heard = hear(caller.invite(planTo(routeTo(callee))));
    assert.equal((await heard.next('ended')).by, 'peer');
  } finally {
    await Promise.all([caller.close(), callee.close()]);
  }
});

test('a caller who hangs up while it rings cancels', async () => {
  const [caller, callee] = [await startAgent(), await startAgent()];
  try {
    const came = nextCall(callee);
    const out = caller.invite(planTo(routeTo(callee)));
    const heard = hear(out);
    const { call } = await came;
    const inner = hear(call);
    call.ring();
    await heard.next('ringing');
    out.hangup();
    assert.deepEqual(
      { ...(await heard.next('failed')), message: null },
      {
        ...{ is: 'failed', status: 487, reason: 'Cancelled', message: null, by: 'us' },
      },
    );
    const failed = await inner.next('failed');
    assert.equal(failed.by, 'peer');
    assert.equal(failed.status, 487);
  } finally {
    await Promise.all([caller.close(), callee.close()]);
  }
});

test('a refusal is told with its status', async () => {
  const [caller, callee] = [await startAgent(), await startAgent()];
  try {
    callee.onInvite((call) => call.reject(486, 'On the phone'));
    const failed = await hear(caller.invite(planTo(routeTo(callee)))).next('failed');
    assert.equal(failed.status, 486);
    assert.equal(failed.reason, 'On the phone');
    assert.equal(failed.by, 'peer');
  } finally {
    await Promise.all([caller.close(), callee.close()]);
  }
});
