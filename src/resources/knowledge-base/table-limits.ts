// How large a table may be whose rows are looked up one by one.

import { createReadStream } from 'node:fs';
import type { ApiError } from '../../contract/index.ts';
import { CsvError, readCsv } from '../../csv/index.ts';

const MAX_ROWS = 1000;
const MAX_COLUMNS = 50;
const SEPARATORS = { csv: ',;\t|', tsv: '\t' };

/** Counts rows and columns without holding them; blank rows do not count. Throws what `refuse` makes. */
export async function checkTable(path: string, kind: 'csv' | 'tsv', refuse: (why: string) => ApiError): Promise<void> {
  let rows = 0;
  try {
    for await (const { values } of readCsv(createReadStream(path), SEPARATORS[kind])) {
      if (values.length > MAX_COLUMNS) throw refuse(`expected at most ${MAX_COLUMNS} columns, got more`);
      // The first row names the columns.
      if (values.some((value) => value.trim() !== '') && ++rows > MAX_ROWS + 1)
        throw refuse(`expected at most ${MAX_ROWS} rows under the first, got more`);
    }
  } catch (error) {
    throw error instanceof CsvError ? refuse(`row ${error.row}: ${error.message}`) : error;
  }
}
