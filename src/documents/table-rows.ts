// Tables, row by row: each row repeats the names of its columns, so that it says something wherever it is found.

import { DocumentError } from '../interfaces/document-reader.ts';
import { oneLine } from './one-line.ts';
import type { Block } from './reading.ts';

const MAX_ROWS = 1000;
const MAX_COLUMNS = 50;

/**
 * The first row that is not empty names the columns. Throws DocumentError for tables beyond what can be looked up; `name`: of the table,
 * for that error.
 */
export function tableRows(rows: readonly (readonly string[])[], name = 'the table'): Block[] {
  const filled = rows.map((row) => row.map(oneLine)).filter((row) => row.some((cell) => cell !== ''));
  const [header, ...body] = filled;
  if (!header) return [];
  const widest = filled.reduce((most, row) => Math.max(most, row.length), 0);
  if (widest > MAX_COLUMNS)
    throw new DocumentError(`${name} has ${widest} columns, at most ${MAX_COLUMNS} can be read`);
  if (body.length > MAX_ROWS)
    throw new DocumentError(`${name} has ${body.length} rows under the first, at most ${MAX_ROWS} can be read`);
  if (body.length === 0) return [{ is: 'row', text: header.filter((cell) => cell !== '').join('; ') }];
  return body.map((row) => ({ is: 'row', text: rowText(header, row) }));
}

function rowText(header: readonly string[], row: readonly string[]): string {
  const cells = row.flatMap((cell, i) => {
    if (cell === '') return [];
    const column = header[i] ?? '';
    return column === '' || column === cell ? cell : `${column}: ${cell}`;
  });
  return cells.join('; ');
}
