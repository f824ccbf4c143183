// At which hours a batch may call: as the form holds it, as the API takes it, and in words.

import type { BatchRequest, DayOfWeek } from '../api/index.ts';

export type CallTimeWindow = NonNullable<BatchRequest['call_time_window']>;

export const days: DayOfWeek[] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Hours as `09:30`; an end of `00:00` is midnight at the end of the day. */
export interface CallTimes {
  windows: { start: string; end: string }[];
  timezone: string;
  /** None: all. */
  days: DayOfWeek[];
}

export function usualTimes(timezone: string): CallTimes {
  return { windows: [{ start: '09:00', end: '17:00' }], timezone, days: days.slice(0, 5) };
}

/** What the API takes. Throws an Error that says what is wrong. */
export function windowOf(times: CallTimes): CallTimeWindow {
  const windows = times.windows.map(({ start, end }) => {
    const from = minutesOf(start);
    const to = minutesOf(end) === 0 ? 1440 : minutesOf(end);
    if (from === null || to === null) throw new Error('Each span of hours needs a beginning and an end.');
    if (to <= from) throw new Error(`${start} to ${end}: a span ends after it begins, on the same day.`);
    return { start: from, end: to };
  });
  if (windows.length === 0) throw new Error('There must be a span of hours.');
  return { windows, timezone: times.timezone, ...(times.days.length > 0 ? { day: times.days } : {}) };
}

/** `Mon–Fri 09:00–17:00 (Europe/Berlin)`. */
export function windowWords({ windows, timezone, day }: CallTimeWindow): string {
  const chosen = days.filter((name) => day?.includes(name));
  const at = chosen.map((name) => days.indexOf(name));
  const first = at[0] ?? 0;
  const inARow = chosen.length > 2 && at.every((place, i) => place === first + i);
  const short = chosen.map((name) => name.slice(0, 3));
  const dayWords =
    chosen.length === 0 || chosen.length === 7 ? 'daily' : inARow ? `${short[0]}–${short.at(-1)}` : short.join(', ');
  const hours = windows.map(({ start, end }) => `${clock(start)}–${clock(end)}`).join(', ');
  return `${dayWords} ${hours} (${timezone ?? 'America/Los_Angeles'})`;
}

/** Since midnight; null for what is no hour. */
function minutesOf(text: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(Math.round(minutes % 60)).padStart(2, '0')}`;
}
