// A call as a line of CSV: which values, written how.

import type { CallObject } from '../call/render.ts';

/** When nobody chose. */
export const USUAL_COLUMNS = [
  'call_id',
  'call_type',
  'agent_id',
  'agent_version',
  'agent_name',
  'call_status',
  'start_timestamp',
  'end_timestamp',
  'duration_ms',
  'direction',
  'from_number',
  'to_number',
  'disconnection_reason',
  'call_analysis.user_sentiment',
  'call_analysis.call_successful',
  'call_analysis.in_voicemail',
  'call_analysis.call_summary',
  'latency.e2e.p50',
  'call_cost.combined_cost',
  'recording_url',
  'metadata',
  'call_analysis.custom_analysis_data',
] as const;

/** Columns that hold what lists leave out. */
const TRANSCRIPT_COLUMN = /^(scrubbed_)?transcript/;

/** Whether the transcripts are needed for these columns. */
export function needsTranscripts(columns: readonly string[]): boolean {
  return columns.some((column) => TRANSCRIPT_COLUMN.test(column));
}

export interface CsvLines {
  header: string;
  line(call: CallObject): string;
}

/** Lines end with CRLF (RFC 4180). `timezone`: in which times are written, as in 2026-11-22 15:04:05. */
export function csvLines(columns: readonly string[], timezone: string): CsvLines {
  const write = timeWriter(timezone);
  const paths = columns.map((column) => ({ path: column.split('.'), isTime: column.endsWith('_timestamp') }));
  const cellOf = (call: CallObject, { path, isTime }: (typeof paths)[number]): string => {
    const value = valueAt(call, path);
    return cell(isTime && typeof value === 'number' ? write(value) : value);
  };
  return {
    header: `${columns.map(cell).join(',')}\r\n`,
    line: (call) => `${paths.map((path) => cellOf(call, path)).join(',')}\r\n`,
  };
}

/** Keys may hold dots themselves: the longest key that is there goes first. */
function valueAt(object: unknown, path: readonly string[]): unknown {
  if (path.length === 0) return object;
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;
  for (let length = path.length; length > 0; length--) {
    const key = path.slice(0, length).join('.');
    if (Object.hasOwn(object, key)) return valueAt((object as Record<string, unknown>)[key], path.slice(length));
  }
  return undefined;
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe; numbers, of telephones too, are none. */
export function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const isFormula = /^\s*[=+\-@|%]/.test(text) || /^[\t\r\n]/.test(text);
  const safe = isFormula && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n;\t']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function timeWriter(timezone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' });
  return (ms) => format.format(ms);
}
