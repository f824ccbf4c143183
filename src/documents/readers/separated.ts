// Values separated by commas, semicolons or tabs.

import papaparse from 'papaparse';
import { decodeText } from '../decode-text.ts';
import { readingOf, type Reader } from '../reading.ts';
import { tableRows } from '../table-rows.ts';

export const readCsv: Reader = (bytes, { charset }) => read(decodeText(bytes, charset));
export const readTsv: Reader = (bytes, { charset }) => read(decodeText(bytes, charset), '\t');

function read(text: string, delimiter = '') {
  const options = { delimiter, delimitersToGuess: [',', ';', '\t', '|'], skipEmptyLines: 'greedy' as const };
  return readingOf(tableRows(papaparse.parse<string[]>(text, options).data));
}
