// The rules of versions and publishing, as one table: each holds for voice and chat agents, on Retell LLMs and on flows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addAgent, addEngine, engineRef, type EngineKind, type TestAgent } from '../support/agents.ts';
import { testServer, type Answer, type TestServer } from '../support/http.ts';

interface World {
  server: TestServer;
  kind: EngineKind;
  channel: 'voice' | 'chat';
  /** Fresh, at version 0. */
  agent: TestAgent;
}

const RULES: Record<string, (world: World) => Promise<void>> = {
  'a new agent is version 0 and a draft': async ({ agent }) => {
    const { json } = await agent.get();
    assert.deepEqual([json.version, json.is_published, json.base_version], [0, false, null]);
    assert.deepEqual(json.response_engine, { ...agent.engine, version: 0 });
  },

  'the version of an engine must be the version of its agent': async ({ agent }) => {
    const wrong = await agent.update({ response_engine: { ...agent.engine, version: 3 } });
    isRefused(wrong, 400, /response_engine\.version: expected the version of the agent, 0, got 3/);
    assert.equal((await agent.update({ response_engine: { ...agent.engine, version: 0 } })).status, 200);
  },

  'publish-agent publishes the draft and makes the next one of agent and engine': async ({ agent }) => {
    await agent.update({ agent_name: 'Jo', version_title: 'First', version_description: 'as it began' });
    const answer = await agent.publish();
    assert.deepEqual([answer.status, answer.text], [200, '']);
    assert.deepEqual(await agent.versions(), [
      [1, false],
      [0, true],
    ]);
    const draft = (await agent.get()).json;
    assert.deepEqual([draft.version, draft.base_version, draft.agent_name], [1, 0, 'Jo']);
    assert.deepEqual([draft.version_title, draft.version_description], [undefined, undefined]);
    assert.deepEqual(draft.response_engine, { ...agent.engine, version: 1 });
    await agent.setPrompt('one');
    assert.deepEqual([await agent.prompt(0), await agent.prompt(1), await agent.prompt()], ['zero', 'one', 'one']);
  },

  'a published engine cannot be changed': async ({ agent, kind }) => {
    await agent.publish();
    const text =
      kind === 'retell-llm' ? /^Cannot update published LLM$/ : /^Cannot update published conversation flow$/;
    isRefused(await agent.setPrompt('x', 0), 400, text);
  },

  'of a published agent only title and description can be changed': async ({ agent }) => {
    await agent.publish();
    isRefused(
      await agent.update({ agent_name: 'x' }, 0),
      422,
      /^Cannot update published agent other than version title$/,
    );
    const { status, json } = await agent.update({ version_title: 'Spring', version_description: 'new words' }, 0);
    assert.deepEqual([status, json.version_title, json.version_description], [200, 'Spring', 'new words']);
  },

  'the engine can be swapped while the agent is version 0, not later': async ({ server, kind, agent }) => {
    const other = engineRef(kind, await addEngine(server, kind));
    assert.deepEqual((await agent.update({ response_engine: other })).json.response_engine, { ...other, version: 0 });
    const path = kind === 'retell-llm' ? 'delete-retell-llm' : 'delete-conversation-flow';
    assert.equal((await server.send('DELETE', `/${path}/${agent.engineId}`)).status, 204, 'the old one is free');
    await agent.publish();
    const third = engineRef(kind, await addEngine(server, kind));
    const late = await agent.update({ response_engine: third });
    isRefused(late, 400, /^Cannot update response engine of agent version > 0$/);
    assert.equal((await agent.update({ response_engine: other })).status, 200, 'the same one is no swap');
  },

  'get-agent without a version gives the latest': async ({ agent }) => {
    await agent.publish();
    assert.equal((await agent.get()).json.version, 1);
    assert.equal((await agent.get('latest')).json.version, 1);
    assert.equal((await agent.get('latest_published')).json.version, 0);
    assert.equal((await agent.get('v0')).json.version, 0);
  },

  'update-agent without a version changes the latest draft, even below a published version': async ({ agent }) => {
    await agent.publish();
    await agent.createVersion(0);
    await agent.publishVersion(2);
    const { json } = await agent.update({ agent_name: 'the draft' });
    assert.deepEqual([json.version, json.agent_name], [1, 'the draft']);
    assert.equal((await agent.setPrompt('of the draft')).json.version, 1, 'and so does an engine');
    assert.equal((await agent.get()).json.version, 2, 'what is read without a version is the latest of all');
  },

  'publish-agent-version publishes in place and makes no draft': async ({ agent }) => {
    const titles = { version_title: 'First', version_description: 'as it began' };
    const answer = await agent.publishVersion(0, titles);
    assert.deepEqual([answer.status, answer.text], [200, '']);
    assert.deepEqual(await agent.versions(), [[0, true]]);
    const { json } = await agent.get(0);
    assert.deepEqual([json.version_title, json.version_description], ['First', 'as it began']);
    assert.equal((await agent.setPrompt('x')).status, 400, 'the engine is published along');
    isRefused(await agent.publish(), 400, /has no draft: version 0 is published/);
    isRefused(await agent.update({ agent_name: 'x' }), 422, /^Cannot update published agent/);
  },

  'publishing a version twice changes its titles alone': async ({ agent }) => {
    await agent.publishVersion(0, { version_title: 'First' });
    assert.equal((await agent.publishVersion(0, { version_description: 'more' })).status, 200);
    const { json } = await agent.get(0);
    assert.deepEqual([json.version_title, json.version_description, json.is_published], ['First', 'more', true]);
  },

  'create-agent-version opens a draft from any version, with its engine': async ({ agent }) => {
    await agent.update({ agent_name: 'zero' });
    await agent.publish();
    await agent.update({ agent_name: 'one' });
    await agent.setPrompt('one');
    const { status, json } = await agent.createVersion(0);
    assert.deepEqual(
      [status, json.version, json.base_version, json.is_published, json.agent_name],
      [201, 2, 0, false, 'zero'],
    );
    assert.deepEqual([await agent.prompt(2), await agent.prompt(1)], ['zero', 'one']);
    assert.equal((await agent.createVersion(1)).json.version, 3, 'several drafts stand side by side');
    assert.equal(await agent.prompt(3), 'one');
  },

  'a new version of an agent that shares its engine is not another agent’s': async ({
    server,
    kind,
    channel,
    agent,
  }) => {
    const other = await addAgent(server, { kind, channel, engineId: agent.engineId });
    await other.publish();
    await other.setPrompt('of the other');
    const { json } = await agent.createVersion(0);
    assert.equal(json.version, 2);
    assert.equal(await agent.prompt(2), 'zero');
  },

  'agents that share an engine publish one after the other': async ({ server, kind, channel, agent }) => {
    const other = await addAgent(server, { kind, channel, engineId: agent.engineId });
    await agent.publish();
    await agent.setPrompt('shared draft');
    assert.equal((await other.publish()).status, 200);
    assert.deepEqual([await other.prompt(0), await other.prompt(1)], ['zero', 'shared draft']);
    assert.equal((await other.setPrompt('still a draft')).status, 200);
  },

  'delete-agent-version takes agent and engine of that version, and its number is not used again': async ({
    agent,
  }) => {
    await agent.publish();
    assert.equal((await agent.deleteVersion(1)).status, 204);
    assert.deepEqual(await agent.versions(), [[0, true]]);
    assert.equal(await agent.prompt(1), undefined);
    assert.equal((await agent.createVersion(0)).json.version, 2);
    isRefused(await agent.get(1), 422, /It has no version 1, the latest is 2/);
  },

  'the only version and a tagged one cannot be deleted': async ({ agent }) => {
    isRefused(await agent.deleteVersion(0), 400, /only one/);
    await agent.publish();
    await agent.setTag('prod', 0);
    isRefused(await agent.deleteVersion(0), 400, /has the tag prod/);
  },

  'a version of an engine that another agent uses stays': async ({ server, kind, channel, agent }) => {
    const other = await addAgent(server, { kind, channel, engineId: agent.engineId });
    await agent.publish();
    await other.publish();
    await agent.deleteVersion(1);
    assert.equal(await other.prompt(1), 'zero');
  },

  'list-agent-versions pages in both orders': async ({ server, agent }) => {
    await agent.publish();
    await agent.createVersion(0);
    const seen = async (order: string): Promise<number[]> => {
      const versions: number[] = [];
      for (let key = ''; ;) {
        const path = `/list-agent-versions/${agent.agentId}?limit=2&sort_order=${order}${key}`;
        const { json } = await server.send('GET', path);
        versions.push(...json.items.map((item: any) => item.version));
        if (!json.has_more) return versions;
        key = `&pagination_key=${json.pagination_key}`;
      }
    };
    assert.deepEqual(await seen('descending'), [2, 1, 0]);
    assert.deepEqual(await seen('ascending'), [0, 1, 2]);
  },

  'a tag names a version, or the latest': async ({ agent }) => {
    await agent.publish();
    assert.equal((await agent.get('prod')).json.version, 1, 'prod and staging are there from the start');
    const { json } = await agent.setTag('prod', 0, { dynamic_variables: { tone: 'formal' } });
    assert.deepEqual(json.tags, { prod: { version: 0, dynamic_variables: { tone: 'formal' } }, staging: {} });
    const tagged = (await agent.get('prod')).json;
    assert.deepEqual([tagged.version, tagged.assigned_tags], [0, ['prod']]);
    await agent.setTag('blue', 0);
    await agent.setTag('prod', 1);
    assert.deepEqual((await agent.get(0)).json.assigned_tags, ['blue']);
    assert.deepEqual((await agent.get(1)).json.assigned_tags, ['prod']);
    await agent.setTag('prod', null);
    assert.deepEqual((await agent.get(1)).json.assigned_tags, []);
    isRefused(await agent.get('green'), 422, /no version with the tag "green"/);
  },

  'a tag is 1 to 20 characters, begins lower-case, and is no version': async ({ agent }) => {
    for (const tag of ['', 'Prod', '1st', 'latest', 'latest_published', 'v7', 'a'.repeat(21), 'a b', 'a\u00e9'])
      isRefused(await agent.setTag(tag), 400, /^Invalid request format, please check API reference\. tag: /);
    for (const tag of ['a', 'vip', 'a'.repeat(20)]) assert.equal((await agent.setTag(tag)).status, 200, tag);
  },

  'an agent has at most ten tags': async ({ agent }) => {
    for (let i = 0; i < 8; i++) assert.equal((await agent.setTag(`tag-${i}`)).status, 200);
    isRefused(await agent.setTag('one-more'), 400, /at most 10 tags/);
    assert.equal((await agent.setTag('tag-3', 0)).status, 200, 'one that is there can be moved');
    assert.equal((await agent.setTag('staging', 0)).status, 200, 'prod and staging count from the start');
  },

  'a removed tag is unknown, prod and staging mean the latest again': async ({ server, agent }) => {
    await agent.publish();
    await agent.setTag('blue', 0);
    await agent.setTag('prod', 0);
    const remove = (tag: string): Promise<Answer> =>
      server.send('DELETE', `/delete-agent-tag/${agent.agentId}?tag=${tag}`);
    assert.deepEqual([(await remove('blue')).status, (await remove('prod')).status], [204, 204]);
    assert.equal((await remove('blue')).status, 422);
    assert.equal((await agent.get('blue')).status, 422);
    assert.equal((await agent.get('prod')).json.version, 1);
    assert.deepEqual((await agent.get(0)).json.assigned_tags, []);
  },

  'deleting an agent takes all versions and tags, and leaves its engine': async ({ server, agent }) => {
    await agent.publish();
    await agent.setTag('blue', 0);
    assert.equal((await agent.delete()).status, 204);
    assert.equal((await agent.get()).status, 422);
    assert.equal((await agent.get('blue')).status, 422);
    assert.equal(await agent.prompt(0), 'zero');
    assert.equal((await server.send('GET', `/get-agent-tags/${agent.agentId}`)).status, 422);
  },

  'an engine in use is deleted only by force': async ({ server, kind, agent }) => {
    const path = kind === 'retell-llm' ? 'delete-retell-llm' : 'delete-conversation-flow';
    const refused = await server.send('DELETE', `/${path}/${agent.engineId}`);
    isRefused(refused, 400, new RegExp(agent.agentId));
    assert.equal((await server.send('DELETE', `/${path}/${agent.engineId}?force_delete=true`)).status, 204);
    assert.equal((await agent.get()).status, 200);
    assert.equal((await agent.publish()).status, 200, 'nor does a missing engine hold up its agent');
  },

  'writers at once take turns: every publish makes its own version': async ({ agent }) => {
    const answers = await Promise.all([
      agent.publish(),
      agent.createVersion(0),
      agent.publish(),
      agent.createVersion(0),
      agent.publish(),
    ]);
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [200, 201, 200, 201, 200],
    );
    const versions = await agent.versions();
    assert.deepEqual(
      versions.map(([version]) => version),
      [5, 4, 3, 2, 1, 0],
    );
    assert.equal(versions.filter(([, isPublished]) => isPublished).length, 3);
    assert.equal(await agent.prompt(5), 'zero');
  },
};

for (const channel of ['voice', 'chat'] as const)
  for (const kind of ['retell-llm', 'conversation-flow'] as const)
    test(`${channel} agents on a ${kind}`, async (t) => {
      const server = await testServer(t);
      for (const [rule, holds] of Object.entries(RULES))
        await t.test(rule, async () =>
          holds({ server, kind, channel, agent: await addAgent(server, { kind, channel }) }),
        );
    });

function isRefused(answer: Answer, status: number, message: RegExp): void {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.json.message, message);
}
