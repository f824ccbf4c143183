import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, instantOf, isoIn, isZone } from './zoned-time.ts';

const at = (text: string, zone: string): string | null => {
  const ms = instantOf(text, zone);
  return ms === null ? null : new Date(ms).toISOString();
};

test('times without an offset are meant in the zone, on both sides of a change of clocks', () => {
  assert.equal(at('2026-07-01T09:00:00', 'America/Los_Angeles'), '2026-07-01T16:00:00.000Z');
  assert.equal(at('2026-12-01 09:00', 'America/Los_Angeles'), '2026-12-01T17:00:00.000Z');
  assert.equal(at('2026-03-29T01:59', 'Europe/Berlin'), '2026-03-29T00:59:00.000Z');
  assert.equal(at('2026-03-29T03:00', 'Europe/Berlin'), '2026-03-29T01:00:00.000Z');
  assert.equal(at('2026-10-25T02:30', 'Europe/Berlin'), '2026-10-25T00:30:00.000Z');
  assert.equal(at('2026-10-25T03:30', 'Europe/Berlin'), '2026-10-25T02:30:00.000Z');
  assert.equal(at('2026-12-01T09:00', 'Asia/Kolkata'), '2026-12-01T03:30:00.000Z');
  assert.equal(at('2026-12-01T09:00', 'Europe/London'), '2026-12-01T09:00:00.000Z');
});

test('an offset beats the zone', () => {
  assert.equal(at('2026-12-01T09:00:00-08:00', 'Asia/Tokyo'), '2026-12-01T17:00:00.000Z');
  assert.equal(at('2026-12-01T09:00:00.000+0530', 'Asia/Tokyo'), '2026-12-01T03:30:00.000Z');
  assert.equal(at('2026-12-01T09:00:00z', 'Asia/Tokyo'), '2026-12-01T09:00:00.000Z');
});

test('what is no time is none', () => {
  for (const text of [
    '',
    'tomorrow',
    '2026-12-01',
    '2026-02-30T09:00',
    '2026-12-01T25:00',
    '2026-12-01T09:00+99',
    '12/1/2026 9:00',
  ])
    assert.equal(at(text, 'UTC'), null, text);
  assert.deepEqual(
    [dayOf('2026-02-29'), dayOf('2028-02-29'), dayOf('2026-12-01T09:00:00-08:00')],
    [null, '2028-02-29', '2026-12-01'],
  );
  assert.deepEqual([isZone('Europe/Berlin'), isZone('Mars/Base'), isZone('')], [true, false, false]);
});

test('a moment is written with the offset that its zone has then', () => {
  assert.equal(isoIn('America/Los_Angeles', Date.UTC(2026, 11, 1, 17)), '2026-12-01T09:00:00-08:00');
  assert.equal(isoIn('Asia/Kolkata', Date.UTC(2026, 11, 1)), '2026-12-01T05:30:00+05:30');
  assert.equal(isoIn('Europe/London', Date.UTC(2026, 11, 1)), '2026-12-01T00:00:00+00:00');
});
