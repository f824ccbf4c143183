// A table as it was dropped or pasted: its columns, what each means, and the tasks that come of it.

import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { checkIsText, readBatchTable } from '../../../src/batch-table/index.ts';
import type { BatchTable } from '../../../src/batch-table/index.ts';
import { readCsv } from '../../../src/csv/index.ts';
import type { CsvRow } from '../../../src/csv/index.ts';

/** What a column may mean beside a variable; as a table writes it. */
export const meanings = {
  'phone number': 'Phone number',
  'override agent id': 'Agent (id)',
  'override agent version': 'Version of the agent',
  metadata: 'Metadata (JSON)',
  'custom sip headers': 'SIP headers (JSON)',
  'ignore e164 validation': 'Dial as written (true or false)',
} as const;

export interface Column {
  header: string;
  /** The first value in it, as an example. */
  example: string;
  means: keyof typeof meanings | 'variable' | 'nothing';
  /** Of the variable. */
  name: string;
}

export interface People {
  columns: Column[];
  /** Without that of the headers. */
  rows: CsvRow[];
}

/** Words by which tables name the number, when none is named as we do. */
const NUMBER_WORDS = /^(phone|telephone|tel|mobile|cell|number|phone ?no\.?|to|telefon|handy|rufnummer)$/i;

/** Throws a CsvError, a BatchTableError for what is no text, or an Error for a table without rows. */
export async function readPeople(bytes: Iterable<Uint8Array | string>): Promise<People> {
  const [head, ...rows] = await allRows(bytes);
  if (!head) throw new Error('The table is empty.');
  checkIsText(head.values);
  if (rows.length === 0) throw new Error('The first row names the columns; there is no row behind it.');
  const columns = head.values.map((given, i): Column => {
    const header = given.replace(/^\uFEFF/, '').trim();
    const example = rows.find(({ values }) => values[i]?.trim())?.values[i]?.trim() ?? '';
    return { header, example, means: meaningOf(header), name: header };
  });
  if (!columns.some(({ means }) => means === 'phone number')) {
    const likely =
      columns.find(({ header }) => NUMBER_WORDS.test(header)) ?? columns.find(({ example }) => isNumber(example));
    if (likely) likely.means = 'phone number';
  }
  return { columns, rows };
}

/** Tasks and faults of the table under these meanings. Throws an Error for meanings that cannot be right. */
export function tasksOf({ columns, rows }: People, agentId: string | undefined): Promise<BatchTable> {
  const kept = columns.map(({ means }, i) => (means === 'nothing' ? -1 : i)).filter((i) => i >= 0);
  const surplus = ({ values }: CsvRow) => values.slice(columns.length);
  const headers = kept.map((i) => (columns[i]!.means === 'variable' ? columns[i]!.name : columns[i]!.means));
  const table = rows.map((row) => ({
    row: row.row,
    values: [...kept.map((i) => row.values[i] ?? ''), ...surplus(row)],
  }));
  return readBatchTable([{ row: 1, values: headers }, ...table], { isNumber, agentId });
}

function meaningOf(header: string): Column['means'] {
  const words = header
    .toLowerCase()
    .split(/[\s_-]+/)
    .join(' ');
  if (words === 'to number') return 'phone number';
  return Object.hasOwn(meanings, words) ? (words as Column['means']) : header === '' ? 'nothing' : 'variable';
}

/** The server looks again, with its own and larger tables of numbers. */
function isNumber(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text) && parsePhoneNumberFromString(text)?.isPossible() === true;
}

async function allRows(bytes: Iterable<Uint8Array | string>): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  for await (const row of readCsv(inOrder(bytes))) rows.push(row);
  return rows;
}

async function* inOrder(bytes: Iterable<Uint8Array | string>): AsyncGenerator<Uint8Array | string> {
  yield* bytes;
}
