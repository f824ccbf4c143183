// What users of the official TypeScript SDKs rely on beside the methods: classes of errors, waiting when told so, signatures.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Newest from 'retell-sdk';
import Nearest from 'retell-sdk-contract';
import { createApiKey } from '../../src/resources/api-key/index.ts';
import { sign } from '../../src/resources/webhook/index.ts';
import { testServer } from '../support/http.ts';
import { startWitness } from './sdk/witness.ts';

const SDKS = [
  ['5.13.0', Nearest],
  ['5.66.1', Newest as unknown as typeof Nearest],
] as const;

for (const [version, Sdk] of SDKS) {
  test(`retell-sdk ${version}: errors reach users as the classes they catch`, async (t) => {
    const server = await testServer(t);
    const witness = await startWitness(t, server.url);
    const options = { apiKey: server.key, baseURL: witness.url, maxRetries: 0 };
    const client = new Sdk(options);
    const deps = { db: server.database.db, envelope: server.envelope, now: () => server.clock.now };
    const reader = await createApiKey(deps, {
      workspaceId: server.workspaceId,
      name: 'reader',
      permissions: {},
    });
    await assert.rejects(new Sdk({ ...options, apiKey: 'key_wrong' }).voice.list(), Sdk.AuthenticationError);
    await assert.rejects(new Sdk({ ...options, apiKey: reader.key }).voice.list(), Sdk.PermissionDeniedError);
    await assert.rejects(client.llm.create({ general_tools: [{ type: 'end_call', name: 'no blanks' }] }), (error) => {
      assert.ok(error instanceof Sdk.BadRequestError);
      assert.match(error.message, /^400 .*general_tools\[0\]\.name/);
      return true;
    });
    for (const unknown of ['agent_unknown', 'a/b c'])
      await assert.rejects(client.agent.retrieve(unknown), Sdk.UnprocessableEntityError);
    await assert.rejects(client.conversationFlow.retrieve('conversation_flow_unknown'), Sdk.NotFoundError);
    await server.app.close();
    await assert.rejects(client.voice.list(), Sdk.APIConnectionError);
    assert.deepEqual(witness.faults, []);
  });

  test(`retell-sdk ${version}: a throttled client waits as long as it is told to, and then is served`, async (t) => {
    const rateLimits = { call: 9, 'call-error': 9, list: 1, general: 9, 'llm-playground': 9 };
    const server = await testServer(t, { http: { rateLimits } });
    const witness = await startWitness(t, server.url, ({ status }) => {
      if (status === 429) server.clock.now += 10_000;
    });
    const client = new Sdk({ apiKey: server.key, baseURL: witness.url });
    server.clock.now = 1_900_000_000_000;
    await client.voice.list();
    server.clock.now += 3_000;
    const waits: number[] = [];
    const real = globalThis.setTimeout;
    // Seven seconds of nobody but the SDK: they pass at once.
    t.mock.method(globalThis, 'setTimeout', (run: (...values: unknown[]) => void, ms?: number, ...rest: unknown[]) =>
      ms === 7_000 ? (waits.push(ms), real(run, 0)) : real(run, ms, ...rest),
    );
    assert.ok((await client.voice.list()).length > 0);
    assert.deepEqual(waits, [7_000]);
    assert.deepEqual(
      witness.seen.map(({ status, attempt }) => [status, attempt]),
      [
        [200, 0],
        [429, 0],
        [200, 1],
      ],
    );
    assert.deepEqual(witness.faults, []);
    await assert.rejects(client.voice.list({ maxRetries: 0 }), Sdk.RateLimitError);
  });
}

test('both SDKs accept our webhook signature and refuse a changed byte', async (t) => {
  const server = await testServer(t);
  const deps = { db: server.database.db, envelope: server.envelope, now: Date.now };
  const { key } = await createApiKey(deps, { workspaceId: server.workspaceId, name: 'another' });
  const body = JSON.stringify({
    event: 'call_ended',
    call: { call_id: 'call_1', transcript: 'Agent: grüß dich / 👋\n' },
  });
  const signature = sign(body, key, Date.now());
  for (const [, Sdk] of SDKS) {
    assert.equal(await Sdk.verify(body, key, signature), true);
    assert.equal(await Sdk.verify(body.replace('call_1', 'call_2'), key, signature), false);
    assert.equal(await Sdk.verify(body, server.key, signature), false);
    assert.equal(await Sdk.verify(body, key, sign(body, key, Date.now() - 6 * 60_000)), false, 'too old');
  }
});
