// Files that were made to hurt: a clear error or clean text, and a reader that reads on.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { createDocumentReader } from '../../src/documents/index.ts';
import { DocumentError } from '../../src/interfaces/document-reader.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import { makeZip } from '../support/make-zip.ts';

const reader = createDocumentReader({ log: silentLog });
const folder = await mkdtemp(join(tmpdir(), 'ringback-hostile-'));
after(async () => {
  await reader.close();
  await rm(folder, { recursive: true, force: true });
});
const unaborted = new AbortController().signal;
let files = 0;

async function read(kind: string, content: Uint8Array | string, signal = unaborted, by = reader): Promise<string> {
  const path = join(folder, `${++files}`);
  await writeFile(path, content);
  const { chunks } = await by.read({ path, kind, maxChunkSize: 2000, minChunkSize: 400 }, signal);
  return chunks.map(({ text }) => text).join('\n\n');
}

const refuses = (kind: string, content: Uint8Array | string, message: RegExp) =>
  assert.rejects(read(kind, content), (error) => {
    assert.ok(error instanceof DocumentError, String(error));
    assert.match(error.message, message);
    return true;
  });

const fixture = (name: string) => readFile(new URL(`files/${name}`, import.meta.url));

test('archives that unpack into more than can be read', async () => {
  // It says that it is empty.
  const bomb = { content: '', packed: deflateRawSync(Buffer.alloc(310 * 1024 * 1024)) };
  const rest = (name: string) => ({ name, content: '<x/>' });
  const archives: [string, Buffer][] = [
    ['docx', makeZip([{ name: 'word/document.xml', ...bomb }, rest('[Content_Types].xml')])],
    ['xlsx', makeZip([{ name: 'xl/workbook.xml', ...bomb }, rest('[Content_Types].xml')])],
    ['pptx', makeZip([{ name: 'ppt/presentation.xml', ...bomb }])],
    ['odt', makeZip([{ name: 'content.xml', ...bomb }])],
    ['epub', makeZip([{ name: 'META-INF/container.xml', ...bomb }])],
  ];
  await Promise.all(archives.map(([kind, archive]) => refuses(kind, archive, /unpacked it is larger than 300 MB/)));
});

test('archives that are broken, or something else', async () => {
  const docx = await fixture('harbour.docx');
  await refuses('docx', docx.subarray(0, 3000), /damaged: it is no whole archive/);
  await refuses('odt', 'PK\x03\x04 and nothing', /damaged: it is no whole archive/);
  await refuses('epub', docx, /damaged: META-INF\/container\.xml is not in it/);
  await refuses('odt', docx, /damaged: there is no text in the archive/);
  await refuses('docx', makeZip([{ name: 'inner.docx', content: docx }]), /damaged or no docx/);
});

test('an archive in an archive stays closed', async () => {
  const inner = makeZip([{ name: 'content.xml', content: '<office:body><text:p>inner</text:p></office:body>' }]);
  const content =
    '<office:document-content><office:body><text:p>outer</text:p></office:body></office:document-content>';
  const odt = makeZip([
    { name: 'content.xml', content },
    { name: 'Object 1/inner.odt', content: inner },
  ]);
  assert.equal(await read('odt', odt), 'outer');
});

test('entities that multiply or look into files', async () => {
  const secret = join(folder, 'secret');
  await writeFile(secret, 'top secret');
  const lols = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
  const type = `<!DOCTYPE x [<!ENTITY l0 "lol">${lols}<!ENTITY file SYSTEM "file://${secret}">]>`;
  const text = await read('xml', `<?xml version="1.0"?>${type}<x><a>&l9;</a><b>&file;</b><c>tea</c></x>`);
  assert.match(text, /c: tea/);
  assert.ok(text.length < 200 && !text.includes('top secret'), text.slice(0, 200));
  const paragraph = '<w:p><w:r><w:t>&file;&l9; tea</w:t></w:r></w:p>';
  const parts = [
    ['[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'],
    [
      '_rels/.rels',
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ],
    [
      'word/document.xml',
      `${type}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraph}</w:body></w:document>`,
    ],
  ] as const;
  const docx = makeZip(parts.map(([name, content]) => ({ name, content })));
  const told = await read('docx', docx).catch((error: Error) => error.message);
  assert.ok(told.length < 200 && !told.includes('top secret'), told.slice(0, 200));
});

