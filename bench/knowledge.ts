// Knowledge bases: time of a question in 20,000 chunks, and how many of our questions find their passage, of each part.

import { createLocalEmbeddings, createModelStore } from '../src/providers/local/index.ts';
import { loadConfig } from '../src/config.ts';
import { silentLog } from '../src/interfaces/log.ts';
import { createSearchIndex } from '../src/resources/knowledge-base/search/search-index.ts';
import type { IndexedChunk } from '../src/resources/knowledge-base/search/protocol.ts';
import { chunkVectors } from '../src/resources/knowledge-base/chunk-vectors.ts';
import { packVectors, type PackedVectors } from '../src/resources/knowledge-base/vector-bytes.ts';
import { createSearchThread } from '../src/resources/knowledge-base/search/search-thread.ts';
import {
  countParts,
  QUESTION_SETS,
  QUESTIONS,
  readDocuments,
  readQuestions,
  type KnowledgeQuestionCase,
  type QuestionPart,
  type QuestionSet,
} from '../test/knowledge/question-set.ts';
import { percentile, type Bench, type Figure } from './figure.ts';

const CHUNKS = 20_000;
/** Of a chunk of some 430 tokens. */
const SENTENCES = 20;
const DIMENSIONS = 384;
const WORDS = 300;
const PAGE = 100;
const TIMES = 100;
const PARTS: Record<QuestionPart, string> = {
  paraphrase: 'paraphrases',
  tuning: 'questions without a hint, tuning half',
  judging: 'questions without a hint, judging half',
};

export const knowledge: Bench = {
  name: 'knowledge',
  run: async () => [...(await searchTimes()), ...(await answers())],
};

async function searchTimes(): Promise<Figure[]> {
  const random = createRandom();
  const thread = createSearchThread(() => {});
  const index = thread.open(DIMENSIONS);
  let bytes = 0;
  for (let from = 0; from < CHUNKS; from += PAGE)
    bytes = await thread.add(
      index,
      Array.from({ length: PAGE }, () => chunk(random)),
    );
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const vectors = [unit(random, 1), unit(random, 1)];
    const began = performance.now();
    await thread.search([index], { vectors, text: words(random, 8), topK: 3 });
    times.push(performance.now() - began);
  }
  await thread.close();
  const how = `${CHUNKS} chunks of ${SENTENCES} sentences and ${WORDS} words, two vectors a question`;
  return [
    { name: 'question, p50', value: percentile(times, 50), unit: 'ms', atMost: 15, how },
    { name: 'question, p99', value: percentile(times, 99), unit: 'ms', how },
    { name: 'memory', value: bytes / 1e6, unit: 'MB', how },
  ];
}

async function answers(): Promise<Figure[]> {
  const store = createModelStore({ folder: loadConfig().models.cacheDir });
  const embeddings = createLocalEmbeddings({ store, log: silentLog });
  const times: number[] = [];
  const figures: Figure[] = [];
  for (const set of QUESTION_SETS) figures.push(...(await answersOf(set, embeddings, times)));
  await embeddings.close();
  await store.close();
  return [
    ...figures,
    {
      name: 'question as a vector, p50',
      value: percentile(times, 50),
      unit: 'ms',
      how: 'MiniLM, its child process included',
    },
  ];
}

/** `times`: is given how long each question took to become a vector, ms. */
async function answersOf(
  set: QuestionSet,
  embeddings: ReturnType<typeof createLocalEmbeddings>,
  times: number[],
): Promise<Figure[]> {
  const { signal } = new AbortController();
  const index = createSearchIndex(DIMENSIONS);
  for (const [name, passages] of await readDocuments(set)) {
    const vectors = await chunkVectors(embeddings, passages, signal);
    const common = { sourceId: name, sourceName: name, sourceUrl: null };
    index.add(passages.map((each, i) => ({ ...common, ...each, vectors: vectors[i] as PackedVectors })));
  }
  const found: KnowledgeQuestionCase[] = [];
  for (const each of await readQuestions(set)) {
    const began = performance.now();
    const vectors = await embeddings.questions([each.question], signal);
    times.push(performance.now() - began);
    const isRight = index
      .search({ vectors, text: each.question, topK: 3 })
      .some(
        ({ sourceName, text, cosine }) =>
          sourceName === each.document && text.includes(each.phrase) && cosine >= embeddings.closeCosine,
      );
    if (isRight) found.push(each);
  }
  const right = Object.entries(countParts(found)) as [QuestionPart, number][];
  return right.map(([part, count]) => ({
    name: `${set}: right passage among the first 3, ${PARTS[part]}`,
    value: (100 * count) / QUESTIONS[part],
    unit: '%',
    ...(part === 'paraphrase' ? { atLeast: 90 } : {}),
    how: `${QUESTIONS[part]} questions, 10 documents, default settings`,
  }));
}

function chunk(random: () => number): IndexedChunk {
  return {
    sourceId: 's',
    heading: '',
    sourceName: 'f',
    sourceUrl: null,
    text: words(random, WORDS),
    vectors: packVectors(unit(random, SENTENCES), DIMENSIONS),
  };
}

/** Vectors of length 1, one after the other. */
function unit(random: () => number, count: number): Float32Array {
  const values = Float32Array.from({ length: count * DIMENSIONS }, () => random() - 0.5);
  const scale = Math.sqrt(12 / DIMENSIONS);
  return values.map((value) => value * scale);
}

/** Few words are frequent, many are rare, as in any language. */
function words(random: () => number, count: number): string {
  return Array.from({ length: count }, () => `w${Math.floor(20_000 ** random())}`).join(' ');
}

/** The same numbers in each run (mulberry32). */
function createRandom(): () => number {
  let state = 20_261_122;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
