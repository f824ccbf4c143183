// The two tools for Cal.com against its API on the wire.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRetellLlmEngine, type ToolCall, type ToolResult } from '../../src/conversation/index.ts';
import { createEgress } from '../../src/egress/index.ts';
import { collect } from '../support/collect.ts';
import { calEventTypeId, startFakeCalCom, type FakeCalCom } from '../support/fakes/cal-com.ts';
import { badKey, goodKey } from '../support/fakes/vendor-server.ts';
import { scriptedModel } from '../support/scripted-model.ts';

const { signal } = new AbortController();

interface Asked {
  type?: 'check_availability_cal' | 'book_appointment_cal';
  tool?: object;
  timezone?: string;
  variables?: Record<string, string>;
  calBaseUrl?: string;
}

/** The agent calls its only tool with these arguments. */
async function call(cal: FakeCalCom, args: object, asked: Asked = {}): Promise<ToolResult & { offered: unknown }> {
  const { type = 'book_appointment_cal', timezone = null, variables = {} } = asked;
  const model = scriptedModel([['cal', args]]);
  const tool = { type, name: 'cal', cal_api_key: goodKey, event_type_id: calEventTypeId, ...asked.tool };
  const engine = createRetellLlmEngine(
    {
      model,
      egress: createEgress({ allow: ['127.0.0.1/32'] }),
      sign: () => '',
      wallClock: () => Date.UTC(2026, 10, 30),
      calBaseUrl: asked.calBaseUrl ?? cal.url,
      timezone,
    },
    {
      llm: { general_tools: [tool] },
      variables,
      session: { type: 'chat', startedAtMs: 0, chat_id: 'chat_1' },
      timezone,
      language: 'en-US',
      beginMessageDelayMs: 0,
    },
  );
  const transcript = [{ role: 'user' as const, content: 'Tomorrow at nine.', words: [] }];
  const events = await collect(engine.respond({ kind: 'answer', transcript, signal }));
  const announced = events.find((event) => event.is === 'tool')?.call as ToolCall;
  const result = await engine.runTool(announced, { subject: () => ({}), signal });
  return { ...result, offered: model.requests[0]?.tools[0] };
}

const ann = { start_time: '2026-12-01T09:00:00Z', name: 'Ann Smith', email: 'ann@example.com' };

test('free times come in the zone of the tool, and can be booked as they came', async (t) => {
  const cal = await startFakeCalCom(t);
  const zone = { tool: { timezone: 'Europe/Berlin' } };
  const days = { start_date: '2026-12-01', end_date: '2026-12-02' };
  const found = await call(cal, days, { type: 'check_availability_cal', ...zone });
  assert.deepEqual(JSON.parse(found.content), {
    timezone: 'Europe/Berlin',
    start: '2026-12-01',
    end: '2026-12-02',
    free: {
      '2026-12-01': ['2026-12-01T10:00:00+01:00', '2026-12-01T11:30:00+01:00'],
      '2026-12-02': ['2026-12-02T10:00:00+01:00', '2026-12-02T11:30:00+01:00'],
    },
  });
  const booked = await call(cal, { ...ann, start_time: '2026-12-01T10:00:00+01:00', notes: 'Knee' }, zone);
  assert.deepEqual(JSON.parse(booked.content), {
    booking: {
      status: 'accepted',
      uid: 'uid_1',
      title: 'Consultation between Dr. Who and Ann Smith',
      start: '2026-12-01T10:00:00+01:00',
      end: '2026-12-01T10:30:00+01:00',
      location: 'https://meet.example.com/abc',
    },
  });
  assert.deepEqual(cal.bookings, [
    {
      start: '2026-12-01T09:00:00.000Z',
      eventTypeId: calEventTypeId,
      attendee: { name: 'Ann Smith', email: 'ann@example.com', timeZone: 'Europe/Berlin' },
      bookingFieldsResponses: { notes: 'Knee' },
    },
  ]);
  const again = await call(cal, days, { type: 'check_availability_cal', ...zone });
  assert.equal(JSON.parse(again.content).free['2026-12-01'].length, 1);
});

test("a time without an offset is meant in the agent's zone, or in Los Angeles; settings may be variables", async (t) => {
  const cal = await startFakeCalCom(t);
  const local = { ...ann, start_time: '2026-12-01T18:00:00' };
  const tokyo = await call(cal, local, { timezone: 'Asia/Tokyo' });
  assert.ok(tokyo.successful, tokyo.content);
  const variables = { key: goodKey, event: String(calEventTypeId), zone: 'America/Los_Angeles' };
  const tool = { cal_api_key: '{{key}}', event_type_id: '{{event}}', timezone: '{{zone}}' };
  const west = await call(cal, { ...ann, start_time: '2026-12-01T02:30' }, { tool, variables });
  assert.ok(west.successful, west.content);
  const usual = await call(cal, { ...ann, start_time: '2026-12-02T01:00:00' });
  assert.ok(usual.successful, usual.content);
  assert.deepEqual(
    cal.bookings.map(({ start, attendee }) => [start, attendee.timeZone]),
    [
      ['2026-12-01T09:00:00.000Z', 'Asia/Tokyo'],
      ['2026-12-01T10:30:00.000Z', 'America/Los_Angeles'],
      ['2026-12-02T09:00:00.000Z', 'America/Los_Angeles'],
    ],
  );
});

