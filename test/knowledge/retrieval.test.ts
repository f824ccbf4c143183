import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../src/interfaces/log.ts';
import { createLocalEmbeddings } from '../../src/providers/local/index.ts';
import { createKnowledgeService, embedChunks } from '../../src/resources/knowledge-base/index.ts';
import { addTestWorkspace, TEST_WORKSPACE } from '../support/call-row.ts';
import { testDatabase } from '../support/database.ts';
import { addKnowledgeBase } from '../support/knowledge.ts';
import { openTestModels } from '../support/speech/models.ts';
import { HALVES, readDocuments, readQuestions, readSmallTalk } from './question-set.ts';

const ID = 'knowledge_base_questions';
const USUAL = { knowledgeBaseIds: [ID], inContext: null, topK: 3, filterScore: 0.6 };
/** Of the questions of each half. Below what is measured (bench: knowledge), so that another machine's last digits do not matter. */
const FLOOR = 0.7;
/** Of 44 lines. */
const MOST_ANSWERED_SMALL_TALK = 8;

test('each question has one passage that answers it', async () => {
  const documents = await readDocuments();
  const questions = await readQuestions();
  const passages = [...documents].flatMap(([document, each]) => each.map(({ text }) => ({ document, text })));
  assert.ok([...documents.values()].every((each) => each.length >= 3));
  for (const { document, phrase } of questions) {
    const right = passages.filter(({ text }) => text.includes(phrase));
    assert.deepEqual(
      right.map((each) => each.document),
      [document],
      phrase,
    );
  }
  const halves = HALVES.map((half) => questions.filter((each) => each.half === half).length);
  assert.deepEqual([documents.size, ...halves], [10, 100, 100]);
});

test('the right passage is among the first three as often as the docs say; small talk seldom finds anything', async (t) => {
  const database = await testDatabase(t);
  const embeddings = createLocalEmbeddings({ store: openTestModels(), log: silentLog });
  t.after(() => embeddings.close());
  const options = { db: database.db, embeddings, budgetMs: 60_000, maxBytes: 1e8, clock: () => 0, log: silentLog };
  const service = createKnowledgeService(options);
  t.after(() => service.close());
  await addTestWorkspace(database.db);
  const key = { workspace_id: TEST_WORKSPACE, knowledge_base_id: ID };
  await addKnowledgeBase(database.db, key, await readDocuments());
  const { signal } = new AbortController();
  await embedChunks({ db: database.db, embeddings }, { workspaceId: TEST_WORKSPACE, knowledgeBaseId: ID }, signal);

  const knowledge = service.of(TEST_WORKSPACE);
  const found = { tuning: 0, judging: 0 };
  for (const { half, document, phrase, question } of await readQuestions()) {
    const { passages } = await knowledge.retrieve({ ...USUAL, text: question }, signal);
    if (passages.some(({ sourceName, text }) => sourceName === document && text.includes(phrase))) found[half] += 1;
  }
  t.diagnostic(`right among the first three: ${JSON.stringify(found)} of 100 each`);
  for (const half of HALVES) assert.ok(found[half] >= FLOOR * 100, `${half}: ${found[half]}`);
  const smallTalk = await readSmallTalk();
  assert.ok(smallTalk.length >= 30);
  const answered: string[] = [];
  for (const text of smallTalk)
    if ((await knowledge.retrieve({ ...USUAL, text }, signal)).passages.length > 0) answered.push(text);
  t.diagnostic(`small talk that finds something: ${answered.length} of ${smallTalk.length}`);
  assert.ok(answered.length <= MOST_ANSWERED_SMALL_TALK, answered.join('\n'));
});
