// Which reader reads what. Each is loaded when it is needed: some are large.

import { DocumentError } from '../interfaces/document-reader.ts';
import type { Reader, Reading } from './reading.ts';

const READERS: Record<string, () => Promise<Reader>> = {
  pdf: async () => (await import('./readers/pdf.ts')).readPdf,
  docx: async () => (await import('./readers/docx.ts')).readDocx,
  doc: async () => (await import('./readers/doc.ts')).readDoc,
  odt: async () => (await import('./readers/odt.ts')).readOdt,
  rtf: async () => (await import('./readers/rtf.ts')).readRtf,
  pptx: async () => (await import('./readers/pptx.ts')).readPptx,
  ppt: async () => (await import('./readers/ppt.ts')).readPpt,
  xlsx: async () => (await import('./readers/workbook.ts')).readXlsx,
  xls: async () => (await import('./readers/workbook.ts')).readXls,
  epub: async () => (await import('./readers/epub.ts')).readEpub,
  html: async () => (await import('./readers/html.ts')).readHtml,
  page: async () => (await import('./readers/html.ts')).readPage,
  xml: async () => (await import('./readers/xml.ts')).readXml,
  eml: async () => (await import('./readers/eml.ts')).readEml,
  msg: async () => (await import('./readers/msg.ts')).readMsg,
  p7s: async () => (await import('./readers/p7s.ts')).createP7sReader(readSigned),
  csv: async () => (await import('./readers/separated.ts')).readCsv,
  tsv: async () => (await import('./readers/separated.ts')).readTsv,
  md: async () => (await import('./readers/text.ts')).readMarkdown,
  org: async () => (await import('./readers/text.ts')).readOrg,
  rst: async () => (await import('./readers/text.ts')).readRst,
  txt: async () => (await import('./readers/text.ts')).readPlainText,
  png: async () => (await import('./readers/image.ts')).readImage,
  jpeg: async () => (await import('./readers/image.ts')).readImage,
  bmp: async () => (await import('./readers/image.ts')).readImage,
  tiff: async () => (await import('./readers/image.ts')).readTiff,
};

/** Throws DocumentError for kinds that nobody reads. */
export async function readerOf(kind: string): Promise<Reader> {
  if (kind === 'heic')
    throw new DocumentError(
      'pictures of the kind heic cannot be read, as no freely licensed reader is known; save it as jpeg or png',
    );
  const load = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  if (!load) throw new DocumentError(`documents of the kind ${kind} cannot be read`);
  return load();
}

/** What is signed is most often a mail, else a file without a name. */
async function readSigned(bytes: Buffer): Promise<Reading> {
  const start = bytes.toString('latin1', 0, 1024);
  const kind = start.startsWith('%PDF-')
    ? 'pdf'
    : /^[\w-]{2,60}:\s/.test(start)
      ? 'eml'
      : /^\s*<(!doctype )?html/i.test(start)
        ? 'html'
        : 'txt';
  return (await readerOf(kind))(bytes, { charset: undefined, url: undefined });
}
