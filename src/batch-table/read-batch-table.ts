// A table of people to call, as tasks of a batch: columns with a meaning are named below, all others are dynamic variables.

import type { Schema } from '../contract/index.ts';
import type { CsvRow } from '../csv/index.ts';

export type BatchTask = Schema<'BatchCallTask'>;

export interface BatchTable {
  tasks: BatchTask[];
  /** Rows that are no tasks; the row of the headers is 1. */
  faults: { row: number; why: string }[];
}

export interface BatchTableOptions {
  /** Is it a number in E.164 form? */
  isNumber: (text: string) => boolean;
  /** Talks where a row names no agent. */
  agentId?: string;
}

/** The table as a whole cannot be right; `message` is fit for a user. */
export class BatchTableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BatchTableError';
  }
}

type Field = 'to_number' | 'ignore' | 'agent' | 'version' | 'metadata' | 'headers';

/** Headers in any case, with spaces, hyphens or underscores between their words. */
const COLUMNS: Record<string, Field> = {
  'phone number': 'to_number',
  'to number': 'to_number',
  'ignore e164 validation': 'ignore',
  'override agent id': 'agent',
  'override agent version': 'version',
  metadata: 'metadata',
  'custom sip headers': 'headers',
};
/** Characters of a value that messages repeat. */
const MAX_SHOWN = 40;
const YES = new Set(['true', 'yes', '1']);
const NO = new Set(['false', 'no', '0', '']);

/**
 * Rows in order. Empty cells say nothing, so that defaults of the agent hold. Throws a BatchTableError for headers that cannot be right, and the
 * CsvError of `rows`.
 */
export async function readBatchTable(
  rows: AsyncIterable<CsvRow> | Iterable<CsvRow>,
  options: BatchTableOptions,
): Promise<BatchTable> {
  const table: BatchTable = { tasks: [], faults: [] };
  const rowOfNumber = new Map<string, number>();
  let headers: string[] | null = null;
  for await (const { row, values } of rows) {
    if (headers === null) {
      headers = checkedHeaders(values);
      continue;
    }
    try {
      const task = taskOf(headers, values, options);
      const earlier = rowOfNumber.get(task.to_number);
      if (earlier !== undefined) throw new Error(`${task.to_number} stands in row ${earlier} already.`);
      rowOfNumber.set(task.to_number, row);
      table.tasks.push(task);
    } catch (error) {
      table.faults.push({ row, why: (error as Error).message });
    }
  }
  if (headers === null) throw new BatchTableError('The table is empty.');
  return table;
}

/** A workbook, or text of another encoding, that was taken for a table as text. Throws a BatchTableError. */
export function checkIsText(headers: readonly string[]): void {
  if (headers.some((name) => name.includes('\0')) || /^(PK\x03\x04|\ufffd{2})/.test(headers[0] ?? ''))
    throw new BatchTableError('This is no table as text. Spreadsheet programs write one by "Save as", "CSV UTF-8".');
}

function checkedHeaders(values: string[]): string[] {
  checkIsText(values);
  const headers = values.map((name) => name.replace(/^\uFEFF/, '').trim());
  const meanings = headers.map((name) => fieldOf(name) ?? name);
  const twice = meanings.findIndex((name, i) => name !== '' && meanings.indexOf(name) !== i);
  if (twice >= 0) throw new BatchTableError(`Two columns are named "${headers[twice]}".`);
  if (!meanings.includes('to_number'))
    throw new BatchTableError('There is no column "phone number"; the first row names the columns.');
  return headers;
}

function fieldOf(name: string): Field | undefined {
  const words = name
    .toLowerCase()
    .split(/[\s_-]+/)
    .join(' ');
  return Object.hasOwn(COLUMNS, words) ? COLUMNS[words] : undefined;
}

/** Throws an Error that says what is wrong with the row. */
function taskOf(headers: string[], values: string[], { agentId, isNumber }: BatchTableOptions): BatchTask {
  const cells = new Map<Field, string>();
  const variables: [string, string][] = [];
  for (const [i, given] of values.entries()) {
    const value = given.trim();
    const name = headers[i] ?? '';
    const field = fieldOf(name);
    if (value.includes('\uFFFD')) throw new Error(`${name || 'A value'} is not UTF-8; save the table as UTF-8.`);
    if (value === '') continue;
    if (name === '') throw new Error(`Value ${i + 1} has no column.`);
    if (field) cells.set(field, value);
    else variables.push([name, value]);
  }
  const ignore = readTruth(cells.get('ignore') ?? '');
  const agent = cells.get('agent') ?? agentId;
  const version = cells.get('version');
  const metadata = cells.get('metadata');
  const sipHeaders = cells.get('headers');
  return {
    to_number: readNumber(cells.get('to_number') ?? '', ignore, isNumber),
    ...(ignore ? { ignore_e164_validation: true } : {}),
    ...(agent === undefined ? {} : { override_agent_id: agent }),
    ...(version === undefined ? {} : { override_agent_version: /^\d{1,9}$/.test(version) ? Number(version) : version }),
    ...(variables.length === 0 ? {} : { retell_llm_dynamic_variables: Object.fromEntries(variables) }),
    ...(metadata === undefined ? {} : { metadata: readObject('metadata', metadata) }),
    ...(sipHeaders === undefined ? {} : { custom_sip_headers: readHeaders(sipHeaders) }),
  } as BatchTask;
}

function readNumber(value: string, ignore: boolean, isNumber: (text: string) => boolean): string {
  if (value === '') throw new Error('There is no phone number.');
  if (!ignore && !isNumber(value))
    throw new Error(`${clipped(value)} is no phone number in E.164 form, like +14155550100.`);
  return value;
}

function readTruth(value: string): boolean {
  const word = value.toLowerCase();
  if (!YES.has(word) && !NO.has(word))
    throw new Error(`ignore e164 validation: expected true or false, got ${clipped(value)}.`);
  return YES.has(word);
}

function readObject(column: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${column} is not JSON.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${column}: expected a JSON object.`);
  return value as Record<string, unknown>;
}

function readHeaders(text: string): Record<string, string> {
  const headers = readObject('custom_sip_headers', text);
  const wrong = Object.keys(headers).find((name) => typeof headers[name] !== 'string');
  if (wrong !== undefined) throw new Error(`custom_sip_headers: the value of "${wrong}" is no text.`);
  return headers as Record<string, string>;
}

/** In quotation marks, cut where nobody reads on. */
function clipped(value: string): string {
  return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
}
