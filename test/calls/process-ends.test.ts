// Every way a call's processes can end: the call ends once, with its transcript, recording, reason and webhooks.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { isEvent, joinAs, QUESTION } from '../support/caller.ts';
import { fetchRecording, level } from '../support/recording.ts';
import { webhookReceiver } from '../support/webhook-receiver.ts';
import { fileScope } from '../support/scope.ts';
import { wholeServer, type WholeServer } from '../support/whole-server.ts';

test('a call survives kill -9 of the server as an ended call with what was said', async (t) => {
  const hooks = await webhookReceiver(t);
  const server = await wholeServer(t);
  await server.ready();
  const { agent_id } = await server.makeAgent({ agent: { webhook_url: hooks.url } });
  const { call_id, access_token } = await server.createWebCall(agent_id);
  const caller = await joinAs(t, server.url, access_token);
  await caller.message(isEvent('agent_stop_talking'));
  await caller.sayFile(QUESTION);
  // The agent's answer takes longer than the quarter of a second that events may be behind.
  await caller.message(isEvent('agent_stop_talking'), caller.messages.length);
  await hooks.next('call_started');
  const toldBefore = caller.messages.findLast(isEvent('update'))?.['transcript'] as { role: string; content: string }[];

  await server.process.kill();
  await server.restart();

  const ended = await hooks.next('call_ended');
  assert.equal(ended.call['disconnection_reason'], 'error_retell');
  assert.equal(ended.call['call_status'], 'error');
  const analyzed = await hooks.next('call_analyzed');
  assert.equal(analyzed.call['call_id'], call_id);
  const call = await server.api('GET', `/v2/get-call/${call_id}`);
  assert.match(call['transcript'], /Anna/);
  assert.match(call['transcript'], /^Agent: Hello! I am the scripted guide/);
  assert.ok(toldBefore.length >= 2);
  const recording = await fetchRecording(call['recording_multi_channel_url']);
  assert.ok(recording.seconds > 5, `the recording so far has ${recording.seconds} s`);
  assert.ok(level(recording, recording.channels[1] as Int16Array) > 0.005, 'the greeting is in it');
  assert.deepEqual(
    hooks.received.map(({ event }) => event),
    ['call_started', 'call_ended', 'call_analyzed'],
    'each once',
  );
});

test('SIGTERM lets a sentence come to its end and ends running calls with their records before the process ends', async (t) => {
  const hooks = await webhookReceiver(t);
  const server = await wholeServer(t);
  await server.ready();
  const begin_message = 'The number is one two three four five.';
  const { agent_id } = await server.makeAgent({ agent: { webhook_url: hooks.url }, llm: { begin_message } });
  const { call_id, access_token } = await server.createWebCall(agent_id);
  const caller = await joinAs(t, server.url, access_token);
  await caller.message(isEvent('agent_start_talking'));

  assert.equal(await server.process.stop(), 0);
  assert.equal((await caller.client.ended).by, 'server');

  await server.restart();
  const call = await server.api('GET', `/v2/get-call/${call_id}`);
  assert.equal(call['call_status'], 'error');
  assert.equal(call['disconnection_reason'], 'error_retell');
  assert.equal(call['transcript'], `Agent: ${begin_message}\n`, 'the sentence came to its end');
  assert.equal((await hooks.next('call_ended')).call['call_id'], call_id);
  const log = await (await fetch(call['public_log_url'])).text();
  assert.match(log, /call ended: error_retell \(the server was shut down\)/);
});

// Both wait for the clock of the real program, so they wait together.
describe('clients that are not there', { concurrency: 2 }, () => {
  const scope = fileScope();
  let server: WholeServer;
  before(async () => {
    server = await wholeServer(scope);
    await server.ready();
  });

  test('a killed client ends its call as a hang-up, once it has not come back in time', async (t) => {
    const { agent_id } = await server.makeAgent();
    const { call_id, access_token } = await server.createWebCall(agent_id);
    const caller = await joinAs(t, server.url, access_token);
    await caller.message(isEvent('agent_start_talking'));

    await caller.client.kill();

    const call = await server.untilCall(call_id, ({ call_status }) => call_status !== 'ongoing');
    assert.equal(call['call_status'], 'ended');
    assert.equal(call['disconnection_reason'], 'user_hangup');
  });

  test('a call that nobody joins ends after 30 s as error_user_not_joined, and its token opens nothing any more', async (t) => {
    const hooks = await webhookReceiver(t);
    const { agent_id } = await server.makeAgent({ agent: { webhook_url: hooks.url } });
    const { call_id, access_token } = await server.createWebCall(agent_id);

    const ended = await hooks.next('call_ended');
    assert.equal(ended.call['call_id'], call_id);
    assert.equal(ended.call['call_status'], 'error');
    assert.equal(ended.call['disconnection_reason'], 'error_user_not_joined');
    assert.equal(ended.call['start_timestamp'], undefined);
    const refused = await fetch(`${server.url}/rtc/validate?access_token=${access_token}`);
    assert.equal(refused.status, 401);
    await assert.rejects(joinAs(t, server.url, access_token));
  });
});
