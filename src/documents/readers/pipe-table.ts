// Tables drawn with pipes, as Markdown and Org have them.

import type { Block } from '../reading.ts';
import { tableRows } from '../table-rows.ts';

const RULE = /^\s*\|?[\s:|+-]*-[\s:|+-]*\|?\s*$/;

/** Null when the lines are no table. */
export function pipeTable(lines: readonly string[]): Block[] | null {
  const [first = '', second = ''] = lines;
  if (lines.length < 3 || !first.includes('|') || !RULE.test(second) || !second.includes('-')) return null;
  if (!lines.every((line) => line.includes('|') || RULE.test(line))) return null;
  const rows = lines.filter((line) => !RULE.test(line)).map(cellsOf);
  return tableRows(rows);
}

function cellsOf(line: string): string[] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim());
}
