// Conversations that look things up, from the upload of a document to what is served of it afterwards.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createRetellLlmEngine } from '../../src/conversation/index.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import type { Knowledge, Retrieved } from '../../src/interfaces/knowledge.ts';
import type { LanguageModel } from '../../src/interfaces/language-model.ts';
import { createScriptedMind } from '../../src/providers/scripted/index.ts';
import { writeEnd } from '../../src/resources/call/finish.ts';
import { createKnowledgeService, type KnowledgeService } from '../../src/resources/knowledge-base/index.ts';
import { sentencesOf } from '../../src/resources/knowledge-base/sentences.ts';
import type { EmbedChunksDeps } from '../../src/resources/knowledge-base/embed-chunks.ts';
import { addTestCall } from '../support/call-row.ts';
import { testServer, type TestServer } from '../support/http.ts';
import { choice } from '../support/jobs.ts';
import { readAll, readingDeps } from '../support/read-knowledge.ts';
import { createScriptedEmbeddings } from '../support/scripted-embeddings.ts';
import { startVirtualCall, type VirtualCall } from '../support/virtual-call.ts';

const HEADING = '## Related Knowledge Base Contexts';
const DOGS = 'dogs are welcome in all rooms for fifteen euros';
const BREAKFAST = 'breakfast starts at seven in the winter garden';

/** A server that looks things up as the program does; `say`: how often the agent answers. */
async function lookingServer(t: TestContext, say: number) {
  const mind = createScriptedMind({
    turns: Array.from({ length: say }, () => ({ say: 'Gladly.' })),
    provider: 'openai',
  });
  // It needs the server's database.
  const later: { service?: KnowledgeService } = {};
  const knowledge = (workspaceId: string): Knowledge => {
    assert.ok(later.service);
    return later.service.of(workspaceId);
  };
  const server = await testServer(t, { resources: { thinking: () => choice(mind), knowledge } });
  const { db } = server.database;
  const embeddings = createScriptedEmbeddings();
  const limits = { budgetMs: 60_000, maxBytes: 1e8 };
  later.service = createKnowledgeService({ db, embeddings, ...limits, clock: () => 0, log: silentLog });
  t.after(() => later.service?.close());
  const prompts = (): string[] => mind.requests.map(({ messages }) => String(messages[0]?.content));
  return { server, prompts };
}

/** Uploaded as a file, and read to its end. */
async function upload(t: TestContext, server: TestServer, name: string, text: string): Promise<string> {
  const form = new FormData();
  form.append('knowledge_base_name', name);
  form.append('knowledge_base_files', new Blob([text]), `${name}.txt`);
  const headers = { authorization: `Bearer ${server.key}` };
  const response = await fetch(`${server.url}/create-knowledge-base`, { method: 'POST', headers, body: form });
  const { knowledge_base_id: id, status } = (await response.json()) as Record<string, string>;
  assert.deepEqual([response.status, status], [201, 'in_progress']);
  await readAll(server, readingDeps(t, server));
  assert.equal((await server.send('GET', `/get-knowledge-base/${id}`)).json.status, 'complete');
  return String(id);
}

async function create(server: TestServer, path: string, body: object): Promise<any> {
  const { status, json, text } = await server.send('POST', path, body);
  assert.equal(status, 201, text);
  return json;
}

test('a document that was uploaded is read to the model of a chat and of the playground', async (t) => {
  const { server, prompts } = await lookingServer(t, 4);
  const id = await upload(t, server, 'pets', DOGS);
  const { llm_id } = await create(server, '/create-retell-llm', { begin_message: 'Hello', knowledge_base_ids: [id] });
  const response_engine = { type: 'retell-llm', llm_id };
  const { agent_id } = await create(server, '/create-chat-agent', { response_engine });
  const { chat_id } = await create(server, '/create-chat', { agent_id });
  await create(server, '/create-chat-completion', { chat_id, content: 'are dogs welcome' });
  assert.ok(prompts()[0]?.endsWith(`${HEADING}\n\n### pets.txt\n${DOGS}`), prompts()[0]);

  const ask = async (content: string) =>
    (await server.send('POST', `/agent-playground-completion/${agent_id}`, { messages: [{ role: 'user', content }] }))
      .json;
  assert.deepEqual((await ask('are dogs welcome')).knowledge_base_retrieved_contents, [DOGS]);
  assert.ok(prompts()[1]?.includes(DOGS));
  assert.deepEqual((await ask('quantum physics lecture')).knowledge_base_retrieved_contents, []);
  assert.ok(!prompts()[2]?.includes(HEADING));

  assert.equal((await server.send('DELETE', `/delete-knowledge-base/${id}`)).status, 204);
  assert.deepEqual((await ask('are dogs welcome')).knowledge_base_retrieved_contents, [], 'it is gone, and not missed');
});

