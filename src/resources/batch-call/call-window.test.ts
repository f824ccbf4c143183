import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextOpening, readCallWindow } from './call-window.ts';

const at = (iso: string): number => Date.parse(iso);
const opens = (window: Parameters<typeof readCallWindow>[0], iso: string): string =>
  new Date(nextOpening(readCallWindow(window), at(iso))).toISOString();

test('windows are half-open minutes of the local day', () => {
  const window = { windows: [{ start: 540, end: 1020 }], timezone: 'America/New_York' };
  assert.equal(opens(window, '2026-07-01T12:59:59Z'), '2026-07-01T13:00:00.000Z');
  assert.equal(opens(window, '2026-07-01T13:00:00Z'), '2026-07-01T13:00:00.000Z');
  assert.equal(opens(window, '2026-07-01T20:59:59.999Z'), '2026-07-01T20:59:59.999Z');
  assert.equal(opens(window, '2026-07-01T21:00:00Z'), '2026-07-02T13:00:00.000Z');
});

test('days that are not named are passed over', () => {
  const window = { windows: [{ start: 600, end: 660 }], timezone: 'UTC', day: ['Monday' as const] };
  assert.equal(opens(window, '2026-07-06T10:30:00Z'), '2026-07-06T10:30:00.000Z');
  assert.equal(opens(window, '2026-07-06T11:00:00Z'), '2026-07-13T10:00:00.000Z');
  assert.equal(opens(window, '2026-07-04T10:30:00Z'), '2026-07-06T10:00:00.000Z');
});

test('the hour that the clocks gain or lose does not move an opening', () => {
  const window = { windows: [{ start: 540, end: 1020 }], timezone: 'America/New_York' };
  assert.equal(opens(window, '2026-03-08T02:00:00Z'), '2026-03-08T13:00:00.000Z', 'forward in that night');
  assert.equal(opens(window, '2026-11-01T02:00:00Z'), '2026-11-01T14:00:00.000Z', 'back in that night');
});

test('until midnight is 1440, and windows that touch are one', () => {
  const read = readCallWindow({
    windows: [
      { start: 1380, end: 1440 },
      { start: 0, end: 60 },
      { start: 60, end: 90 },
    ],
  });
  assert.deepEqual(read, {
    windows: [
      { start: 0, end: 90 },
      { start: 1380, end: 1440 },
    ],
    timezone: 'America/Los_Angeles',
  });
  const { windows } = read;
  assert.equal(opens({ windows, timezone: 'UTC' }, '2026-07-01T23:59:00Z'), '2026-07-01T23:59:00.000Z');
  assert.equal(opens({ windows, timezone: 'UTC' }, '2026-07-01T12:00:00Z'), '2026-07-01T23:00:00.000Z');
});

test('what is no window is refused with its place', () => {
  const refuses = (window: object, words: RegExp) =>
    assert.throws(() => readCallWindow(window as Parameters<typeof readCallWindow>[0]), words);
  refuses({ windows: [{ start: 600, end: 600 }] }, /windows\[0\]: expected start before end/);
  refuses(
    {
      windows: [
        { start: 0, end: 60 },
        { start: -1, end: 5 },
      ],
    },
    /windows\[1\]\.start/,
  );
  refuses({ windows: [{ start: 0, end: 1441 }] }, /windows\[0\]\.end/);
  refuses({ windows: [{ start: 0.5, end: 60 }] }, /windows\[0\]\.start/);
  refuses({ windows: [{ start: 0, end: 60 }], timezone: 'Mars/Base' }, /timezone/);
});
