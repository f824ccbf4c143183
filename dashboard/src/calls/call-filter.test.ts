import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterFrom } from './call-filter.ts';

test('an address without filters asks for everything', () => {
  assert.deepEqual(filterFrom(new URLSearchParams('status=&id= &from=someday')), {});
});

test('days span from their first to their last millisecond, and an open end stays open', () => {
  const { start_timestamp: span } = filterFrom(new URLSearchParams('from=2026-11-20&to=2026-11-20'));
  assert.equal(span!.upper_threshold! - span!.lower_threshold!, 24 * 3600 * 1000 - 1);
  assert.equal(filterFrom(new URLSearchParams('from=2026-11-20')).start_timestamp?.upper_threshold, undefined);
});

test('each filter goes to its field', () => {
  assert.deepEqual(filterFrom(new URLSearchParams('id=call_1&agent=agent_1&status=ended&reason=inactivity')), {
    call_id: ['call_1'],
    agent_id: ['agent_1'],
    call_status: ['ended'],
    disconnection_reason: ['inactivity'],
  });
});