test('PDF files that are cut, empty or protected', async () => {
  const pdf = await fixture('harbour.pdf');
  await refuses('pdf', '%PDF-1.7\n', /damaged: it is no whole PDF/);
  await refuses('pdf', '', /the file is empty/);
  await refuses('pdf', await fixture('locked.pdf'), /protected by a password/);
  const told = await read('pdf', pdf.subarray(0, pdf.length / 2)).catch((error: Error) => error.message);
  assert.match(told, /damaged|no text|Harbour/);
});

test('files of which the kind is a lie', async () => {
  const program = Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(2000, 7)]);
  for (const [kind, message] of [
    ['pdf', /damaged/],
    ['doc', /damaged|no Word/],
    ['xls', /no Excel workbook/],
    ['ppt', /damaged|no PowerPoint/],
    ['msg', /damaged/],
    ['png', /damaged/],
    ['tiff', /damaged|no text/],
    ['p7s', /damaged|no signed/],
  ] as const)
    await refuses(kind, program, message);
  await refuses('exe', program, /documents of the kind exe cannot be read/);
});

test('pages nested beyond measure, and pages that are nothing but scripts', async () => {
  const deep = `${'<div>'.repeat(100_000)}tea${'</div>'.repeat(100_000)}`;
  const told = await read('html', deep).catch((error: Error) => error.message);
  assert.match(told, /nested deeper than can be read|^tea$/);
  await refuses('html', '<html><script>alert(1)</script><style>p{}</style></html>', /there is no text in it/);
  await refuses('rtf', `{\\rtf1 ${'{'.repeat(200_000)}`, /there is no text in it/);
});

test('tables beyond what can be looked up', async () => {
  await refuses('csv', `a,b\n${'1,2\n'.repeat(1001)}`, /the table has 1001 rows under the first, at most 1000/);
  await refuses('csv', `${'a,'.repeat(50)}a\n1\n`, /the table has 51 columns, at most 50/);
  const sheet = `<table>${'<tr><td>1</td><td>2</td></tr>'.repeat(1002)}</table>`;
  await refuses('html', sheet, /a table has 1001 rows/);
});

test('what takes too long or too much memory is ended, and the next is read', async () => {
  const narrow = createDocumentReader({ log: silentLog, maxMemoryBytes: 90 * 1024 * 1024, parallel: 1 });
  await assert.rejects(
    read('txt', Buffer.alloc(49 * 1024 * 1024, 'word and '), unaborted, narrow),
    /reading it takes more than 90 MB of memory/,
  );
  await narrow.close();
  const hurried = createDocumentReader({ log: silentLog, timeoutMs: 1 });
  await assert.rejects(read('txt', 'tea', unaborted, hurried), /could not be read within 0\.001 seconds/);
  await hurried.close();
  assert.equal(await read('txt', 'tea'), 'tea');
});

test('reading is given up when nobody wants it any more, waiting or not', async () => {
  const one = createDocumentReader({ log: silentLog, parallel: 1 });
  const abort = new AbortController();
  const asked = [1, 2, 3].map(() => read('md', '# tea', abort.signal, one));
  const settled = Promise.allSettled(asked);
  abort.abort(new Error('enough'));
  for (const result of await settled) {
    assert.equal(result.status, 'rejected');
    assert.match(String(result.reason), /enough/);
  }
  assert.equal(await read('md', '# tea', unaborted, one), 'tea');
  await one.close();
  await one.close();
  await assert.rejects(read('md', '# tea', unaborted, one), /closing/);
});
