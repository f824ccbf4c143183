// From what a form holds to the rows and files that a reader works from.

import { createHash } from 'node:crypto';
import type { UploadedFile } from '../../interfaces/uploaded-file.ts';
import type { NewRow } from '../../storage/index.ts';
import type { KnowledgeBaseKey } from '../../storage/tables/index.ts';
import { newFileKey, type KeptFiles } from '../upload/index.ts';
import { newId } from '../new-id.ts';
import type { SourcesGiven } from './checks.ts';
import { documentKind } from './document-kind.ts';

export type PreparedSource =
  | { type: 'document'; name: string; file: UploadedFile; kind: string; blobKey: string }
  | { type: 'text'; name: string; text: string; blobKey: string }
  | { type: 'url'; name: string };

/** Looks at every file. An address that is given twice counts once. Throws 400 for what cannot be read. */
export async function prepareSources(given: SourcesGiven): Promise<PreparedSource[]> {
  const documents: PreparedSource[] = [];
  for (const [i, file] of given.files.entries()) {
    const kind = await documentKind(file, `knowledge_base_files[${i}]`);
    documents.push({ type: 'document', name: file.fileName, file, kind, blobKey: newFileKey(file.fileName, kind) });
  }
  const texts = (given.knowledge_base_texts ?? []).map(({ title, text }) => ({
    type: 'text' as const,
    name: title,
    text,
    blobKey: newFileKey(title, 'txt'),
  }));
  const urls = [...new Set(given.knowledge_base_urls)].map((name) => ({ type: 'url' as const, name }));
  return [...documents, ...texts, ...urls];
}

type Keep = KeptFiles['keep'];

/** Where their contents will be. */
export function fileKeysOf(sources: readonly PreparedSource[]): string[] {
  return sources.flatMap((source) => (source.type === 'url' ? [] : source.blobKey));
}

/** Keeps their contents and makes their rows. */
export async function keepSources(
  keep: Keep,
  key: KnowledgeBaseKey,
  sources: readonly PreparedSource[],
  now: number,
): Promise<NewRow<'knowledge_base_sources'>[]> {
  const rows: NewRow<'knowledge_base_sources'>[] = [];
  for (const source of sources) {
    const { type, name } = source;
    const content = await keepContent(keep, source);
    rows.push({ ...key, source_id: newId('source'), type, name, ...content, state: 'waiting', created_at: now });
  }
  return rows;
}

async function keepContent(keep: Keep, source: PreparedSource) {
  if (source.type === 'url') return {};
  const isFile = source.type === 'document';
  const blob_key = source.blobKey;
  await keep(blob_key, isFile ? { path: source.file.path } : { text: source.text });
  if (isFile) return { blob_key, file_kind: source.kind, size: source.file.size, sha256: source.file.sha256 };
  const sha256 = createHash('sha256').update(source.text).digest('hex');
  return { blob_key, size: Buffer.byteLength(source.text), sha256 };
}
