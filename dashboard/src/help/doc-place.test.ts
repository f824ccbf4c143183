// What documents lead to is there: each link of docs/ to another document, with its heading, and each document that a page names.

import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { documentWords, headingId, helpAddress, idInHash, linkedDocument } from './doc-place.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const docs = join(root, 'docs');
const read = (name: string) => readFileSync(join(docs, `${name}.md`), 'utf8');

test('places of documents are addresses of the page', () => {
  assert.equal(helpAddress('docs/phone/telnyx.md'), '/help/phone/telnyx');
  assert.deepEqual(linkedDocument('phone/telnyx', '../carriers.md#twilio'), { name: 'carriers', hash: '#twilio' });
  assert.deepEqual(linkedDocument('phone', 'phone/telnyx.md'), { name: 'phone/telnyx', hash: '' });
  assert.deepEqual(linkedDocument('phone', '#ports'), { name: 'phone', hash: '#ports' });
  for (const href of ['https://example.com/a.md', '../README.md', 'decisions/', '/calls', 'mailto:a@example.com'])
    assert.equal(linkedDocument('phone', href), null, href);
  assert.equal(documentWords('phone/connect-a-trunk'), 'Connect a trunk');
  assert.equal(documentWords('custom-llm'), 'Custom LLM');
  assert.deepEqual(['#ports', '#f%C3%BCr', '#100%', ''].map(idInHash), ['ports', 'für', '100%', '']);
});

test('every link from one document to another leads to a document and a heading that are there', () => {
  const names = globSync('**/*.md', { cwd: docs }).map((path) => path.replace(/\.md$/, ''));
  assert.ok(names.length > 30);
  for (const name of names)
    for (const [, href = ''] of read(name).matchAll(/\]\(([^)\s]+)\)/g)) {
      const linked = linkedDocument(name, href);
      if (!linked) {
        if (!/^[a-z]+:|^\//.test(href)) assert.ok(existsSync(join(docs, name, '..', href)), `${name}: ${href}`);
        continue;
      }
      assert.ok(names.includes(linked.name), `${name}: ${href}`);
      const headings = [...read(linked.name).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => headingId(text));
      if (linked.hash) assert.ok(headings.includes(linked.hash.slice(1)), `${name}: ${href}`);
    }
});

test('every document that a page of the dashboard names is there', () => {
  const sources = globSync('**/*.{ts,tsx}', { cwd: join(root, 'dashboard', 'src') });
  const named = sources
    .filter((path) => !path.endsWith('.test.ts'))
    .flatMap((path) => [
      ...readFileSync(join(root, 'dashboard', 'src', path), 'utf8').matchAll(/['"](docs\/[\w/-]+\.md)['"]/g),
    ])
    .map(([, path = '']) => path);
  assert.ok(named.length >= 5, String(named));
  for (const path of named) assert.ok(existsSync(join(root, path)), path);
});
