// What only time does to calls: session timers and patience, on a clock that the test moves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createVirtualClock } from '../../../test/support/virtual-clock.ts';
import type { SipCall, SipCallEvent } from './sip-call.ts';
import { planTo, routeTo, SDP, startAgent } from './two-agents.fixture.ts';
import { createVirtualNetwork } from './virtual-network.fixture.ts';
import type { SipUserAgentOptions } from './user-agent-options.ts';

const second = 1_000_000;

async function scene(callerOptions: Partial<SipUserAgentOptions>, calleeOptions: Partial<SipUserAgentOptions>) {
  const clock = createVirtualClock();
  const network = createVirtualNetwork(clock, () => 0.5);
  const options = { clock, openUdp: network.open };
  const caller = await startAgent({ ...options, ...callerOptions });
  const callee = await startAgent({ ...options, ...calleeOptions });
  const methods: string[] = [];
  for (const agent of [caller, callee]) {
    agent.watch(({ sent, message }) => {
      if (sent && message.is === 'request') methods.push(`${agent === caller ? 'caller' : 'callee'} ${message.method}`);
    });
  }
  const events: { of: string; event: SipCallEvent }[] = [];
  const hear = (of: string, call: SipCall) => call.onEvent((event) => events.push({ of, event }));
  callee.onInvite((call) => {
    call.accept(SDP);
    hear('callee', call);
  });
  const call = caller.invite(planTo(routeTo(callee)));
  hear('caller', call);
  await clock.runTo(second);
  return { clock, network, caller, callee, call, methods, events };
}

test('the caller refreshes at half of the interval it asked for, by UPDATE', async () => {
  const { clock, caller, callee, methods, events } = await scene({ sessionExpiresS: 200 }, {});
  await clock.runTo(250 * second);
  assert.deepEqual(methods, ['caller INVITE', 'caller ACK', 'caller UPDATE', 'caller UPDATE']);
  assert.ok(!events.some(({ event }) => event.is === 'ended'));
  await closeBoth(clock, caller, callee);
});

test('who was called refreshes where the caller knows session timers and wants none', async () => {
  const { clock, caller, callee, methods } = await scene({}, { sessionExpiresS: 200 });
  await clock.runTo(150 * second);
  assert.deepEqual(methods, ['caller INVITE', 'caller ACK', 'callee UPDATE']);
  await closeBoth(clock, caller, callee);
});

test('a far side that went away is noticed by both kinds of side, and the call ended as lost', async () => {
  const { clock, network, caller, callee, events } = await scene({ sessionExpiresS: 200 }, {});
  network.loss = 1;
  await clock.runTo(300 * second);
  const ends = events.flatMap(({ of, event }) => (event.is === 'ended' ? [[of, event.by, event.detail]] : []));
  assert.deepEqual(ends, [
    ['caller', 'lost', 'refresh got 408'],
    ['callee', 'lost', 'session expired'],
  ]);
  await closeBoth(clock, caller, callee);
});

test('a lost ACK is made good by the repeated 200; without any the call ends after 64*T1', async () => {
  const clock = createVirtualClock();
  const network = createVirtualNetwork(clock, () => 0.5);
  const [caller, callee] = [
    await startAgent({ clock, openUdp: network.open }),
    await startAgent({ clock, openUdp: network.open }),
  ];
  const ended: string[] = [];
  caller.watch(({ message }) => {
    if (message.is === 'request' && message.method === 'ACK') network.loss = 1;
  });
  callee.onInvite((call) => {
    call.accept(SDP);
    call.onEvent((event) => {
      if (event.is === 'ended') ended.push(`${clock.now() / second} ${event.detail}`);
    });
  });
  caller.invite(planTo(routeTo(callee)));
  await clock.runTo(40 * second);
  assert.equal(ended.length, 1);
  assert.match(ended[0]!, /^32\.0\d* no ACK$/);
  await closeBoth(clock, caller, callee);
});

test('a REFER that is not answered, or is taken and never told of, is over after its time', async () => {
  const { clock, network, caller, callee, call, events } = await scene({}, {});
  const signal = new AbortController().signal;
  const told: string[] = [];
  const refer = () =>
    void call
      .refer('sip:+1@x', {}, signal)
      .then((status) => told.push(`${status} ${Math.floor(clock.now() / second)}`));
  refer();
  await clock.runTo(2 * second);
  const asked = events.find(({ event }) => event.is === 'refer')?.event as SipCallEvent & { is: 'refer' };
  asked.notify(100, 'Trying');
  await clock.runTo(200 * second);
  assert.deepEqual(told, ['408 182']);
  network.loss = 1;
  refer();
  await clock.runTo(240 * second);
  assert.deepEqual(told, ['408 182', '408 232']);
  await closeBoth(clock, caller, callee);
});

async function closeBoth(
  clock: { now(): number; runTo(time: number): Promise<void> },
  ...agents: { close(): Promise<void> }[]
) {
  const closed = Promise.all(agents.map((agent) => agent.close()));
  await clock.runTo(clock.now() + 3 * second);
  await closed;
}
