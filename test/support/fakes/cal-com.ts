// Cal.com's API v2 on the wire, as its published document has it: slots (version 2024-09-04) and bookings (2024-08-13), and its ways to fail.
// https://cal.com/docs/api-reference/v2

import { goodKey, startVendor, type FakeVendor, type VendorRequest } from './vendor-server.ts';
import type { ServerResponse } from 'node:http';
import type { Scope } from '../scope.ts';

export interface FakeCalCom extends FakeVendor {
  readonly bookings: { start: string; eventTypeId: number; attendee: Record<string, string> }[];
}

export const calEventTypeId = 123;

interface Refusal {
  status: number;
  code: string;
  message: string;
  details?: object;
}

/** Every day has two free times, 09:00 and 10:30 in UTC, until they are booked. */
export async function startFakeCalCom(t: Scope): Promise<FakeCalCom> {
  const bookings: FakeCalCom['bookings'] = [];
  const vendor = await startVendor(t, {
    http(request, response, fault) {
      if (fault === 'garbage') return void response.writeHead(200).end('<html>Bad gateway</html>');
      const answer =
        refusalOf(request, bookings) ??
        (request.path === '/v2/slots' ? slots(request, bookings) : book(request, bookings));
      if (fault === 'cut') return void response.destroy();
      send(request, response, answer);
    },
  });
  return Object.assign(vendor, { bookings });
}

function send(request: VendorRequest, response: ServerResponse, answer: Refusal | { data: unknown }): void {
  response.setHeader('content-type', 'application/json');
  if ('data' in answer) {
    response.writeHead(request.path === '/v2/bookings' ? 201 : 200);
    return void response.end(JSON.stringify({ status: 'success', data: answer.data }));
  }
  const { status, ...error } = answer;
  const body = { status: 'error', timestamp: '2026-11-22T12:00:00.000Z', path: request.path, error };
  response.writeHead(status).end(JSON.stringify(body));
}

function refusalOf(request: VendorRequest, bookings: FakeCalCom['bookings']): Refusal | null {
  const { path, headers } = request;
  const version = { '/v2/slots': '2024-09-04', '/v2/bookings': '2024-08-13' }[path];
  // Another version, or none, is another operation.
  if (version === undefined || headers['cal-api-version'] !== version)
    return {
      status: 404,
      code: 'NotFoundException',
      message: `Cannot ${path === '/v2/slots' ? 'GET' : 'POST'} ${path}`,
    };
  if (headers.authorization !== `Bearer ${goodKey}`)
    return {
      status: 401,
      code: 'UnauthorizedException',
      message: `ApiAuthStrategy - api key - Your api key is not valid: ${headers.authorization ?? ''}`,
    };
  return path === '/v2/slots' ? slotsRefusal(request) : bookingRefusal(request, bookings);
}

function slotsRefusal({ query }: VendorRequest): Refusal | null {
  if (query.get('eventTypeId') !== String(calEventTypeId)) return unknownEvent(query.get('eventTypeId'));
  if (Number.isNaN(Date.parse(query.get('start') ?? '')) || Number.isNaN(Date.parse(query.get('end') ?? '')))
    return invalid('start must be a valid ISO 8601 date string');
  return null;
}

function bookingRefusal({ body }: VendorRequest, bookings: FakeCalCom['bookings']): Refusal | null {
  const { start, eventTypeId, attendee } = body as FakeCalCom['bookings'][number];
  if (typeof eventTypeId !== 'number') return invalid('eventTypeId must be an integer number');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(start))
    return invalid('start must be a valid ISO 8601 date string');
  if (!attendee.email && !attendee.phoneNumber)
    return invalid('At least one contact method (email or phone number) must be provided');
  if (attendee.email && !/^\S+@\S+\.\S+$/.test(attendee.email)) return invalid('Invalid email format');
  if (eventTypeId !== calEventTypeId) return unknownEvent(String(eventTypeId));
  if (!freeOn(start.slice(0, 10), bookings).includes(Date.parse(start)))
    return {
      status: 400,
      code: 'BadRequestException',
      message: 'User either already has booking at this time or is not available',
    };
  return null;
}

/** What single fields are about stands in the details. */
function invalid(message: string): Refusal {
  const details = { message: [message], error: 'Bad Request', statusCode: 400 };
  return { status: 400, code: 'BadRequestException', message: 'Bad Request Exception', details };
}

function unknownEvent(id: string | null): Refusal {
  return { status: 404, code: 'NotFoundException', message: `Event Type with ID=${id} does not exist.` };
}

function freeOn(day: string, bookings: FakeCalCom['bookings']): number[] {
  const taken = new Set(bookings.map(({ start }) => Date.parse(start)));
  return ['09:00', '10:30'].map((time) => Date.parse(`${day}T${time}:00Z`)).filter((at) => !taken.has(at));
}

function slots({ query }: VendorRequest, bookings: FakeCalCom['bookings']): { data: unknown } {
  const data: Record<string, { start: string }[]> = {};
  const last = Date.parse(query.get('end') ?? '');
  for (let at = Date.parse(query.get('start') ?? ''); at <= last; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    data[day] = freeOn(day, bookings).map((free) => ({ start: new Date(free).toISOString() }));
  }
  return { data };
}

function book({ body }: VendorRequest, bookings: FakeCalCom['bookings']): { data: unknown } {
  const booking = body as FakeCalCom['bookings'][number];
  bookings.push(booking);
  const { start, eventTypeId, attendee } = booking;
  const end = new Date(Date.parse(start) + 1_800_000).toISOString();
  return {
    data: {
      id: bookings.length,
      uid: `uid_${bookings.length}`,
      title: `Consultation between Dr. Who and ${attendee.name}`,
      description: '',
      hosts: [{ id: 1, name: 'Dr. Who', email: 'who@example.com', username: 'who', timeZone: 'Europe/London' }],
      status: 'accepted',
      start,
      end,
      duration: 30,
      eventTypeId,
      eventType: { id: eventTypeId, slug: 'consultation' },
      location: 'https://meet.example.com/abc',
      absentHost: false,
      createdAt: start,
      updatedAt: start,
      attendees: [{ ...attendee, absent: false }],
      bookingFieldsResponses: { name: attendee.name, email: attendee.email },
    },
  };
}
