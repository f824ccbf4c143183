// Variables that every conversation has without being told: the time in a zone, the session, the call and its parties.

import type { WallClock } from '../interfaces/clock.ts';
import { asText, type VariableLookup } from './variables.ts';

/** What is known about the session from outside. Times in ms since the epoch. */
export interface SessionFacts {
  type: 'voice' | 'chat';
  startedAtMs: number;
  call_id?: string;
  call_type?: string;
  chat_id?: string;
  direction?: 'inbound' | 'outbound';
  from_number?: string;
  to_number?: string;
  /** What the workspace knows of the person: names, do_not_call, fields of its own. */
  contact?: Readonly<Record<string, unknown>>;
  /** The call or chat as its get operation gave it when it began; for programs that ask for it. */
  details?: () => object;
}

/** States of a multi-prompt agent, as far as it has them. */
export interface StateNames {
  current: string | null;
  previous: string | null;
}

/** The zone of an agent that names none. */
export const defaultTimezone = 'America/Los_Angeles';

const calendarDays = 14;
const dayMs = 86_400_000;

/**
 * A lookup for the system's names. `timezone` is the agent's IANA zone; `current_time_<zone>` and its like name their own. An unknown
 * zone makes the name unset.
 */
export function createSystemVariables(
  session: SessionFacts,
  timezone: string | null,
  wallClock: WallClock,
  states: () => StateNames,
): VariableLookup {
  const agentZone = timezone ?? defaultTimezone;
  const plain: Record<string, () => string | undefined> = {
    session_type: () => session.type,
    session_duration: () => durationInWords(wallClock() - session.startedAtMs),
    session_duration_ms: () => String(Math.max(0, wallClock() - session.startedAtMs)),
    current_agent_state: () => states().current ?? undefined,
    previous_agent_state: () => states().previous ?? undefined,
    call_id: () => session.call_id,
    call_type: () => session.call_type,
    chat_id: () => session.chat_id,
    direction: () => session.direction,
    user_number: () => (session.direction === 'outbound' ? session.to_number : session.from_number),
    agent_number: () => (session.direction === 'outbound' ? session.from_number : session.to_number),
    'call.call_id': () => session.call_id ?? '',
    'call.call_type': () => session.call_type ?? '',
    'call.direction': () => session.direction ?? '',
    'call.from_number': () => session.from_number ?? '',
    'call.to_number': () => session.to_number ?? '',
  };
  const inZones = createZonedVariables(agentZone);
  const lookup: VariableLookup = (name) => {
    if (Object.hasOwn(plain, name)) return plain[name]?.();
    if (session.contact && Object.hasOwn(session.contact, name)) return asText(session.contact[name]);
    return inZones(name, wallClock());
  };
  lookup.names = () => [...Object.keys(plain), ...ZONED_NAMES, ...Object.keys(session.contact ?? {})];
  return lookup;
}

const ZONED_NAMES = ['current_time', 'current_hour', 'current_calendar'] as const;
type ZonedName = (typeof ZONED_NAMES)[number];

/** A prompt speaks of a few zones; names beyond so many in one minute are unset, as each takes time. */
const MAX_ZONED_NAMES = 200;

/** Values change with the minute at most, and a prompt may have one of them thousands of times. */
function createZonedVariables(agentZone: string): (name: string, nowMs: number) => string | undefined {
  const known = new Map<string, string | undefined>();
  let minute = NaN;
  return (name, nowMs) => {
    const match = /^(current_time|current_hour|current_calendar)(?:_(.+))?$/.exec(name);
    if (!match) return undefined;
    if (minute !== Math.floor(nowMs / 60_000)) known.clear();
    minute = Math.floor(nowMs / 60_000);
    if (known.has(name)) return known.get(name);
    if (match[2] !== undefined && known.size >= MAX_ZONED_NAMES) return undefined;
    const zone = match[2] ?? agentZone;
    const value = isTimezone(zone) ? zoned(match[1] as ZonedName, zone, nowMs) : undefined;
    known.set(name, value);
    return value;
  };
}

function zoned(name: ZonedName, zone: string, nowMs: number): string {
  switch (name) {
    case 'current_time':
      return timeInWords(zone, nowMs);
    case 'current_hour':
      return hourOfDay(zone, nowMs);
    case 'current_calendar':
      return calendar(zone, nowMs);
    default:
      return name satisfies never;
  }
}

/** "Thursday, March 28, 2024 at 11:46 PM PST". */
function timeInWords(zone: string, nowMs: number): string {
  const part = partsIn(zone, nowMs);
  return `${part.weekday}, ${part.month} ${part.day}, ${part.year} at ${part.hour}:${part.minute} ${part.dayPeriod} ${part.timeZoneName}`;
}

/** Hour of the day as a decimal fraction: "3.5" is half past three. */
function hourOfDay(zone: string, nowMs: number): string {
  const part = partsIn(zone, nowMs);
  const hour = (Number(part.hour) % 12) + (part.dayPeriod === 'PM' ? 12 : 0);
  return String(Math.round((hour + Number(part.minute) / 60) * 100) / 100);
}

/** Fourteen lines "Thursday, March 28, 2024 PST", the first marked as today. */
function calendar(zone: string, nowMs: number): string {
  const today = partsIn(zone, nowMs);
  const noonUtcMs = Date.UTC(Number(today.year), monthIndex(today.month), Number(today.day), 12);
  const lines = Array.from({ length: calendarDays }, (_, day) => {
    const part = partsIn('UTC', noonUtcMs + day * dayMs);
    const mark = day === 0 ? ' (Today)' : '';
    return `${part.weekday}, ${part.month} ${part.day}, ${part.year} ${today.timeZoneName}${mark}`;
  });
  return lines.join('\n');
}

function partsIn(zone: string, atMs: number): Record<string, string> {
  const parts = formatOf(zone).formatToParts(atMs);
  return Object.fromEntries(parts.map((part) => [part.type, part.value]));
}

/** Formats by zone: making one takes longer than a whole prompt. There are some 600 zones, and more ways to write them. */
const formats = new Map<string, Intl.DateTimeFormat>();
const maxFormats = 1000;

/** Throws RangeError for an unknown zone. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
    timeZoneName: 'short',
  });
  if (formats.size < maxFormats) formats.set(zone, format);
  return format;
}

const months = 'January February March April May June July August September October November December'.split(' ');
function monthIndex(name: string | undefined): number {
  return months.indexOf(name ?? '');
}

/** "20 minutes 30 seconds"; parts that are zero are left out, seconds alone stay. */
function durationInWords(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const parts: [number, string][] = [
    [Math.floor(total / 3600), 'hour'],
    [Math.floor(total / 60) % 60, 'minute'],
    [total % 60, 'second'],
  ];
  const words = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
  return words.join(' ') || '0 seconds';
}

function isTimezone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}
