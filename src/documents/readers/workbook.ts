// Excel workbooks, old and new: each sheet is a table.

import xlsx, { type WorkSheet } from 'xlsx';
import { checkArchive } from '../archive.ts';
import { readingOf, type Block, type Reader } from '../reading.ts';
import { tableRows } from '../table-rows.ts';
import { DocumentError } from '../../interfaces/document-reader.ts';

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

export const readXlsx: Reader = (bytes) => {
  checkArchive(bytes);
  return readWorkbook(bytes);
};

/** Of a compound file: what else the parser takes for a workbook is any text. */
export const readXls: Reader = (bytes) => {
  if (!bytes.subarray(0, OLE.length).equals(OLE)) throw new DocumentError('the file is no Excel workbook');
  return readWorkbook(bytes);
};

function readWorkbook(bytes: Buffer) {
  const book = open(bytes);
  return readingOf(
    book.SheetNames.flatMap((name): Block[] => {
      const rows = tableRows(cellsOf(book.Sheets[name] as WorkSheet), `the sheet "${name}"`);
      return rows.length === 0 ? [] : [{ is: 'heading', level: 1, text: name }, ...rows];
    }),
  );
}

/** Blank ones included: far more than may be filled, so that gaps lose nothing and too many are noticed. */
const MOST_ROWS = 20_000;

function open(bytes: Buffer) {
  try {
    const options = { type: 'buffer', cellHTML: false, cellFormula: false, bookVBA: false } as const;
    return xlsx.read(bytes, { ...options, sheetRows: MOST_ROWS });
  } catch (error) {
    if (/password|encrypt/i.test((error as Error).message))
      throw new DocumentError('the file is protected by a password');
    throw error;
  }
}

/** Of the cells that are there: a sheet may claim to be as large as it likes. */
function cellsOf(sheet: WorkSheet): string[][] {
  const rows: string[][] = [];
  for (const address of Object.keys(sheet)) {
    if (address.startsWith('!')) continue;
    const { r, c } = xlsx.utils.decode_cell(address);
    if (c > 16_383 || r > 1_048_575) continue;
    const text = String(xlsx.utils.format_cell(sheet[address]) ?? '');
    if (text !== '') (rows[r] ??= [])[c] = text;
  }
  return rows.filter((row) => row !== undefined).map((row) => Array.from(row, (cell) => cell ?? ''));
}