test('a node looks in its own knowledge bases and in those of the flow', async (t) => {
  const { server, prompts } = await lookingServer(t, 4);
  const common = await upload(t, server, 'pets', DOGS);
  const own = await upload(t, server, 'food', BREAKFAST);
  const node = (id: string, more: object = {}) => ({
    id,
    name: id,
    type: 'conversation',
    instruction: { type: 'prompt', text: `Talk in ${id}.` },
    ...more,
  });
  const flow = {
    start_speaker: 'user',
    model_choice: { type: 'cascading', model: 'gpt-4.1' },
    knowledge_base_ids: [common],
    nodes: [node('kitchen', { knowledge_base_ids: [own] }), node('lobby')],
  };
  const asked = { messages: [{ role: 'user', content: 'dogs are welcome and breakfast starts at seven' }] };
  for (const start_node_id of ['kitchen', 'lobby']) {
    const { conversation_flow_id } = await create(server, '/create-conversation-flow', { ...flow, start_node_id });
    const response_engine = { type: 'conversation-flow', conversation_flow_id };
    const { agent_id } = await create(server, '/create-chat-agent', { response_engine });
    const { status, json, text } = await server.send('POST', `/agent-playground-completion/${agent_id}`, asked);
    assert.equal(status, 200, text);
    const found = json.knowledge_base_retrieved_contents.toSorted();
    assert.deepEqual(found, start_node_id === 'kitchen' ? [BREAKFAST, DOGS] : [DOGS]);
    const prompt = prompts().at(-1) ?? '';
    assert.deepEqual([prompt.includes(DOGS), prompt.includes(BREAKFAST)], [true, start_node_id === 'kitchen']);
  }
});

/** A whole call in virtual time in which one question is asked. */
async function call(knowledgeBaseId: string, retrieved: Retrieved): Promise<{ call: VirtualCall; prompts: string[] }> {
  const prompts: string[] = [];
  const model: LanguageModel = {
    provider: 'fake',
    model: 'fake',
    async *stream({ messages }) {
      prompts.push(String(messages[0]?.content));
      yield { is: 'text', text: 'Gladly.' };
      yield { is: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 } };
    },
  };
  const responseEngine = createRetellLlmEngine(
    {
      model,
      knowledge: { retrieve: () => Promise.resolve(retrieved), warm: () => {} },
      egress: { send: () => Promise.reject(new Error('nothing is sent here')) },
      sign: () => '',
      wallClock: () => 0,
    },
    {
      llm: { begin_message: 'Hello.', knowledge_base_ids: [knowledgeBaseId] },
      variables: {},
      session: { type: 'voice', startedAtMs: 0 },
      timezone: null,
      language: 'en-US',
      beginMessageDelayMs: 0,
    },
  );
  const running = startVirtualCall({ responseEngine, reply: () => [] });
  await running.runTo(2);
  running.media.says('are dogs welcome', 2.5, 3.5);
  await running.runTo(8);
  return { call: running, prompts };
}

async function retrieve(server: TestServer, id: string): Promise<Retrieved> {
  const question = { knowledgeBaseIds: [id], text: 'are dogs welcome', inContext: null, topK: 3, filterScore: 0.6 };
  const knowledge = server.deps.resources.knowledge?.(server.workspaceId) as Knowledge;
  return knowledge.retrieve(question, new AbortController().signal);
}

/** Written as the end of a call is. */
async function endedCall(server: TestServer, events: VirtualCall['events'], settings: object) {
  const { db } = server.database;
  const row = await addTestCall(db, {
    workspace_id: server.workspaceId,
    call_type: 'phone_call',
    direction: 'inbound',
    from_number: '+14155550123',
    to_number: '+14155550199',
    call_status: 'ongoing',
    created_at: server.clock.now - 9_000,
    start_timestamp: server.clock.now - 8_000,
    details: JSON.stringify(settings),
  });
  const { blobs, fileLinks } = server.deps.resources;
  const deps = { db, blobs, repairRecording: async () => false, fileLinks, wallClock: () => server.clock.now };
  const end = { reason: 'user_hangup', detail: '', endedAt: server.clock.now, hasRecording: false } as const;
  await writeEnd({ ...deps, log: silentLog }, row, events, end);
  return row;
}

const NAME = 'knowledge_base_retrieved_contents_url';