test('the model is told what to ask for, and what day it is', async (t) => {
  const cal = await startFakeCalCom(t);
  const { offered } = await call(cal, ann, { timezone: 'Europe/Berlin' });
  const { description, parameters } = offered as { description: string; parameters: { required: string[] } };
  assert.match(description, /It is now Monday, November 30, 2026/);
  assert.deepEqual(parameters.required, ['start_time', 'name']);
});

test('what Cal.com refuses comes back in its words, without the key', async (t) => {
  const cal = await startFakeCalCom(t);
  const cases: [object, Asked, RegExp][] = [
    [
      { start_time: ann.start_time, name: 'Ann' },
      {},
      /status 400: .*At least one contact method \(email or phone number\)/,
    ],
    [{ ...ann, email: 'ann at example' }, {}, /Invalid email format/],
    [{ ...ann, start_time: '2026-12-01T03:00:00Z' }, {}, /status 400: User either already has booking at this time/],
    [ann, { tool: { event_type_id: 9 } }, /status 404: Event Type with ID=9 does not exist/],
    [ann, { tool: { cal_api_key: badKey } }, /status 401: .*Your api key is not valid: Bearer \*\*\*/],
  ];
  for (const [args, asked, words] of cases) {
    const result = await call(cal, args, asked);
    assert.equal(result.successful, false);
    assert.match(result.content, words);
    assert.doesNotMatch(result.content, new RegExp(`${goodKey}|${badKey}|not known whether`));
  }
  assert.deepEqual(cal.bookings, []);
});

test('arguments that cannot be are refused before Cal.com is asked', async (t) => {
  const cal = await startFakeCalCom(t);
  const check = { type: 'check_availability_cal' as const };
  const cases: [object, Asked, RegExp][] = [
    [{}, {}, /^start_time: expected/],
    [{ ...ann, start_time: 'tomorrow' }, {}, /^start_time/],
    [{ ...ann, start_time: '2026-02-30T09:00:00Z' }, {}, /^start_time/],
    [{ ...ann, name: '  ' }, {}, /^name/],
    [{ ...ann, start_time: { at: 9 } }, {}, /^start_time/],
    [{}, check, /^start_date/],
    [{ start_date: '2026-12-03', end_date: '2026-12-01' }, check, /^end_date/],
    [ann, { tool: { event_type_id: '{{nowhere}}' } }, /event_type_id/],
    [ann, { tool: { timezone: 'Mars/Base' } }, /timezone/],
  ];
  for (const [args, asked, words] of cases) {
    const result = await call(cal, args, asked);
    assert.equal(result.successful, false);
    assert.match(result.content, words);
  }
  assert.equal(cal.requests.length, 0);
});

test('a booking whose answer is lost is not sent again, and the agent hears that nobody knows', async (t) => {
  const cal = await startFakeCalCom(t);
  cal.fail('cut');
  const lost = await call(cal, ann);
  assert.equal(lost.successful, false);
  assert.match(lost.content, /It is not known whether the appointment was booked: do not book again\.$/);
  assert.equal(cal.bookings.length, 1);
  cal.fail({ status: 503, body: 'upstream is away' });
  assert.match((await call(cal, ann)).content, /status 503: .*not known whether/);
  cal.fail('garbage');
  assert.match((await call(cal, ann)).content, /not JSON.*not known whether/);
  cal.fail({
    status: 429,
    headers: { 'retry-after': '60' },
    body: '{"message":"ThrottlerException: Too Many Requests"}',
  });
  const throttled = await call(cal, ann);
  assert.match(throttled.content, /status 429: ThrottlerException: Too Many Requests\.$/);
  assert.equal(cal.requests.length, 4);
});

test('a long list of free times is cut at a day, and says where', async (t) => {
  const cal = await startFakeCalCom(t);
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, day) => [
      new Date(Date.UTC(2026, 11, 1 + day)).toISOString().slice(0, 10),
      Array.from({ length: 20 }, (_slot, hour) => ({
        start: new Date(Date.UTC(2026, 11, 1 + day, hour)).toISOString(),
      })),
    ]),
  );
  cal.fail({ status: 200, body: JSON.stringify({ status: 'success', data: many }) });
  const { content } = await call(
    cal,
    { start_date: '2026-12-01', end_date: '2027-03-01' },
    { type: 'check_availability_cal' },
  );
  const { free, end, not_shown_from: rest } = JSON.parse(content);
  assert.ok(content.length <= 15_000 && content.length > 10_000);
  assert.equal(end, '2027-01-31');
  assert.ok(Object.keys(free).every((day) => day < rest));
});

test('the address of another Cal.com may be given with or without its version', async (t) => {
  const cal = await startFakeCalCom(t);
  for (const calBaseUrl of [`${cal.url}/`, `${cal.url}/v2`])
    assert.match(
      (await call(cal, { start_date: '2026-12-01' }, { type: 'check_availability_cal', calBaseUrl })).content,
      /"free"/,
    );
});
