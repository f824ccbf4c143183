import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionFacts } from './system-variables.ts';
import { createSystemVariables } from './system-variables.ts';
import type { VariableSources } from './variables.ts';
import { createLookup, substitute, substituteDeep } from './variables.ts';

const noSystem = () => undefined;

function from(sources: Partial<VariableSources>, system = noSystem as (name: string) => string | undefined) {
  return createLookup(() => ({ defaults: {}, request: {}, collected: {}, overrides: {}, ...sources }), system);
}

function systemOf(
  session: Partial<SessionFacts> = {},
  timezone: string | null = null,
  nowMs = Date.UTC(2024, 2, 29, 6, 46, 4),
) {
  const facts: SessionFacts = { type: 'voice', startedAtMs: nowMs - 1_230_000, ...session };
  return createSystemVariables(
    facts,
    timezone,
    () => nowMs,
    () => ({ current: null, previous: null }),
  );
}

test('replaces a variable, blanks inside the braces or not, as often as it stands there', () => {
  const lookup = from({ request: { name: 'Ann' } });
  assert.equal(substitute('{{name}}, {{ name }}, {{\tname\n}}!', lookup), 'Ann, Ann, Ann!');
});

test('leaves what is not set literally, and other braces alone', () => {
  const lookup = from({ request: { name: 'Ann' } });
  assert.equal(
    substitute('{{ unset }} {{NAME}} {name} {{{name}}} {{}} {{', lookup),
    '{{ unset }} {{NAME}} {name} {Ann} {{}} {{',
  );
});

test('treats an empty text as set and null as missing', () => {
  const lookup = from({
    defaults: { a: 'default', b: 'default', c: 'default' },
    request: { a: '', b: null, c: undefined },
  });
  assert.equal(substitute('[{{a}}] [{{b}}] [{{c}}]', lookup), '[] [default] [default]');
});

test('turns values of other types into their JSON text', () => {
  const lookup = from({ request: { n: 42, yes: true, list: [1, 'x'], half: 0.5 } });
  assert.equal(substitute('{{n}} {{yes}} {{list}} {{half}}', lookup), '42 true [1,"x"] 0.5');
});

test('lets the stronger source win: default < request < collected < override', () => {
  const sources = {
    defaults: { v: 'default' },
    request: { v: 'request' },
    collected: { v: 'collected' },
    overrides: { v: 'override' },
  };
  const names = ['overrides', 'collected', 'request', 'defaults'] as const;
  const seen = names.map((_, index) => {
    const left = Object.fromEntries(names.slice(index).map((name) => [name, sources[name]]));
    return substitute('{{v}}', from(left));
  });
  assert.deepEqual(seen, ['override', 'collected', 'request', 'default']);
});

test('resolves a variable inside a name first, one level deep', () => {
  const lookup = from({ request: { zone: 'Europe/Berlin', 'time_Europe/Berlin': 'noon' } });
  assert.equal(substitute('It is {{time_{{zone}}}}.', lookup), 'It is noon.');
  assert.equal(substitute('{{time_{{nowhere}}}}', lookup), '{{time_{{nowhere}}}}');
});

test('never scans a value again', () => {
  const lookup = from({ request: { a: '{{b}}', b: 'secret' } });
  assert.equal(substitute('{{a}}', lookup), '{{b}}');
});

test('does not reach into the prototype of its sources', () => {
  assert.equal(
    substitute('{{constructor}} {{__proto__}} {{toString}}', from({})),
    '{{constructor}} {{__proto__}} {{toString}}',
  );
});

test('replaces in every text of a JSON value', () => {
  const lookup = from({ request: { v: 'x' } });
  assert.deepEqual(substituteDeep({ a: ['{{v}}', 1], b: { c: '{{v}}' }, d: null }, lookup), {
    a: ['x', 1],
    b: { c: 'x' },
    d: null,
  });
});

test('copes with hostile braces in linear time', () => {
  const hostile = '{{'.repeat(50_000) + 'a' + '{{b}}'.repeat(20_000);
  assert.equal(substitute(hostile, from({})), hostile);
});

test('tells the time in the zone of the agent, of the name, or in Los Angeles', () => {
  assert.equal(systemOf()('current_time'), 'Thursday, March 28, 2024 at 11:46 PM PDT');
  assert.equal(systemOf({}, 'Europe/Berlin')('current_time'), 'Friday, March 29, 2024 at 7:46 AM GMT+1');
  assert.equal(
    systemOf({}, 'Europe/Berlin')('current_time_America/Los_Angeles'),
    'Thursday, March 28, 2024 at 11:46 PM PDT',
  );
  assert.equal(systemOf()('current_time_Mars/Olympus'), undefined);
});

test('gives the hour as a decimal fraction, from midnight to midnight', () => {
  const at = (hour: number, minute: number) => systemOf({}, 'UTC', Date.UTC(2024, 0, 1, hour, minute))('current_hour');
  assert.deepEqual([at(3, 30), at(0, 0), at(12, 15), at(23, 20)], ['3.5', '0', '12.25', '23.33']);
});

test('gives a calendar of fourteen days that begins today', () => {
  const lines = systemOf()('current_calendar')?.split('\n') ?? [];
  assert.equal(lines.length, 14);
  assert.equal(lines[0], 'Thursday, March 28, 2024 PDT (Today)');
  assert.equal(lines[13], 'Wednesday, April 10, 2024 PDT');
});

test('knows the session and its length', () => {
  const system = systemOf({ call_id: 'call_1', call_type: 'web_call' });
  assert.equal(system('session_type'), 'voice');
  assert.equal(system('session_duration'), '20 minutes 30 seconds');
  assert.equal(system('session_duration_ms'), '1230000');
  assert.equal(system('call_id'), 'call_1');
  assert.equal(system('chat_id'), undefined);
});

test('tells user and agent numbers apart by the direction of the call', () => {
  const numbers = { from_number: '+1', to_number: '+2' };
  const inbound = systemOf({ ...numbers, direction: 'inbound' });
  const outbound = systemOf({ ...numbers, direction: 'outbound' });
  assert.deepEqual([inbound('user_number'), inbound('agent_number')], ['+1', '+2']);
  assert.deepEqual([outbound('user_number'), outbound('agent_number')], ['+2', '+1']);
});

test("lets a caller's value beat a plain system name, but not the dotted family", () => {
  const lookup = from({ request: { call_id: 'mine', 'call.call_id': 'mine' } }, systemOf({ call_id: 'call_1' }));
  assert.equal(substitute('{{call_id}} {{call.call_id}} [{{call.from_number}}]', lookup), 'mine call_1 []');
});

test('times may stand in a text as often as it likes; of zones there are so many a minute', () => {
  let now = Date.UTC(2024, 2, 29, 7, 46);
  const system = createSystemVariables(
    { type: 'chat', startedAtMs: 0 },
    'UTC',
    () => now,
    () => ({
      current: null,
      previous: null,
    }),
  );
  const calendars = substitute('{{current_calendar}}\n'.repeat(50_000), system);
  assert.equal(calendars.split('(Today)').length, 50_001);
  const offsets = Array.from(
    { length: 201 },
    (_, i) => `+${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`,
  );
  const hours = () => offsets.map((offset) => system(`current_hour_${offset}`));
  assert.deepEqual([hours().at(1), hours().at(-1), system('current_hour')], ['7.78', undefined, '7.77']);
  now += 60_000;
  assert.equal(system(`current_hour_${offsets.at(-1)}`), '11.12');
});
