// When a batch may dial: windows of the local day, half-open minutes, in one time zone, on some days of the week.

import { invalidRequest, type Schema, quoted } from '../../contract/index.ts';
import type { CallWindow } from '../../storage/index.ts';
import { isTimezone } from '../agent/checks.ts';

const DEFAULT_TIMEZONE = 'America/Los_Angeles';
const DAY_MINUTES = 1_440;
const MINUTE_MS = 60_000;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MAX_WINDOWS = 100;

/** Sorted, with windows that touch made one. Throws 400 for what is no window. */
export function readCallWindow(given: Schema<'CallTimeWindow'>): CallWindow {
  const { windows, timezone = DEFAULT_TIMEZONE, day } = given;
  if (windows.length > MAX_WINDOWS)
    throw invalidRequest(`call_time_window.windows: expected at most ${MAX_WINDOWS}, got ${windows.length}.`);
  windows.forEach(checkWindow);
  if (!isTimezone(timezone))
    throw invalidRequest(
      `call_time_window.timezone: expected an IANA time zone like America/New_York, got ${quoted(timezone)}.`,
    );
  return {
    windows: merged(windows),
    timezone,
    ...(day?.length ? { day: DAYS.filter((name) => (day as string[]).includes(name)) } : {}),
  };
}

/** The first moment at or after `now` (ms since the epoch) at which calls may be made. */
export function nextOpening(window: CallWindow, now: number): number {
  const clock = localClock(window.timezone);
  const local = clock(now);
  if (isOpen(window, local)) return now;
  const minutes = minutesUntilOpen(window, local);
  const guess = now - (now % MINUTE_MS) + minutes * MINUTE_MS;
  // A change of the clocks in between moves the guess by as much; at most one such change lies within a week.
  const wanted = (local.minute + minutes) % DAY_MINUTES;
  const drift = ((clock(guess).minute - wanted + DAY_MINUTES * 1.5) % DAY_MINUTES) - DAY_MINUTES / 2;
  const mended = guess - drift * MINUTE_MS;
  return mended > now && isOpen(window, clock(mended)) ? mended : guess;
}

interface LocalTime {
  /** 0 = Sunday. */
  day: number;
  /** Since midnight. */
  minute: number;
}

function isOpen(window: CallWindow, { day, minute }: LocalTime): boolean {
  return isCallDay(window, day) && window.windows.some(({ start, end }) => minute >= start && minute < end);
}

function minutesUntilOpen(window: CallWindow, { day, minute }: LocalTime): number {
  const starts = window.windows.map(({ start }) => Math.ceil(start));
  for (let days = 0; days <= 7; days++) {
    if (!isCallDay(window, (day + days) % 7)) continue;
    const start = starts.find((one) => days > 0 || one > minute);
    if (start !== undefined) return days * DAY_MINUTES + start - minute;
  }
  throw new Error('a call window without any opening');
}

function isCallDay(window: CallWindow, day: number): boolean {
  return window.day === undefined || window.day.includes(DAYS[day] as string);
}

function localClock(timeZone: string): (ms: number) => LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'long',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  return (ms) => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const { weekday = '', hour, minute } = parts;
    return { day: DAYS.indexOf(weekday), minute: Number(hour) * 60 + Number(minute) };
  };
}

function checkWindow({ start, end }: { start: number; end: number }, i: number): void {
  const path = `call_time_window.windows[${i}]`;
  for (const [name, minute] of Object.entries({ start, end }))
    if (!Number.isInteger(minute) || minute < 0 || minute > DAY_MINUTES)
      throw invalidRequest(`${path}.${name}: expected whole minutes from 0 to ${DAY_MINUTES}, got ${minute}.`);
  if (start >= end)
    throw invalidRequest(
      `${path}: expected start before end, got ${start} and ${end}; make two windows to pass midnight.`,
    );
}

function merged(windows: readonly { start: number; end: number }[]): CallWindow['windows'] {
  const result: CallWindow['windows'] = [];
  for (const { start, end } of windows.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}
