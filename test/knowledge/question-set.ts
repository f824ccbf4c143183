// Documents, questions as callers ask them, in other words than the documents' and without saying which one is meant, and what people say
// besides. Written for this purpose. Two sets, each of ten documents and two hundred questions:
//
// - `one-firm`: what a group of three hotels would put into one knowledge base; documents touch each other's matters everywhere. Half of its
//   questions may be used to tune the search; the other half only judges it.
// - `ten-firms`: one document of each of ten firms, questions of everyday. Nothing is tuned by it: both halves judge.

import { readdir, readFile } from 'node:fs/promises';
import { chunkBlocks } from '../../src/documents/chunk-blocks.ts';
import type { DocumentChunk } from '../../src/interfaces/document-reader.ts';
import { readMarkdown } from '../../src/documents/readers/text.ts';

export const HALVES = ['tuning', 'judging'] as const;

export interface KnowledgeQuestionCase {
  /** What it may be used for. */
  half: (typeof HALVES)[number];
  /** File name without `.md`. */
  document: string;
  /** Stands in the passage that answers, and in no other. */
  phrase: string;
  question: string;
}

export const QUESTION_SETS = ['one-firm', 'ten-firms'] as const;
export type QuestionSet = (typeof QUESTION_SETS)[number];

const folder = new URL('.', import.meta.url);

/** The passages of each document, of the sizes that a knowledge base has by itself. */
export async function readDocuments(set: QuestionSet): Promise<Map<string, DocumentChunk[]>> {
  const documents = new URL(`${set}/documents/`, folder);
  const names = (await readdir(documents)).sort();
  const passages = names.map(async (name) => {
    const { blocks } = await readMarkdown(await readFile(new URL(name, documents)), {
      charset: undefined,
      url: undefined,
    });
    return chunkBlocks(blocks, { maxChunkSize: 2_000, minChunkSize: 400 });
  });
  return new Map((await Promise.all(passages)).map((each, i) => [(names[i] as string).replace(/\.md$/, ''), each]));
}

/** Lines of `half | phrase | question` under `# document`. */
export async function readQuestions(set: QuestionSet): Promise<KnowledgeQuestionCase[]> {
  const cases: KnowledgeQuestionCase[] = [];
  let document = '';
  for (const line of await linesOf(`${set}/questions.txt`)) {
    const [mark = '', phrase = '', question = ''] = line.split(' | ');
    const half = HALVES.find((each) => each === mark);
    if (line.startsWith('# ')) document = line.slice(2);
    else if (half) cases.push({ half, document, phrase, question });
    else throw new Error(`${set}/questions.txt: "${line}" belongs to no half`);
  }
  return cases;
}

/** Said in conversations, and about nothing that stands in the documents. */
export function readSmallTalk(): Promise<string[]> {
  return linesOf('small-talk.txt');
}

async function linesOf(name: string): Promise<string[]> {
  return (await readFile(new URL(name, folder), 'utf8')).split('\n').filter((line) => line !== '');
}
