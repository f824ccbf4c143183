import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../src/interfaces/log.ts';
import { createLocalEmbeddings } from '../../src/providers/local/index.ts';
import { createKnowledgeService, embedChunks } from '../../src/resources/knowledge-base/index.ts';
import { addTestWorkspace, TEST_WORKSPACE } from '../support/call-row.ts';
import { testDatabase } from '../support/database.ts';
import { addKnowledgeBase } from '../support/knowledge.ts';
import { openTestModels } from '../support/speech/models.ts';
import { HALVES, QUESTION_SETS, readDocuments, readQuestions, readSmallTalk } from './question-set.ts';

const USUAL = { inContext: null, topK: 3, filterScore: 0.6 };
/** Of the questions of each half. Below what is measured (bench: knowledge), so that another machine's last digits do not matter. */
const FLOOR = { 'one-firm': 0.7, 'ten-firms': 0.65 };
/** Of 44 lines. */
const MOST_ANSWERED_SMALL_TALK = 8;

for (const set of QUESTION_SETS) {
  test(`${set}: each question has one passage that answers it`, async () => {
    const documents = await readDocuments(set);
    const questions = await readQuestions(set);
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
}

test('the right passage is among the first three as often as the docs say; small talk seldom finds anything', async (t) => {
  const database = await testDatabase(t);
  const embeddings = createLocalEmbeddings({ store: openTestModels(), log: silentLog });
  t.after(() => embeddings.close());
  const options = { db: database.db, embeddings, budgetMs: 60_000, maxBytes: 1e8, clock: () => 0, log: silentLog };
  const service = createKnowledgeService(options);
  t.after(() => service.close());
  await addTestWorkspace(database.db);
  const { signal } = new AbortController();
  const knowledge = service.of(TEST_WORKSPACE);
  for (const set of QUESTION_SETS) {
    const key = { workspace_id: TEST_WORKSPACE, knowledge_base_id: set };
    await addKnowledgeBase(database.db, key, await readDocuments(set));
    await embedChunks({ db: database.db, embeddings }, { workspaceId: TEST_WORKSPACE, knowledgeBaseId: set }, signal);
    const found = { tuning: 0, judging: 0 };
    for (const { half, document, phrase, question } of await readQuestions(set)) {
      const { passages } = await knowledge.retrieve({ ...USUAL, knowledgeBaseIds: [set], text: question }, signal);
      if (passages.some(({ sourceName, text }) => sourceName === document && text.includes(phrase))) found[half] += 1;
    }
    t.diagnostic(`${set}: right among the first three: ${JSON.stringify(found)} of 100 each`);
    for (const half of HALVES) assert.ok(found[half] >= FLOOR[set] * 100, `${set}, ${half}: ${found[half]}`);
  }
  const smallTalk = await readSmallTalk();
  assert.ok(smallTalk.length >= 30);
  for (const set of QUESTION_SETS) {
    const answered: string[] = [];
    for (const text of smallTalk) {
      const { passages } = await knowledge.retrieve({ ...USUAL, knowledgeBaseIds: [set], text }, signal);
      if (passages.length > 0) answered.push(text);
    }
    t.diagnostic(`${set}: small talk that finds something: ${answered.length} of ${smallTalk.length}`);
    assert.ok(answered.length <= MOST_ANSWERED_SMALL_TALK, answered.join('\n'));
  }
});
