// Values separated by commas, semicolons, tabs or bars.

import { CsvError, readCsv as readTable } from '../../csv/index.ts';
import { DocumentError } from '../../interfaces/document-reader.ts';
import { decodeText } from '../decode-text.ts';
import { readingOf, type Reader, type Reading } from '../reading.ts';
import { tableRows } from '../table-rows.ts';

export const readCsv: Reader = (bytes, { charset }) => read(decodeText(bytes, charset), ',;\t|');
export const readTsv: Reader = (bytes, { charset }) => read(decodeText(bytes, charset), '\t');

async function read(text: string, separators: string): Promise<Reading> {
  // Lines of old end with a carriage return alone.
  const lines = text.replace(/\r(?!\n)/g, '\n');
  const rows: string[][] = [];
  try {
    for await (const { values } of readTable([lines], separators)) rows.push(values);
  } catch (error) {
    if (error instanceof CsvError) throw new DocumentError(`row ${error.row}: ${error.message}`, { cause: error });
    throw error;
  }
  return readingOf(tableRows(rows));
}
