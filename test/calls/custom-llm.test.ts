// A whole call with a custom LLM, with real sound both ways: the program greets, answers, tells the page, and hangs up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Retell from 'retell-sdk';
import { isEvent, joinAs, QUESTION } from '../support/caller.ts';
import { startCustomLlmPeer, type PeerFrame } from '../support/custom-llm-peer.ts';
import { wholeServer } from '../support/whole-server.ts';

test('a web call is carried by a program behind a socket', async (t) => {
  const peer = await startCustomLlmPeer(t, ({ raw, send }) => {
    raw.on('message', (data) => {
      const { interaction_type, timestamp } = JSON.parse(String(data)) as PeerFrame;
      if (interaction_type === 'ping_pong') send({ response_type: 'ping_pong', timestamp });
    });
  });
  const server = await wholeServer(t);
  await server.ready();
  const client = new Retell({ apiKey: server.key, baseURL: server.url });
  const { agent_id } = await client.agent.create({
    voice_id: 'local-Joe',
    response_engine: { type: 'custom-llm', llm_websocket_url: `${peer.url}/talk` },
  });
  const { call_id, access_token } = await server.createWebCall(agent_id, { metadata: { customer: 'c1' } });
  const joining = joinAs(t, server.url, access_token);
  const socket = await peer.accept();
  assert.equal(socket.path, `/talk/${call_id}`);
  const config = { auto_reconnect: true, call_details: true, transcript_with_tool_calls: true };
  socket.send({ response_type: 'config', config });
  const { call } = await socket.next('call_details');
  assert.deepEqual([call?.['call_id'], call?.['call_status']], [call_id, 'registered']);
  assert.deepEqual(call?.['metadata'], { customer: 'c1' });
  socket.say(0, 'Hello.');
  const caller = await joining;
  await caller.hears(0.3);
  await caller.sayFile(QUESTION);

  // The question may be taken for two turns; the newest id is the one to answer.
  let question = await socket.next('response_required');
  while (!/ring/i.test(question.transcript?.at(-1)?.content ?? '')) question = await socket.next('response_required');
  socket.send({ response_type: 'metadata', metadata: { heard: true } });
  socket.say(question.response_id!, 'It talks on your phone. Goodbye.', true, { end_call: true });
  assert.deepEqual((await caller.message(isEvent('metadata')))['metadata'], { heard: true });

  const record = await server.untilCall(call_id, ({ call_status }) => call_status === 'ended');
  assert.equal(record['disconnection_reason'], 'agent_hangup');
  const items = record['transcript_object'] as { role: string; content: string; metadata?: object }[];
  assert.match(items.at(-1)!.content, /Goodbye\.$/);
  assert.deepEqual(items.at(-1)!.metadata, { response_id: question.response_id });
  const latency = record['latency'] as Record<string, { num: number } | undefined>;
  assert.ok(latency['llm_websocket_network_rtt']!.num >= 1);
  assert.ok(latency['llm']!.num >= 1);
  assert.equal((await socket.closed).code, 1000);
});
