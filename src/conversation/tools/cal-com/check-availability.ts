// check_availability_cal: the free times of an event type. https://cal.com/docs/api-reference/v2/slots

import { asText } from '../../variables.ts';
import { outcome, type ToolKind } from '../tool-kind.ts';
import { askCal, calAccount, type CalToolConfig } from './client.ts';
import { dayOf, isoIn } from './zoned-time.ts';

const VERSION = '2024-09-04';
const USUAL_DAYS = 7;
const MAX_DAYS = 62;
const MAX_CHARACTERS = 15_000;
const DAY_MS = 86_400_000;

export const checkAvailabilityCal: ToolKind<CalToolConfig> = {
  description:
    'Looks up which times are free for an appointment. Use it before offering or booking a time. It is now {{current_time}}.',
  parameters: () => ({
    type: 'object',
    properties: {
      start_date: { type: 'string', description: 'The first day to look at, as YYYY-MM-DD.' },
      end_date: {
        type: 'string',
        description: 'The last day to look at, as YYYY-MM-DD. A week from the first one when left out.',
      },
    },
    required: ['start_date'],
  }),
  async run(deps, { tool, args, lookup, context: { signal } }) {
    const account = calAccount(deps, tool, lookup);
    if (typeof account === 'string') return outcome(false, account);
    const range = rangeOf(args);
    if (typeof range === 'string') return outcome(false, range);
    const query = { eventTypeId: String(account.eventTypeId), ...range, timeZone: account.zone };
    const answer = await askCal(
      deps.egress,
      account,
      { method: 'GET', path: '/v2/slots', query, version: VERSION },
      signal,
    );
    return answer.ok ? outcome(true, slotsText(answer.data, account.zone, range)) : outcome(false, answer.why);
  },
};

interface Range {
  start: string;
  end: string;
}

function rangeOf(args: Record<string, unknown>): Range | string {
  const start = dayOf(asText(args.start_date) ?? '');
  if (start === null) return 'start_date: expected a day as YYYY-MM-DD.';
  const given = asText(args.end_date) ?? '';
  const end = given === '' ? dayAfter(start, USUAL_DAYS - 1) : dayOf(given);
  if (end === null) return 'end_date: expected a day as YYYY-MM-DD.';
  if (end < start) return 'end_date: expected a day that is not before start_date.';
  const last = dayAfter(start, MAX_DAYS - 1);
  return { start, end: end < last ? end : last };
}

/** JSON with the times by day; as many days as a result may hold. */
function slotsText(data: unknown, timezone: string, range: Range): string {
  const days = Object.entries((data ?? {}) as Record<string, unknown>)
    .map(([day, slots]): [string, string[]] => [day, startsOf(slots, timezone)])
    .filter(([, starts]) => starts.length > 0);
  for (let count = days.length; ; count--) {
    const free = Object.fromEntries(days.slice(0, count));
    const rest = days[count]?.[0];
    const text = JSON.stringify({ timezone, ...range, free, ...(rest && { not_shown_from: rest }) });
    if (text.length <= MAX_CHARACTERS || count === 0) return text;
  }
}

function startsOf(slots: unknown, zone: string): string[] {
  if (!Array.isArray(slots)) return [];
  return slots
    .map((slot: unknown) =>
      Date.parse(String(typeof slot === 'string' ? slot : (slot as { start?: unknown } | null)?.start)),
    )
    .filter((at) => !Number.isNaN(at))
    .map((at) => isoIn(zone, at));
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
