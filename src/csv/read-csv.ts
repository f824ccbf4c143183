// Tables as text: comma-separated values (RFC 4180), or separated by semicolons or tabs as spreadsheets in many countries write them.

/** A table that cannot be read on; `message` is fit for a user. */
export class CsvError extends Error {
  /** The line of the table, the first is 1. */
  readonly row: number;
  constructor(row: number, message: string) {
    super(message);
    this.name = 'CsvError';
    this.row = row;
  }
}

export interface CsvRow {
  /** The place in the table, the first is 1. Lines without anything count, but are not given. */
  row: number;
  values: string[];
}

/** Of those, the first row decides. */
const SEPARATORS = ',;\t';
/** Characters; a quote that is never closed would take in the rest of the file. */
const MAX_ROW = 200_000;
const MAX_COLUMNS = 1_000;

/**
 * Rows in order, read as the bytes come: UTF-8, or UTF-16 with its mark. `separators`: the characters that may separate values. Throws
 * CsvError.
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array | string> | Iterable<string>,
  separators = SEPARATORS,
): AsyncGenerator<CsvRow> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  const scanner = createScanner(separators);
  for await (const chunk of bytes) {
    if (typeof chunk === 'string') yield* scanner.take(chunk);
    else yield* scanner.take((decoder ??= new TextDecoder(encodingOf(chunk))).decode(chunk, { stream: true }));
  }
  if (decoder) yield* scanner.take(decoder.decode());
  yield* scanner.finish();
}

/** By the byte order mark, which spreadsheets put before "Unicode text". */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** Holds what of a row has come so far. */
function createScanner(separators: string) {
  let separator: string | null = null;
  let pending = '';
  let row = 0;

  function parse(whole: string): CsvRow | null {
    row++;
    const line = whole.replace(/\r$/, '');
    if (line.trim() === '') return null;
    separator ??= likeliestSeparator(line, separators);
    const { values } = scanRow(line, 0, separator);
    if (values.length > MAX_COLUMNS) throw new CsvError(row, `There are more than ${MAX_COLUMNS} columns.`);
    return { row, values };
  }

  return {
    *take(text: string): Generator<CsvRow> {
      pending += text;
      let start = 0;
      for (;;) {
        const { end } = scanRow(pending, start, separator ?? separators);
        if (end === null) break;
        const parsed = parse(pending.slice(start, end));
        start = end + 1;
        if (parsed) yield parsed;
      }
      pending = pending.slice(start);
      if (pending.length > MAX_ROW)
        throw new CsvError(row + 1, `The row is longer than ${MAX_ROW} characters; is a quotation mark not closed?`);
    },
    *finish(): Generator<CsvRow> {
      if (pending === '') return;
      if (scanRow(pending, 0, separator ?? separators).isQuoted)
        throw new CsvError(row + 1, 'A quotation mark is not closed.');
      const parsed = parse(pending);
      if (parsed) yield parsed;
    },
  };
}

function likeliestSeparator(line: string, separators: string): string {
  const outside = line.replace(/"[^"]*"/g, '');
  const count = (separator: string): number => outside.split(separator).length;
  return [...separators].reduce((best, one) => (count(one) > count(best) ? one : best));
}

interface ScannedRow {
  values: string[];
  /** Where its line break is; null when it does not end here. */
  end: number | null;
  /** It stopped inside quotation marks. */
  isQuoted: boolean;
}

/** One row from `start` on. Quotation marks quote at the start of a value only; elsewhere (5" pipe) they are signs like any other. */
function scanRow(text: string, start: number, separators: string): ScannedRow {
  const values: string[] = [];
  let value = '';
  let isQuoted = false;
  let end: number | null = null;
  for (let i = start; i < text.length && end === null; i++) {
    const sign = text[i] as string;
    if (isQuoted && sign === '"' && text[i + 1] === '"') {
      value += '"';
      i++;
    } else if (sign === '"' && (isQuoted || value.trim() === '')) {
      if (!isQuoted) value = '';
      isQuoted = !isQuoted;
    } else if (isQuoted) value += sign;
    else if (separators.includes(sign)) {
      values.push(value);
      value = '';
    } else if (sign === '\n') end = i;
    else value += sign;
  }
  values.push(value);
  return { values, end, isQuoted };
}
