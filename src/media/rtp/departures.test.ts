import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDepartures } from './departures.ts';

test('what waits leaves once, in the order that it came in', () => {
  const departures = createDepartures();
  const left: string[] = [];
  departures.add({ depart: () => left.push('a') });
  departures.add({ depart: () => left.push('b') });
  departures.leave();
  departures.leave();
  departures.add({ depart: () => left.push('a again') });
  departures.leave();
  assert.deepEqual(left, ['a', 'b', 'a again']);
});
