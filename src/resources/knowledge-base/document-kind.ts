// What a document is that somebody wants to be looked things up in: one of the kinds that can be read, or a refusal that says why not.

import { invalidRequest } from '../../contract/index.ts';
import type { UploadedFile } from '../../interfaces/uploaded-file.ts';
import { contentKind, readEnds, type ContentKind, type FileEnds } from '../upload/index.ts';
import { checkTable } from './table-limits.ts';

/** Extensions of files that can be read. */
export const DOCUMENT_KINDS =
  'bmp csv doc docx eml epub heic html jpeg md msg odt org p7s pdf png ppt pptx rst rtf tiff tsv txt xls xlsx xml'.split(
    ' ',
  );

const OTHER_SPELLINGS: Record<string, string> = {
  htm: 'html',
  xhtml: 'html',
  jpg: 'jpeg',
  tif: 'tiff',
  markdown: 'md',
  text: 'txt',
  heif: 'heic',
};
const BY_CONTENT = new Set<ContentKind>(['pdf', 'rtf', 'png', 'jpeg', 'bmp', 'tiff', 'heic']);
const IN_OLE = new Set(['doc', 'xls', 'ppt', 'msg']);
const WRITTEN = new Set(['csv', 'tsv', 'md', 'org', 'rst', 'html', 'xml', 'eml', 'txt', 'p7s']);

/** Entries of a zip file that only one kind of document has. */
const IN_ZIP: Record<string, string> = {
  docx: 'word/document',
  xlsx: 'xl/workbook',
  pptx: 'ppt/presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  epub: 'application/epub+zip',
};

/** The content decides; the extension chooses only where content cannot tell. Throws 400 for what cannot be read. */
export async function documentKind(file: UploadedFile, path: string): Promise<string> {
  const refuse = (why: string) => invalidRequest(`${path} (${file.fileName}): ${why}.`);
  if (file.size === 0) throw refuse('the file is empty');
  const given = extensionOf(file.fileName);
  if (given !== null && !DOCUMENT_KINDS.includes(given))
    throw refuse(`expected one of ${DOCUMENT_KINDS.join(', ')}, got ${given}`);
  const ends = await readEnds(file.path);
  const kind = kindOf(ends, given);
  if (kind === null)
    throw refuse(given === null ? 'the content is of no kind that can be read' : `the content is not ${given}`);
  if (kind === 'csv' || kind === 'tsv') await checkTable(file.path, kind, refuse);
  return kind;
}

function kindOf(ends: FileEnds, given: string | null): string | null {
  const content = contentKind(ends.head);
  if (BY_CONTENT.has(content)) return content;
  switch (content) {
    case 'zip':
      return zipKind(ends);
    case 'ole':
      return given !== null && IN_OLE.has(given) ? given : null;
    case 'der':
      return given === 'p7s' ? given : null;
    case 'text':
      if (given === null) return writtenKind(ends.head);
      return WRITTEN.has(given) ? given : null;
    default:
      return null;
  }
}

/** The names of entries stand in front of each, and once more at the end of the file. */
function zipKind({ head, tail }: FileEnds): string | null {
  return Object.keys(IN_ZIP).find((kind) => [head, tail].some((part) => part.includes(IN_ZIP[kind] as string))) ?? null;
}

function writtenKind(head: Buffer): string {
  const start = head.toString('utf8', 0, 512).trimStart().toLowerCase();
  if (/^<!doctype html|^<html/.test(start)) return 'html';
  return start.startsWith('<?xml') ? 'xml' : 'txt';
}

/** Null without one. SDKs call what is only bytes `upload`. */
function extensionOf(fileName: string): string | null {
  const extension = /\.([A-Za-z0-9]{1,10})$/.exec(fileName)?.[1]?.toLowerCase();
  return extension === undefined ? null : (OTHER_SPELLINGS[extension] ?? extension);
}
