import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Embeddings } from '../../interfaces/embeddings.ts';
import { silentLog } from '../../interfaces/log.ts';
import { addTestWorkspace, TEST_WORKSPACE } from '../../../test/support/call-row.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { addKnowledgeBase } from '../../../test/support/knowledge.ts';
import { createScriptedEmbeddings } from '../../../test/support/scripted-embeddings.ts';
import { deleteKnowledgeBaseRow, replaceKnowledgeChunks } from '../../storage/tables/index.ts';
import { embedChunks } from './embed-chunks.ts';
import { createKnowledgeService } from './knowledge.ts';

const place = { workspaceId: TEST_WORKSPACE, knowledgeBaseId: 'knowledge_base_1' };
const key = { workspace_id: TEST_WORKSPACE, knowledge_base_id: 'knowledge_base_1' };
const { signal } = new AbortController();
const PASSAGES = [
  { heading: 'Pets', text: 'dogs are welcome in all rooms' },
  { heading: 'Food', text: 'breakfast starts at seven' },
];

async function setUp(t: TestContext, change: { embeddings?: Embeddings; budgetMs?: number; maxBytes?: number } = {}) {
  const { db } = await testDatabase(t);
  const embeddings = change.embeddings ?? createScriptedEmbeddings();
  await addTestWorkspace(db);
  await addKnowledgeBase(db, key, new Map([['guide', PASSAGES]]));
  const deps = { db, maxBytes: 1e8, budgetMs: 30_000, ...change, embeddings, clock: () => 0, log: silentLog };
  const service = createKnowledgeService(deps);
  t.after(() => service.close());
  const ask = async (text: string, workspaceId = TEST_WORKSPACE, more = {}) => {
    const question = { knowledgeBaseIds: [key.knowledge_base_id], text, inContext: null, topK: 3, filterScore: 0.6 };
    return service.of(workspaceId).retrieve({ ...question, ...more }, signal);
  };
  return { db, embeddings, service, ask };
}

test('finds what is about the question, best first, and only that', async (t) => {
  const { db, embeddings, ask } = await setUp(t);
  await embedChunks({ db, embeddings }, place, signal);
  const { passages, trouble } = await ask('are dogs welcome');
  assert.deepEqual([passages.map(({ text }) => text), trouble], [['dogs are welcome in all rooms'], null]);
  assert.equal(passages[0]?.heading, 'Pets');
  assert.deepEqual((await ask('quantum physics lecture')).passages, []);
  assert.equal((await ask('are dogs welcome', TEST_WORKSPACE, { filterScore: 0 })).passages.length, 2);
  assert.equal((await ask('are dogs welcome', TEST_WORKSPACE, { filterScore: 0, topK: 1 })).passages.length, 1);
});

test('a question is understood with what was said before', async (t) => {
  const { db, embeddings, ask } = await setUp(t);
  await embedChunks({ db, embeddings }, place, signal);
  assert.deepEqual((await ask('and what else')).passages, []);
  const { passages } = await ask('and what else', TEST_WORKSPACE, { inContext: 'when breakfast starts and what else' });
  assert.equal(passages[0]?.text, 'breakfast starts at seven');
});

test('changes are seen by the next question; what is gone, or another workspace’s, gives nothing', async (t) => {
  const { db, embeddings, ask } = await setUp(t);
  await embedChunks({ db, embeddings }, place, signal);
  await ask('are dogs welcome');
  const source = { ...key, source_id: `${key.knowledge_base_id}_guide` };
  const chunk = { heading: '', text: 'cats are welcome too', source_name: 'guide', source_url: null };
  await replaceKnowledgeChunks(db, source, [chunk]);
  await embedChunks({ db, embeddings }, place, signal);
  assert.deepEqual(
    (await ask('are cats welcome')).passages.map(({ text }) => text),
    ['cats are welcome too'],
  );
  assert.deepEqual((await ask('are cats welcome', 'org_other')).passages, []);
  await deleteKnowledgeBaseRow(db, key);
  assert.deepEqual((await ask('are cats welcome')).passages, []);
});

test('however many ask at once, it is read into memory once and the question is embedded once', async (t) => {
  let questions = 0;
  const own = createScriptedEmbeddings();
  const embeddings = createScriptedEmbeddings({
    questions: (texts, stop) => {
      questions += texts.length;
      return own.questions(texts, stop);
    },
  });
  const { db, ask } = await setUp(t, { embeddings });
  await embedChunks({ db, embeddings }, place, signal);
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask('are dogs welcome')));
  assert.ok(answers.every(({ passages }) => passages.length === 1));
  assert.equal(questions, 1);
});

test('what takes longer than the budget is left out, and the answer says so', async (t) => {
  const embeddings = createScriptedEmbeddings({ questions: () => new Promise(() => {}) });
  const { service } = await setUp(t, { embeddings, budgetMs: 10 });
  // The embeddings never answer: closing must not wait for them.
  const question = { knowledgeBaseIds: [key.knowledge_base_id], text: 'x', inContext: null, topK: 3, filterScore: 0.6 };
  const { passages, trouble } = await service.of(TEST_WORKSPACE).retrieve(question, signal);
  assert.deepEqual([passages, trouble], [[], 'not there within 10 ms']);
});

test('embeddings that fail leave an answer without passages; who gives up is told its reason', async (t) => {
  const embeddings = createScriptedEmbeddings({ questions: () => Promise.reject(new Error('the server is away')) });
  const { ask, service } = await setUp(t, { embeddings });
  assert.deepEqual(await ask('are dogs welcome'), { passages: [], tookMs: 0, trouble: 'the server is away' });
  const question = { knowledgeBaseIds: [], text: 'x', inContext: null, topK: 3, filterScore: 0.6 };
  const gone = AbortSignal.abort(new Error('barge-in'));
  await assert.rejects(service.of(TEST_WORKSPACE).retrieve(question, gone), /barge-in/);
});

test('vectors of another model are not compared; they are queued to be made anew, and then found', async (t) => {
  const { db, embeddings, ask } = await setUp(t);
  await embedChunks({ db, embeddings: createScriptedEmbeddings({ model: 'older' }) }, place, signal);
  assert.deepEqual((await ask('are dogs welcome')).passages, []);
  await embedChunks({ db, embeddings }, place, signal);
  assert.equal((await ask('are dogs welcome')).passages.length, 1);
});

test('embedding goes on where it stopped', async (t) => {
  const { db, embeddings } = await setUp(t);
  const texts: string[] = [];
  const counted = createScriptedEmbeddings({
    passages: (passages, stop) => {
      texts.push(...passages.map(({ text }) => text));
      return embeddings.passages(passages, stop);
    },
  });
  await embedChunks({ db, embeddings: counted }, place, signal);
  await embedChunks({ db, embeddings: counted }, place, signal);
  assert.equal(texts.length, 2);
  await assert.rejects(embedChunks({ db, embeddings: counted }, place, AbortSignal.abort(new Error('stop'))), /stop/);
});
