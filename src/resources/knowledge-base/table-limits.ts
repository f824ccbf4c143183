// How large a table may be whose rows are looked up one by one.

import { createReadStream } from 'node:fs';
import type { ApiError } from '../../contract/index.ts';

const MAX_ROWS = 1000;
const MAX_COLUMNS = 50;

/** Counts rows and columns of comma, semicolon or tab separated values (RFC 4180) without holding them. Throws what `refuse` makes. */
export async function checkTable(path: string, kind: 'csv' | 'tsv', refuse: (why: string) => ApiError): Promise<void> {
  const counts = createTableCounter(kind);
  for await (const chunk of createReadStream(path, 'latin1')) {
    counts.add(chunk as string);
    if (counts.columns() > MAX_COLUMNS) throw refuse(`expected at most ${MAX_COLUMNS} columns, got more`);
    // The first row names the columns.
    if (counts.rows() > MAX_ROWS + 1) throw refuse(`expected at most ${MAX_ROWS} rows under the first, got more`);
  }
}

/** Blank lines do not count. */
export function createTableCounter(kind: 'csv' | 'tsv'): {
  add(text: string): void;
  rows(): number;
  columns(): number;
} {
  let separator = kind === 'tsv' ? '\t' : '';
  let isQuoted = false;
  let isBlank = true;
  let rows = 0;
  let inRow = 1;
  let widest = 0;

  function endRow(): void {
    if (!isBlank) rows++;
    isBlank = true;
    inRow = 1;
  }

  return {
    add(text) {
      for (const character of text) {
        if (character === '"') isQuoted = !isQuoted;
        else if (!isQuoted && character === '\n') {
          endRow();
          continue;
        } else if (!isQuoted && separator === '' && (character === ',' || character === ';')) separator = character;
        if (!isQuoted && character === separator) inRow++;
        if (character.trim() !== '') isBlank = false;
        if (inRow > widest) widest = inRow;
      }
    },
    rows: () => rows + (isBlank ? 0 : 1),
    columns: () => widest,
  };
}
