import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualTimes, windowOf, windowWords } from './call-times.ts';

test('hours of a form are minutes of the day, and read as words again', () => {
  const times = usualTimes('Europe/Berlin');
  times.windows.push({ start: '18:30', end: '00:00' });
  const window = windowOf(times);
  assert.deepEqual(window.windows, [
    { start: 540, end: 1020 },
    { start: 1110, end: 1440 },
  ]);
  assert.equal(windowWords(window), 'Mon–Fri 09:00–17:00, 18:30–24:00 (Europe/Berlin)');
  assert.match(windowWords({ ...window, day: ['Sunday', 'Monday'] }), /^Mon, Sun /);
  assert.match(windowWords({ ...window, day: undefined }), /^daily /);
});

test('spans that end before they begin, or have no end, are told', () => {
  const times = usualTimes('Europe/Berlin');
  assert.throws(() => windowOf({ ...times, windows: [{ start: '17:00', end: '09:00' }] }), /ends after it begins/);
  assert.throws(() => windowOf({ ...times, windows: [{ start: '17:00', end: '' }] }), /beginning and an end/);
  assert.throws(() => windowOf({ ...times, windows: [] }), /must be a span/);
});
