import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { invalidRequest } from '../../contract/index.ts';
import { checkTable } from './table-limits.ts';

const folder = await mkdtemp(join(tmpdir(), 'ringback-table-'));
after(() => rm(folder, { recursive: true, force: true }));

/** Null when it fits, else why not. */
async function faultOf(kind: 'csv' | 'tsv', table: string): Promise<string | null> {
  const path = join(folder, 'table');
  await writeFile(path, table);
  return checkTable(path, kind, invalidRequest).then(
    () => null,
    (error: Error) => error.message.replace(/^.*? reference\. /, ''),
  );
}

const ROWS = 'expected at most 1000 rows under the first, got more';
const COLUMNS = 'expected at most 50 columns, got more';

test('a table has a thousand rows under the first at most, blank ones and breaks in quotes not counted', async () => {
  const rows = '1,"a\nb"\n'.repeat(1000);
  assert.equal(await faultOf('csv', `a,b\n${rows}`), null);
  assert.equal(await faultOf('csv', `a,b\r\n\r\n \r\n,\r\n${rows}`), null);
  assert.equal(await faultOf('csv', `a,b\n${rows}1,2`), ROWS);
  assert.equal(await faultOf('csv', `a,b\n1,5" pipe\n${rows}`), ROWS, 'a mark inside a value takes in nothing');
});

test('a table has fifty columns at most, however they are separated', async () => {
  for (const separator of ',;\t|') {
    assert.equal(await faultOf('csv', Array(50).fill('"a, b"').join(separator)), null, separator);
    assert.equal(await faultOf('csv', Array(51).fill('x').join(separator)), COLUMNS, separator);
  }
  assert.equal(await faultOf('tsv', Array(51).fill('a').join(',')), null);
  assert.equal(await faultOf('tsv', Array(51).fill('a').join('\t')), COLUMNS);
});

test('a quotation mark that is never closed is told with its row, without reading on', async () => {
  assert.match(
    (await faultOf('csv', `a,b\n1,"${'x'.repeat(300_000)}`)) ?? '',
    /^row 2: .* is a quotation mark not closed/,
  );
  assert.equal(await faultOf('csv', 'a,b\n1,"2'), 'row 2: A quotation mark is not closed.');
});