test('what a call was given to read is served as its privacy settings say, and goes with the call', async (t) => {
  const { server } = await lookingServer(t, 0);
  const id = await upload(t, server, 'pets', DOGS);
  const { call: made, prompts } = await call(id, await retrieve(server, id));
  assert.deepEqual(made.transcript(), ['Agent: Hello.', 'User: are dogs welcome', 'Agent: Gladly.']);
  assert.ok(prompts.every((prompt) => prompt.endsWith(DOGS)) && prompts.length > 0);
  assert.equal(made.facts('latency').filter(({ part }) => part === 'knowledge_base').length, 1);

  const get = async (callId: string) => (await server.send('GET', `/v2/get-call/${callId}`)).json;
  const open = (url: string) => fetch(url.replace('http://ringback.test', server.url));
  const keeping = await endedCall(server, made.events, { data_storage_setting: 'everything' });
  const url = (await get(keeping.call_id))[NAME];
  const answers = (await (await open(url)).json()) as any[];
  const [content, ...more] = answers[0].contents;
  assert.deepEqual(
    [answers.length, more.length, content.knowledge_base_id, content.source_name, content.content],
    [1, 0, id, 'pets.txt', DOGS],
  );
  assert.ok(content.score >= 0.6 && Number.isInteger(answers[0].response_id) && answers[0].time_sec > 2);

  const signed = await endedCall(server, made.events, { opt_in_signed_url: true, signed_url_expiration_ms: 5_000 });
  const link = (await get(signed.call_id))[NAME];
  assert.equal((await open(link)).status, 200);
  assert.notEqual((await open(link.replace(/\?.*/, ''))).status, 200, 'not without its signature');
  server.clock.now += 5_001;
  assert.notEqual((await open(link)).status, 200, 'not after its time');

  for (const data_storage_setting of ['everything_except_pii', 'basic_attributes_only']) {
    const strict = await endedCall(server, made.events, { data_storage_setting });
    assert.equal(NAME in (await get(strict.call_id)), false, data_storage_setting);
  }

  assert.equal((await server.send('DELETE', `/v2/delete-call/${keeping.call_id}`)).status, 204);
  assert.equal((await get(keeping.call_id))[NAME], undefined);
  assert.equal((await open(url)).status, 404);
});

test('a call does not wait for what comes too late: it answers without, and its log says so', async () => {
  const { call: made, prompts } = await call('knowledge_base_1', {
    passages: [],
    tookMs: 150,
    trouble: 'not there within 150 ms',
  });
  assert.deepEqual(made.transcript(), ['Agent: Hello.', 'User: are dogs welcome', 'Agent: Gladly.']);
  assert.ok(prompts.every((prompt) => !prompt.includes(HEADING)));
  assert.deepEqual(
    made.facts('note').flatMap(({ text }) => (/knowledge/.test(text) ? [text] : [])),
    ['answered without knowledge bases'],
  );
  assert.equal(made.facts('knowledge').length, 0);
});

test('a server that dies while it reads leaves off there: another one completes it, once', async (t) => {
  const first = await testServer(t);
  const text = Array.from({ length: 40 }, (_, i) => `Paragraph ${i}. ${'dogs and cats '.repeat(60)}`).join('\n\n');
  const { knowledge_base_id: id } = await textBase(first, text);
  const own = createScriptedEmbeddings();
  const made: string[] = [];
  const dying = new AbortController();
  const embeddings: EmbedChunksDeps['embeddings'] = {
    model: own.model,
    dimensions: own.dimensions,
    passages(passages, signal) {
      if (made.length > 0) dying.abort(new Error('the process ends'));
      dying.signal.throwIfAborted();
      made.push(...passages.map((each) => each.text));
      return own.passages(passages, signal);
    },
  };
  await assert.rejects(readAll(first, readingDeps(t, first, { embeddings })), /the process ends/);
  const status = async () => (await first.send('GET', `/get-knowledge-base/${id}`)).json.status;
  assert.equal(await status(), 'in_progress');

  const second = await testServer(t, { beside: first });
  const again: string[] = [];
  const rest: EmbedChunksDeps['embeddings'] = {
    model: own.model,
    dimensions: own.dimensions,
    passages(passages, signal) {
      again.push(...passages.map((each) => each.text));
      return own.passages(passages, signal);
    },
  };
  await first.database.pools.jobs.query(`update graphile_worker._private_jobs set run_at = now(), last_error = null`);
  const documents = { read: () => assert.fail('it was read already') };
  const deps = { ...readingDeps(t, first), embeddings: rest, documents, blobs: second.deps.blobs };
  await readAll(first, deps);
  assert.equal(await status(), 'complete');
  const chunks = await first.database.db
    .selectFrom('knowledge_chunks')
    .select(['heading', 'text', 'embedding'])
    .execute();
  assert.ok(made.length > 0 && again.length > 0);
  assert.ok(chunks.every(({ embedding }) => embedding !== null));
  const texts = (all: readonly string[]): string[] => all.toSorted();
  const sentences = chunks.flatMap((chunk) => sentencesOf(chunk.heading, chunk.text).map((each) => each.text));
  assert.deepEqual(texts([...made, ...again]), texts(sentences), 'each of them once');
  await readAll(first, deps);
  assert.equal(again.length + made.length, sentences.length, 'and not when asked again');
});

async function textBase(server: TestServer, text: string): Promise<any> {
  const form = new FormData();
  form.append('knowledge_base_name', 'long');
  form.append('knowledge_base_texts', JSON.stringify([{ title: 'long', text }]));
  const headers = { authorization: `Bearer ${server.key}` };
  return (await fetch(`${server.url}/create-knowledge-base`, { method: 'POST', headers, body: form })).json();
}
