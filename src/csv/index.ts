export { CsvError, readCsv } from './read-csv.ts';
export type { CsvRow } from './read-csv.ts';
