// Ten documents of ten firms and two hundred questions about them, in other words than theirs. Written for this purpose. Because the ten have
// nothing to do with each other, whoever asks says which one is meant, always by the same words.

import { readdir, readFile } from 'node:fs/promises';
import { chunkBlocks } from '../../src/documents/chunk-blocks.ts';
import type { Block } from '../../src/documents/reading.ts';

export interface KnowledgeQuestionCase {
  /** File name without `.md`. */
  document: string;
  /** Stands in the passage that answers. */
  phrase: string;
  question: string;
}

const folder = new URL('.', import.meta.url);

export async function readDocuments(): Promise<Map<string, string>> {
  const names = (await readdir(new URL('documents/', folder))).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(`documents/${name}`, folder), 'utf8')));
  return new Map(names.map((name, i) => [name.replace(/\.md$/, ''), texts[i] as string]));
}

/** Lines of `phrase | question` under `# document | which one is meant`. */
export async function readQuestions(): Promise<KnowledgeQuestionCase[]> {
  const lines = (await readFile(new URL('questions.txt', folder), 'utf8')).split('\n');
  const cases: KnowledgeQuestionCase[] = [];
  let document = '';
  let meant = '';
  for (const line of lines) {
    const [phrase = '', question] = line.split(' | ');
    if (line.startsWith('# ')) [document, meant] = [phrase.slice(2), question ?? ''];
    else if (question) cases.push({ document, phrase, question: `${question} (${meant})` });
  }
  return cases;
}

/** The passages of a document, of the sizes that a knowledge base has by itself. */
export function passagesOf(text: string): { text: string; heading: string }[] {
  const blocks = text.split('\n\n').flatMap((part): Block[] => {
    const [, marks = '', title = '', body = ''] = /^(#+) (.*)\n?([\s\S]*)$/.exec(part.trim()) ?? [];
    const heading: Block = { is: 'heading', level: marks.length, text: title };
    return body === '' ? [heading] : [heading, { is: 'paragraph', text: body }];
  });
  return chunkBlocks(blocks, { maxChunkSize: 2_000, minChunkSize: 400 });
}
