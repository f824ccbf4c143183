import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CsvError, readCsv } from './read-csv.ts';

async function rows(...chunks: string[]): Promise<string[][]> {
  const found: string[][] = [];
  for await (const { values } of readCsv(from(chunks))) found.push(values);
  return found;
}

async function* from(chunks: string[]): AsyncGenerator<string> {
  yield* chunks;
}

test('quotation marks keep separators, line breaks and doubled marks', async () => {
  assert.deepEqual(await rows('a,b\r\n"1,5","x\ny"\r\n"say ""hi""",2\r\n'), [
    ['a', 'b'],
    ['1,5', 'x\ny'],
    ['say "hi"', '2'],
  ]);
});

test('a quotation mark inside a value takes in nothing of the rows behind it', async () => {
  assert.deepEqual(await rows('a,b\n1,5" pipe\n2,Jane\n3,6" pipe\n'), [
    ['a', 'b'],
    ['1', '5" pipe'],
    ['2', 'Jane'],
    ['3', '6" pipe'],
  ]);
});

test('wherever the bytes are cut, the rows are the same', async () => {
  const table = 'a;b\r\n"say ""hi""; you";5" x\r\n\r\n1;"2\n3"';
  const whole = await rows(table);
  assert.deepEqual(whole, [
    ['a', 'b'],
    ['say "hi"; you', '5" x'],
    ['1', '2\n3'],
  ]);
  for (let at = 1; at < table.length; at++)
    assert.deepEqual(await rows(table.slice(0, at), table.slice(at)), whole, `cut at ${at}`);
  assert.deepEqual(await rows(...table), whole, 'sign by sign');
});

test('a mark that is never closed is told with its row', async () => {
  await assert.rejects(rows('a\n1\n"2\n3'), (error) => error instanceof CsvError && error.row === 3);
});

test('UTF-16 with its mark, as spreadsheets write it, reads as what it says', async () => {
  const table = Buffer.from('\ufeffname\tcity\nJosé\tŁódź\n', 'utf16le');
  const read = async (bytes: Buffer) => {
    const found: string[][] = [];
    const chunks = (async function* () {
      for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
    })();
    for await (const { values } of readCsv(chunks)) found.push(values);
    return found;
  };
  const rows = [
    ['name', 'city'],
    ['José', 'Łódź'],
  ];
  assert.deepEqual(await read(table), rows);
  assert.deepEqual(await read(Buffer.from(table).swap16()), rows);
});
