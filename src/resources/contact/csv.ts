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

const SEPARATORS = [',', ';', '\t'];
/** Characters; a quote that is never closed would take in the rest of the file. */
const MAX_ROW = 200_000;
const MAX_COLUMNS = 1_000;

/** Rows in order, read as the bytes come. The first row decides what separates. Throws CsvError. */
export async function* readCsv(bytes: AsyncIterable<Uint8Array | string>): AsyncGenerator<CsvRow> {
  const decoder = new TextDecoder('utf-8');
  const scanner = createScanner();
  for await (const chunk of bytes) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    yield* scanner.take(text);
  }
  yield* scanner.take(decoder.decode());
  yield* scanner.finish();
}

/** Holds what of a row has come so far. */
function createScanner() {
  let separator: string | null = null;
  let pending = '';
  let row = 0;

  /** The end of the first whole line of `pending`, behind its line break; -1 while there is none. */
  function lineEnd(from: number): { end: number; quoted: boolean } {
    let quoted = false;
    for (let i = from; i < pending.length; i++) {
      if (pending[i] === '"') quoted = !quoted;
      else if (pending[i] === '\n' && !quoted) return { end: i + 1, quoted };
    }
    return { end: -1, quoted };
  }

  function parse(line: string): CsvRow | null {
    row++;
    const text = line.replace(/\r?\n$/, '');
    if (text.trim() === '') return null;
    separator ??= likeliestSeparator(text);
    const values = splitRow(text, separator);
    if (values.length > MAX_COLUMNS) throw new CsvError(row, `There are more than ${MAX_COLUMNS} columns.`);
    return { row, values };
  }

  return {
    *take(text: string): Generator<CsvRow> {
      pending += text;
      let start = 0;
      for (let { end } = lineEnd(0); end !== -1; { end } = lineEnd(start)) {
        const parsed = parse(pending.slice(start, end));
        start = end;
        if (parsed) yield parsed;
      }
      pending = pending.slice(start);
      if (pending.length > MAX_ROW)
        throw new CsvError(row + 1, `The row is longer than ${MAX_ROW} characters; is a quotation mark not closed?`);
    },
    *finish(): Generator<CsvRow> {
      if (pending === '') return;
      if (lineEnd(0).quoted) throw new CsvError(row + 1, 'A quotation mark is not closed.');
      const parsed = parse(pending);
      if (parsed) yield parsed;
    },
  };
}

function likeliestSeparator(line: string): string {
  const outside = line.replace(/"[^"]*"/g, '');
  const count = (separator: string): number => outside.split(separator).length;
  return SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best));
}

function splitRow(line: string, separator: string): string[] {
  const values: string[] = [];
  let value = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i] as string;
    if (quoted && sign === '"' && line[i + 1] === '"') {
      value += '"';
      i++;
    } else if (sign === '"' && (quoted || value.trim() === '')) {
      if (!quoted) value = '';
      quoted = !quoted;
    } else if (sign === separator && !quoted) {
      values.push(value);
      value = '';
    } else value += sign;
  }
  values.push(value);
  return values;
}
