import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../src/interfaces/log.ts';
import { createLocalEmbeddings } from '../../src/providers/local/index.ts';
import { createKnowledgeService, embedChunks } from '../../src/resources/knowledge-base/index.ts';
import { addTestWorkspace, TEST_WORKSPACE } from '../support/call-row.ts';
import { testDatabase } from '../support/database.ts';
import { addKnowledgeBase } from '../support/knowledge.ts';
import { openTestModels } from '../support/speech/models.ts';
import { passagesOf, readDocuments, readQuestions } from './question-set.ts';

const ID = 'knowledge_base_questions';
const USUAL = { knowledgeBaseIds: [ID], inContext: null, topK: 3, filterScore: 0.6 };
/** Below what is measured (bench: knowledge), so that another machine's last digits do not matter. */
const FLOOR = 0.9;
/** Said in conversations, and about nothing that stands in the documents. */
const IDLE = ['Tell me a joke.', 'I like turtles.', 'Who won the match yesterday?', 'My name is John Miller.', 'Yes.'];

test('the right passage is among the first three of two hundred questions; small talk finds nothing', async (t) => {
  const database = await testDatabase(t);
  const embeddings = createLocalEmbeddings({ store: openTestModels(), log: silentLog });
  t.after(() => embeddings.close());
  const options = { db: database.db, embeddings, budgetMs: 60_000, maxBytes: 1e8, clock: () => 0, log: silentLog };
  const service = createKnowledgeService(options);
  t.after(() => service.close());
  await addTestWorkspace(database.db);
  const documents = [...(await readDocuments())].map(([name, text]) => [name, passagesOf(text)] as const);
  await addKnowledgeBase(database.db, { workspace_id: TEST_WORKSPACE, knowledge_base_id: ID }, new Map(documents));
  const { signal } = new AbortController();
  await embedChunks({ db: database.db, embeddings }, { workspaceId: TEST_WORKSPACE, knowledgeBaseId: ID }, signal);

  const questions = await readQuestions();
  assert.deepEqual([documents.length, questions.length], [10, 200]);
  const knowledge = service.of(TEST_WORKSPACE);
  let right = 0;
  for (const { document, phrase, question } of questions) {
    const { passages } = await knowledge.retrieve({ ...USUAL, text: question }, signal);
    if (passages.some(({ sourceName, text }) => sourceName === document && text.includes(phrase))) right += 1;
  }
  assert.ok(right >= FLOOR * questions.length, `${right} of ${questions.length}`);
  t.diagnostic(`${right} of ${questions.length}`);
  for (const text of IDLE) assert.deepEqual((await knowledge.retrieve({ ...USUAL, text }, signal)).passages, [], text);
});
