// Settings of the workspace: kept, checked, obeyed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../support/http.ts';

test('settings are read, changed one by one, and others stay', async (t) => {
  const server = await testServer(t);
  const first = (await server.send('GET', '/get-organization')).json;
  assert.equal(first.org_id, server.workspaceId);
  assert.deepEqual(first.webhook_urls, []);
  assert.deepEqual(first.cps_config, { twilio: 1, telnyx: 1, custom: 1 });
  const change = {
    org_name: 'Bells & Co',
    webhook_urls: [{ url: 'https://a.example/hook' }, { url: 'https://b.example/{{tenant}}', timeout_ms: 3000 }],
    cps_config: { telnyx: 9 },
  };
  const changed = (await server.send('PATCH', '/update-organization', change)).json;
  assert.deepEqual(changed.webhook_urls, [{ ...change.webhook_urls[0], timeout_ms: 10_000 }, change.webhook_urls[1]]);
  assert.deepEqual(changed.cps_config, { twilio: 1, telnyx: 9, custom: 1 });
  const again = (await server.send('PATCH', '/update-organization', { outage_mode_enabled: true })).json;
  assert.deepEqual(again, { ...changed, outage_mode_enabled: true });
  assert.deepEqual((await server.send('GET', '/get-organization')).json, again);
});

test('a new limit holds for the next call', async (t) => {
  const server = await testServer(t);
  const llm = await server.send('POST', '/create-retell-llm', {});
  const response_engine = { type: 'retell-llm', llm_id: llm.json.llm_id };
  const { agent_id } = (await server.send('POST', '/create-agent', { voice_id: '11labs-Adrian', response_engine }))
    .json;
  await server.send('PATCH', '/update-organization', { concurrency: 1 });
  assert.equal((await server.send('POST', '/v2/create-web-call', { agent_id })).status, 201);
  assert.equal((await server.send('POST', '/v2/create-web-call', { agent_id })).status, 429);
  assert.equal((await server.send('GET', '/get-concurrency')).json.concurrency_limit, 1);
});

test('settings that cannot be are refused with their place', async (t) => {
  const server = await testServer(t);
  const cases: [object, RegExp][] = [
    [{ webhook_urls: [{ url: 'gopher://x' }] }, /webhook_urls\[0\]\.url: expected an http/],
    [{ webhook_urls: [{ url: 'https://x.example', timeout_ms: 5 }] }, /webhook_urls\[0\]\.timeout_ms/],
    [{ cps_config: { twilio: 0 } }, /cps_config\.twilio: expected at least 1/],
    [
      { concurrency: 5, reserved_inbound_concurrency: 6 },
      /reserved_inbound_concurrency: expected at most the limit of 5/,
    ],
    [{ org_name: '' }, /org_name/],
  ];
  for (const [body, message] of cases) {
    const { status, json } = await server.send('PATCH', '/update-organization', body);
    assert.equal(status, 400);
    assert.match(json.message, message);
  }
});
