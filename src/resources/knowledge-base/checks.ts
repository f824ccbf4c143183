// What a knowledge base must keep to beyond its schema.

import { invalidRequest, type RequestBody, quoted } from '../../contract/index.ts';
import type { UploadedFile } from '../../interfaces/uploaded-file.ts';

type CreateBody = RequestBody<'createKnowledgeBase'>;

/** What is to be put in. */
export type SourcesGiven = Pick<
  CreateBody,
  'knowledge_base_texts' | 'knowledge_base_urls' | 'knowledge_base_crawls'
> & { files: UploadedFile[] };

export const DEFAULT_CHUNKS = { max_chunk_size: 2000, min_chunk_size: 400 };

const MAX_NAME_CHARACTERS = 40;
const MAX_TITLE_CHARACTERS = 1000;
const MAX_URL_CHARACTERS = 2000;
/** Of one knowledge base. */
const MAX_SOURCES = {
  knowledge_base_urls: ['url', 500],
  knowledge_base_texts: ['text', 50],
  knowledge_base_files: ['document', 25],
  knowledge_base_crawls: ['crawl', 20],
} as const;

/** Throws 400 naming the field. */
export function checkKnowledgeBase(body: CreateBody): void {
  const { knowledge_base_name: name } = body;
  const length = [...name].length;
  if (name.trim() === '' || length > MAX_NAME_CHARACTERS)
    throw invalidRequest(`knowledge_base_name: expected 1 to ${MAX_NAME_CHARACTERS} characters, got ${length}.`);
  const { max_chunk_size: max, min_chunk_size: min } = { ...DEFAULT_CHUNKS, ...body };
  if (min >= max) throw invalidRequest(`min_chunk_size: expected less than max_chunk_size, ${max}, got ${min}.`);
}

/** Throws 400 naming the field. */
export function checkSources(given: SourcesGiven): void {
  for (const [i, { title, text }] of (given.knowledge_base_texts ?? []).entries()) {
    const path = `knowledge_base_texts[${i}]`;
    if (text.trim() === '') throw invalidRequest(`${path}.text: expected some text.`);
    if (title.length > MAX_TITLE_CHARACTERS)
      throw invalidRequest(`${path}.title: expected at most ${MAX_TITLE_CHARACTERS} characters, got ${title.length}.`);
  }
  for (const [i, url] of (given.knowledge_base_urls ?? []).entries()) checkUrl(url, `knowledge_base_urls[${i}]`);
  for (const [i, { url }] of (given.knowledge_base_crawls ?? []).entries())
    checkUrl(url, `knowledge_base_crawls[${i}].url`);
}

/** Throws 400 when with these there are too many. `there`: types of the sources that are already in. */
export function checkRoom(there: readonly { type: string }[], adding: readonly { type: string }[]): void {
  for (const [field, [type, max]] of Object.entries(MAX_SOURCES)) {
    const before = there.filter((source) => source.type === type).length;
    const more = adding.filter((source) => source.type === type).length;
    if (more === 0 || before + more <= max) continue;
    const already = before === 0 ? '' : ` and there are ${before} already`;
    throw invalidRequest(`${field}: a knowledge base has at most ${max} of them, got ${more}${already}.`);
  }
}

function checkUrl(url: string, path: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isWeb = parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
  if (!parsed || !isWeb || url.length > MAX_URL_CHARACTERS)
    throw invalidRequest(
      `${path}: expected an http:// or https:// address of at most ${MAX_URL_CHARACTERS} characters, got ${quoted(url)}.`,
    );
  if (parsed.username !== '' || parsed.password !== '')
    throw invalidRequest(`${path}: an address must not carry a user name or password.`);
}
