// Every kind of file, with a real one.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import xlsx from 'xlsx';
import { createDocumentReader } from '../../src/documents/index.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import { makeMsg } from '../support/make-msg.ts';

const reader = createDocumentReader({ log: silentLog });
const folder = await mkdtemp(join(tmpdir(), 'ringback-kinds-'));
after(async () => {
  await reader.close();
  await rm(folder, { recursive: true, force: true });
});
const { signal } = new AbortController();
let files = 0;

async function read(kind: string, content: Uint8Array | string, more: { url?: string; charset?: string } = {}) {
  const path = join(folder, `${++files}`);
  await writeFile(path, content);
  return reader.read({ path, kind, maxChunkSize: 2000, minChunkSize: 400, ...more }, signal);
}

async function textOf(kind: string, content: Uint8Array | string, more = {}): Promise<string> {
  const { chunks } = await read(kind, content, more);
  return chunks.map(({ heading, text }) => (heading === '' ? text : `[${heading}] ${text}`)).join('\n\n');
}

async function fixture(name: string): Promise<Buffer> {
  const bytes = await readFile(new URL(`files/${name}`, import.meta.url));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

for (const kind of ['docx', 'doc', 'odt', 'rtf', 'epub']) {
  test(`${kind}: headings, paragraphs, items and rows with the names of their columns`, async () => {
    const text = await textOf(kind, await fixture(kind === 'doc' ? 'harbour.doc.gz' : `harbour.${kind}`));
    assert.match(text, /^Harbour guide\s+The harbour office opens at seven in the morning/);
    assert.match(text, /Mooring\s+A berth for one night costs 24 €, electricity included\. Guests .* Mrs Møller\./);
    assert.match(text, /(• )?Fresh water is free\.\s+(• )?Showers cost 2 € in coins\./);
    assert.match(text, /Boat length: up to 8 m; Price per night: 18 €\nBoat length: up to 12 m; Price per night: 24 €/);
    assert.match(text, /\n\nChildren under six stay for free\.$/);
  });
}

test('pdf: headings by their letters, lines put together, columns told apart', async () => {
  const { title, chunks } = await read('pdf', await fixture('harbour.pdf'));
  const text = chunks[0]?.text ?? '';
  assert.equal(title, 'Harbour Guide');
  assert.match(text, /^Harbour guide\nThe harbour office opens at seven .* – also on holidays\.\n\nMooring\nA berth/);
  assert.match(text, /• Fresh water is free\.\n• Showers cost 2 € in coins\./);
  assert.match(text, /up to 8 m.{1,3}18 €/);
});

for (const kind of ['xlsx', 'xls'] as const) {
  test(`${kind}: rows behind many blank ones`, async () => {
    const sheet = xlsx.utils.aoa_to_sheet([
      ['Berth', 'Price'],
      ['North', '24 €'],
    ]);
    xlsx.utils.sheet_add_aoa(sheet, [['South', '30 €']], { origin: { r: 1_500, c: 0 } });
    const book = xlsx.utils.book_new();
    xlsx.utils.book_append_sheet(book, sheet, 'Berths');
    const bytes = xlsx.write(book, { type: 'buffer', bookType: kind === 'xls' ? 'biff8' : kind }) as Buffer;
    assert.match(await textOf(kind, bytes), /Berth: North; Price: 24 €[^]*Berth: South; Price: 30 €/);
  });
}

for (const kind of ['xlsx', 'xls']) {
  test(`${kind}: each row of each sheet`, async () => {
    const text = await textOf(kind, await fixture(`rooms.${kind}`));
    assert.match(text, /Room: Gull; Beds: 2; Price per night: 89 €; Sea view: yes/);
    assert.match(text, /Room: Tern, large; Beds: 4; Price per night: 140 €; Sea view: yes/);
  });
}

for (const kind of ['pptx', 'ppt']) {
  test(`${kind}: the texts of slides and notes in their order`, async () => {
    const text = await textOf(kind, await fixture(kind === 'ppt' ? 'tours.ppt.gz' : 'tours.pptx'));
    assert.match(text, /Harbour tours\s+Tours start at ten – every day\s+A ticket costs 12 €/);
    assert.match(text, /In winter\s+No tours from November to March\./);
    assert.match(text, /Mention the seals\./);
    assert.doesNotMatch(text, /Click to edit|Outline Level/);
  });
}

for (const kind of ['png', 'jpeg', 'bmp', 'tiff']) {
  test(`${kind}: the words in the picture`, async () => {
    const text = await textOf(kind, await fixture(kind === 'bmp' ? 'notice.bmp.gz' : `notice.${kind}`));
    assert.match(text, /lost property office is\s+next to the lighthouse\.\s+It opens on Tuesdays only/);
  });
}

test('heic and pictures in PDF files are refused in words', async () => {
  await assert.rejects(read('heic', await fixture('notice.heic')), /heic cannot be read, .* save it as jpeg or png/);
  await assert.rejects(read('pdf', await fixture('scan.pdf')), /there is no text in it; pages that were scanned/);
});

test('eml, msg and p7s: who wrote to whom, and what', async () => {
  const eml = [
    'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=',
    'From: Ada <ada@example.com>',
    'To: bob@example.com',
    'Content-Type: multipart/mixed; boundary=x',
    '',
    '--x',
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'The ferry leaves at eight. Caf=E9 on board.',
    '--x',
    'Content-Type: application/zip; name=plan.zip',
    'Content-Disposition: attachment; filename=plan.zip',
    '',
    'PK',
    '--x--',
  ].join('\r\n');
  const mail = await read('eml', eml);
  assert.equal(mail.title, 'Grüße');
  assert.match(
    mail.chunks[0]?.text ?? '',
    /^Grüße\nFrom: Ada <ada@example.com>\nTo: .*bob@example.com.*\nAttachments: plan.zip/,
  );
  assert.match(mail.chunks[0]?.text ?? '', /The ferry leaves at eight\. Café on board\./);
  const msg = makeMsg({
    subject: 'Parking',
    body: 'Cars stay outside.\r\n\r\nBicycles may come in.',
    senderName: 'Harbour office',
  });
  assert.equal(
    await textOf('msg', msg),
    'Parking\nFrom: Harbour office\n\nCars stay outside.\n\nBicycles may come in.',
  );
  assert.match(
    await textOf('p7s', await fixture('signed.p7s')),
    /Ferry times[^]*The last ferry leaves at half past eight/,
  );
  await assert.rejects(read('p7s', await fixture('detached.p7s')), /a signature alone/);
});

test('csv and tsv: rows with the names of their columns', async () => {
  assert.equal(
    await textOf('csv', 'name;price\n"Tea; green";3\n\nCoffee;4\n'),
    'name: Tea; green; price: 3\nname: Coffee; price: 4',
  );
  assert.equal(await textOf('tsv', 'a\tb\n1, 2\t\n'), 'a: 1, 2');
});

test('md, org, rst and txt: headings by their marks', async () => {
  const md =
    '---\ntitle: x\n---\n# Guide\n\nHello *you*.\n\n```\n# no heading\n```\n\nSub\n---\n\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n';
  assert.equal(await textOf('md', md), 'Guide\nHello *you*.\n\n```\n# no heading\n```\n\nSub\nA: 1; B: 2\nA: 3; B: 4');
  const org = await read(
    'org',
    '#+TITLE: Notes\n* TODO One :tag:\n:PROPERTIES:\n:ID: 7\n:END:\ntext\n** Two\n- a\n- b\n',
  );
  assert.deepEqual([org.title, org.chunks[0]?.text], ['Notes', 'One\ntext\n\nTwo\n- a\n- b']);
  assert.equal(
    await textOf('rst', '=====\nTitle\n=====\n\nIntro.\n\nPart\n----\n\nMore.\n'),
    'Title\nIntro.\n\nPart\nMore.',
  );
  assert.equal(await textOf('txt', 'One\ntwo.\n\nThree.'), 'One\ntwo.\n\nThree.');
});

test('text in any encoding', async () => {
  assert.equal(await textOf('txt', Buffer.from('caf\xe9 \x80 5', 'latin1')), 'café € 5');
  assert.equal(await textOf('txt', Buffer.from('\ufeffGrüße', 'utf16le')), 'Grüße');
  assert.equal(await textOf('txt', Buffer.from([0xfe, 0xff, 0, 0x68, 0, 0x69])), 'hi');
  assert.equal(
    await textOf('html', Buffer.from('<meta charset="koi8-r"><p>\xf0\xd2\xc9\xd7\xc5\xd4', 'latin1')),
    'Привет',
  );
  assert.equal(await textOf('page', Buffer.from('<p>\x93Hi\x94</p>', 'latin1'), { charset: 'windows-1252' }), '“Hi”');
});

test('html and xml: what would be seen', async () => {
  const html = `<!doctype html><html><head><title>Shop</title><style>p{}</style><script>steal()</script></head><body>
    <nav><a href="/">Home</a></nav><h1>Shop</h1><p onclick="x()">Tea &amp; coffee<br>all day.</p><p hidden>secret</p>
    <ul><li>One</li><li>Two</li></ul><table><caption>Prices</caption><tr><th>Item</th><th>€</th></tr><tr><td>Tea</td><td>3</td></tr></table>
    <iframe src="x"></iframe><textarea>no</textarea></body></html>`;
  const { title, chunks } = await read('html', html);
  assert.equal(title, 'Shop');
  assert.equal(chunks[0]?.text, 'Shop\nTea & coffee all day.\n\nOne\nTwo\n\nPrices\n\nItem: Tea; €: 3');
  const xml =
    '<?xml version="1.0" encoding="iso-8859-1"?><shop><item id="7"><name>Caf\xe9</name><price>3</price></item></shop>';
  assert.equal(await textOf('xml', Buffer.from(xml, 'latin1')), 'id: 7\n\nname: Café; price: 3');
});

test('page: the matter without what surrounds it, and the links', async () => {
  const words = 'The harbour office sells tickets for the ferry and answers questions about berths. '.repeat(8);
  const html = `<html><head><title>Tickets</title><base href="/docs/"></head><body><header>Logo</header><nav>Menu <a href="a">A</a></nav>
    <main><article><h1>Tickets</h1><p>${words}</p><p>${words}<a href="/b#c">B</a> <a href="mailto:x@y.z">mail</a> <a rel="nofollow" href="n">N</a></p></article></main>
    <footer>Imprint</footer></body></html>`;
  const { title, chunks, links } = await read('page', html, { url: 'https://example.com/tickets' });
  assert.equal(title, 'Tickets');
  assert.deepEqual(links, ['https://example.com/docs/a', 'https://example.com/b']);
  const text = chunks.map((chunk) => chunk.text).join('\n');
  assert.match(text, /The harbour office sells tickets/);
  assert.doesNotMatch(text, /Logo|Menu|Imprint/);
});
