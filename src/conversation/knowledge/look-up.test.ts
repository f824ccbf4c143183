import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Knowledge, KnowledgePassage, KnowledgeQuestion } from '../../interfaces/knowledge.ts';
import type { TranscriptItem } from '../transcript.ts';
import { knowledgePart } from './contexts.ts';
import { lookUp } from './look-up.ts';
import { questionOf } from './question.ts';

const says = (role: 'user' | 'agent', content: string): TranscriptItem => ({ role, content, words: [] });
const { signal } = new AbortController();

function passage(knowledgeBaseId: string, text: string, score: number): KnowledgePassage {
  return { knowledgeBaseId, sourceId: 's', sourceName: 'guide.pdf', sourceUrl: null, heading: 'Pets', text, score };
}

test('asks with the last words, and with what was said before them', () => {
  assert.equal(questionOf([says('agent', 'Hello!')]), null);
  assert.deepEqual(questionOf([says('agent', 'Hello!'), says('user', 'Are you open?')]), {
    text: 'Are you open?',
    inContext: null,
  });
  const transcript = [
    says('user', 'Are you open today?'),
    says('agent', 'Until six.'),
    says('user', 'And'),
    says('user', 'on Sundays?'),
  ];
  assert.deepEqual(questionOf(transcript), {
    text: 'And on Sundays?',
    inContext: 'Are you open today? Until six. And on Sundays?',
  });
});

test('the heading is the one that prompts refer to', () => {
  assert.equal(knowledgePart([]), '');
  assert.equal(
    knowledgePart([passage('a', 'Dogs may stay.', 0.7)]),
    '## Related Knowledge Base Contexts\n\n### guide.pdf > Pets\nDogs may stay.',
  );
});

test('one look-up serves the whole turn; each passage and its time are told once', async () => {
  const asked: KnowledgeQuestion[] = [];
  const all = [passage('a', 'one', 0.9), passage('b', 'two', 0.8), passage('a', 'three', 0.7)];
  const knowledge: Knowledge = {
    retrieve: (question) => {
      asked.push(question);
      return Promise.resolve({ passages: all, tookMs: 12, trouble: null });
    },
    warm: () => {},
  };
  const request = { transcript: [says('user', 'hi there')], signal };
  const look = lookUp(knowledge, { knowledgeBaseIds: ['a', 'b', 'a'], config: { top_k: 2 }, request });
  assert.ok(look);
  assert.deepEqual(
    (await look.passages(['a'])).map(({ text }) => text),
    ['one', 'three'],
  );
  assert.deepEqual(
    (await look.passages(['a', 'b'])).map(({ text }) => text),
    ['one', 'two'],
  );
  assert.deepEqual(
    [...look.tell()],
    [
      { is: 'knowledge', passages: [all[0], all[2]], tookMs: 12, trouble: null },
      { is: 'knowledge', passages: [all[1]], tookMs: null, trouble: null },
    ],
  );
  assert.deepEqual([...look.tell()], []);
  assert.deepEqual(asked, [
    { text: 'hi there', inContext: null, knowledgeBaseIds: ['a', 'b'], topK: 2, filterScore: 0.6 },
  ]);
  assert.equal(lookUp(knowledge, { knowledgeBaseIds: [], config: null, request }), null);
});
