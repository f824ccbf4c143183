// book_appointment_cal: one booking. It is sent once; where the answer is lost, the agent is told that nobody knows.
// https://cal.com/docs/api-reference/v2/bookings/create-a-booking

import { asText } from '../../variables.ts';
import { cutResult } from '../cut-result.ts';
import { outcome, type ToolKind } from '../tool-kind.ts';
import { askCal, calAccount, type CalAccount, type CalToolConfig } from './client.ts';
import { instantOf, isoIn } from './zoned-time.ts';

const VERSION = '2024-08-13';

export const bookAppointmentCal: ToolKind<CalToolConfig> = {
  description:
    'Books an appointment. Ask for the name and the e-mail address first, repeat the time, and book only what the user has agreed to. It is now {{current_time}}.',
  parameters: () => ({
    type: 'object',
    properties: {
      start_time: {
        type: 'string',
        description: 'When it begins, as a free time was given: 2026-12-01T09:00:00-08:00.',
      },
      name: { type: 'string', description: 'The full name of the user.' },
      email: { type: 'string', description: 'The e-mail address of the user.' },
      phone_number: {
        type: 'string',
        description: 'The telephone number of the user as +14155550123, if it is known.',
      },
      notes: { type: 'string', description: 'What the appointment is about, if the user said so.' },
    },
    required: ['start_time', 'name'],
  }),
  async run(deps, { tool, args, lookup, context: { signal } }) {
    const account = calAccount(deps, tool, lookup);
    if (typeof account === 'string') return outcome(false, account);
    const body = bookingOf(args, account);
    if (typeof body === 'string') return outcome(false, body);
    const question = { method: 'POST' as const, path: '/v2/bookings', body, version: VERSION };
    const answer = await askCal(deps.egress, account, question, signal);
    if (answer.ok) return outcome(true, bookedText(answer.data, account));
    const doubt =
      answer.isDone === 'unknown' ? ' It is not known whether the appointment was booked: do not book again.' : '';
    return outcome(false, `${answer.why}.${doubt}`);
  },
};

/** A text says which argument is wrong; what else Cal.com wants, it says itself. */
function bookingOf(args: Record<string, unknown>, { zone, eventTypeId }: CalAccount): object | string {
  const at = instantOf(textOf(args.start_time), zone);
  if (at === null) return 'start_time: expected a time as 2026-12-01T09:00:00-08:00.';
  const name = textOf(args.name);
  if (name === '') return 'name: expected the name of the user.';
  const [email, phoneNumber, notes] = [args.email, args.phone_number, args.notes].map(textOf);
  return {
    start: new Date(at).toISOString(),
    eventTypeId,
    attendee: { name, timeZone: zone, ...(email && { email }), ...(phoneNumber && { phoneNumber }) },
    ...(notes && { bookingFieldsResponses: { notes } }),
  };
}

function bookedText(data: unknown, { zone }: CalAccount): string {
  // Of a recurring event there are several.
  const bookings = (Array.isArray(data) ? data : [data]) as (Record<string, unknown> | null)[];
  const told = bookings.map((booking) => ({
    status: booking?.status,
    uid: booking?.uid,
    title: booking?.title,
    start: timeIn(zone, booking?.start),
    end: timeIn(zone, booking?.end),
    location: booking?.location ?? booking?.meetingUrl,
  }));
  return cutResult(JSON.stringify(told.length === 1 ? { booking: told[0] } : { bookings: told }));
}

function timeIn(zone: string, value: unknown): string | undefined {
  const at = Date.parse(String(value));
  return Number.isNaN(at) ? undefined : isoIn(zone, at);
}

function textOf(value: unknown): string {
  return (asText(value) ?? '').trim();
}
