import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../src/interfaces/log.ts';
import { createLocalEmbeddings } from '../../src/providers/local/index.ts';
import { createKnowledgeService, embedChunks } from '../../src/resources/knowledge-base/index.ts';
import { addTestWorkspace, TEST_WORKSPACE } from '../support/call-row.ts';
import { testDatabase } from '../support/database.ts';
import { addKnowledgeBase } from '../support/knowledge.ts';
import { openTestModels } from '../support/speech/models.ts';
import { countParts, QUESTION_SETS, QUESTIONS, readDocuments, readQuestions, readSmallTalk } from './question-set.ts';
import type { KnowledgeQuestionCase, QuestionPart } from './question-set.ts';

const USUAL = { inContext: null, topK: 3, filterScore: 0.6 };
/** Of a hundred questions of each part: of paraphrases what must hold, of the harder ones somewhat less than is measured (bench: knowledge). */
const FLOOR = {
  'one-firm': { paraphrase: 90, tuning: 70, judging: 70 },
  'ten-firms': { paraphrase: 90, tuning: 65, judging: 65 },
};
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
    assert.equal(documents.size, 10);
    assert.deepEqual(countParts(questions), QUESTIONS);
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
    const found: KnowledgeQuestionCase[] = [];
    for (const each of await readQuestions(set)) {
      const { passages } = await knowledge.retrieve({ ...USUAL, knowledgeBaseIds: [set], text: each.question }, signal);
      if (passages.some(({ sourceName, text }) => sourceName === each.document && text.includes(each.phrase)))
        found.push(each);
    }
    const right = countParts(found);
    t.diagnostic(`${set}: right among the first three: ${JSON.stringify(right)} of ${JSON.stringify(QUESTIONS)}`);
    for (const [part, floor] of Object.entries(FLOOR[set]) as [QuestionPart, number][])
      assert.ok(right[part] * 100 >= floor * QUESTIONS[part], `${set}, ${part}: ${right[part]}`);
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
