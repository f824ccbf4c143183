// Documents, and questions over them in two manners. Written for this purpose. Two sets, each of ten documents:
//
// - `one-firm`: what a group of three hotels would put into one knowledge base; documents touch each other's matters everywhere.
// - `ten-firms`: one document of each of ten firms.
//
// Two hundred `paraphrases.txt` of each ask in other words for what a passage states. They were written for each document by somebody who knew
// nothing of the search, when it was finished, and only judge it. Two hundred `questions.txt` are harder: callers tell what happened to them,
// without saying what it is about. Half of those of `one-firm` may be used to tune the search; the others only judge it.
//
// `small-talk.txt` has what people say besides.

import { readdir, readFile } from 'node:fs/promises';
import { chunkBlocks } from '../../src/documents/chunk-blocks.ts';
import type { DocumentChunk } from '../../src/interfaces/document-reader.ts';
import { readMarkdown } from '../../src/documents/readers/text.ts';

/** Of a set's questions: how many there are of each. */
export const QUESTIONS = { paraphrase: 200, tuning: 100, judging: 100 };
export type QuestionPart = keyof typeof QUESTIONS;

export interface KnowledgeQuestionCase {
  part: QuestionPart;
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

/** Under `# document`, lines of `phrase | question`, those of `questions.txt` with their half before them. */
export async function readQuestions(set: QuestionSet): Promise<KnowledgeQuestionCase[]> {
  const cases: KnowledgeQuestionCase[] = [];
  for (const name of [`${set}/paraphrases.txt`, `${set}/questions.txt`]) {
    let document = '';
    for (const line of await linesOf(name)) {
      const fields = line.split(' | ');
      const [phrase = '', question = ''] = fields.slice(-2);
      const part = fields.length === 2 ? 'paraphrase' : fields[0];
      if (line.startsWith('# ')) document = line.slice(2);
      else if (part === 'paraphrase' || part === 'tuning' || part === 'judging')
        cases.push({ part, document, phrase, question });
      else throw new Error(`${name}: "${line}" belongs to no half`);
    }
  }
  return cases;
}

/** How many there are of each part. */
export function countParts(cases: readonly KnowledgeQuestionCase[]): Record<QuestionPart, number> {
  const count = (part: QuestionPart): number => cases.filter((each) => each.part === part).length;
  return { paraphrase: count('paraphrase'), tuning: count('tuning'), judging: count('judging') };
}

/** Said in conversations, and about nothing that stands in the documents. */
export function readSmallTalk(): Promise<string[]> {
  return linesOf('small-talk.txt');
}

async function linesOf(name: string): Promise<string[]> {
  return (await readFile(new URL(name, folder), 'utf8')).split('\n').filter((line) => line !== '');
}
