// Rich Text Format 1.9: paragraphs and rows of tables, without looks, pictures and fields.

import { oneLine } from '../one-line.ts';
import { readingOf, type Block, type Reader } from '../reading.ts';
import { tableRows } from '../table-rows.ts';

/** Groups whose text is not the document's. */
const UNSEEN = new Set(
  'fonttbl colortbl stylesheet info pict object fldinst themedata colorschememapping listtable listoverridetable rsidtbl generator latentstyles datastore xmlnstbl header footer headerl headerr headerf footerl footerr footerf nonshppict filetbl revtbl bkmkstart bkmkend'.split(
    ' ',
  ),
);
const CHARACTERS: Record<string, string> = {
  tab: ' ',
  line: ' ',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  emspace: ' ',
  enspace: ' ',
};
const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+/gi;

interface Group {
  isUnseen: boolean;
  /** How many characters behind \u stand in for it. */
  substitutes: number;
}

export const readRtf: Reader = (bytes) => {
  const text = bytes.toString('latin1');
  const codePage = /\\ansicpg(\d{3,5})/.exec(text)?.[1] ?? '1252';
  const decoder = decoderOf(codePage);
  const out = createOutput();
  const groups: Group[] = [];
  let group: Group = { isUnseen: false, substitutes: 1 };
  let skip = 0;
  let isStarred = false;
  let pending: number[] = [];

  function put(words: string): void {
    if (!group.isUnseen) out.put(words);
  }
  function flushBytes(): void {
    if (pending.length > 0) put(decoder.decode(new Uint8Array(pending)));
    pending = [];
  }

  for (const match of text.matchAll(TOKEN)) {
    const [, word, number, hex, symbol, brace, plain] = match;
    if (hex !== undefined) {
      // A character of an eastern code page takes two.
      if (skip > 0) skip--;
      else pending.push(parseInt(hex, 16));
      continue;
    }
    flushBytes();
    if (brace === '{') {
      groups.push(group);
      group = { ...group };
    } else if (brace === '}') {
      group = groups.pop() ?? group;
      skip = 0;
    } else if (plain !== undefined) {
      put(decoder.decode(Buffer.from(plain.slice(skip), 'latin1')));
      skip = Math.max(0, skip - plain.length);
    } else if (symbol !== undefined) {
      if (symbol === '*') isStarred = true;
      else if (symbol === '~' || symbol === '_') put(symbol === '~' ? ' ' : '-');
      else if ('\\{}'.includes(symbol)) put(symbol);
      continue;
    } else if (word !== undefined) {
      if (isStarred || UNSEEN.has(word)) group.isUnseen = true;
      if (word === 'uc') group.substitutes = Number(number ?? 1);
      else if (word === 'u') {
        put(String.fromCharCode(Number(number ?? 63) & 0xffff));
        skip = group.substitutes;
      } else if (word === 'bin') return readingOf(out.end());
      else if (!group.isUnseen) out.control(word, CHARACTERS[word]);
    }
    isStarred = false;
  }
  flushBytes();
  return readingOf(out.end());
};

function decoderOf(codePage: string): { decode(bytes: Uint8Array): string } {
  const names: Record<string, string> = { 65001: 'utf-8', 932: 'shift_jis', 936: 'gbk', 949: 'euc-kr', 950: 'big5' };
  try {
    return new TextDecoder(names[codePage] ?? `windows-${codePage}`);
  } catch {
    return new TextDecoder('windows-1252');
  }
}

function createOutput() {
  const blocks: Block[] = [];
  let line = '';
  let cells: string[] = [];
  let rows: string[][] = [];

  function endTable(): void {
    blocks.push(...tableRows(rows));
    rows = [];
  }
  function endParagraph(): void {
    const text = oneLine(line);
    line = '';
    if (cells.length > 0) return void (cells[cells.length - 1] += ` ${text}`);
    endTable();
    if (text !== '') blocks.push({ is: 'paragraph', text });
  }

  return {
    put: (text: string) => void (line += text),
    control(word: string, character: string | undefined) {
      if (character !== undefined) line += character;
      else if (word === 'cell') {
        cells.push(line);
        line = '';
      } else if (word === 'row') {
        rows.push(cells);
        cells = [];
      } else if (word === 'par' || word === 'sect' || word === 'page') {
        if (cells.length === 0 && !(rows.length > 0 && oneLine(line) === '')) endParagraph();
        else line += ' ';
      }
    },
    end() {
      if (cells.length > 0) rows.push(cells);
      cells = [];
      endTable();
      endParagraph();
      return blocks;
    },
  };
}
