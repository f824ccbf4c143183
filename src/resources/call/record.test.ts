import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, GREETING } from '../../../test/support/call-end.ts';
import { recordOf, statusFor } from './record.ts';

test('a record is folded from the events: transcript, latest variables, tokens with their average', () => {
  const record = recordOf(
    eventsOf(
      GREETING,
      { is: 'variables', collected: { name: 'An' } },
      { is: 'tokens', gen: 1, total: 10, provider: 'p', model: 'm' },
      { is: 'variables', collected: { name: 'Anna' } },
      { is: 'tokens', gen: 2, total: 15, provider: 'p', model: 'm' },
    ),
  );
  assert.match(record.transcript, /^Agent: Hello\./);
  assert.equal(record.transcript_object.length, 1);
  assert.deepEqual(record.collected_dynamic_variables, { name: 'Anna' });
  assert.deepEqual(record.llm_token_usage, { values: [10, 15], average: 12.5, num_requests: 2 });
});

test('a call without events has an empty record, not a missing one', () => {
  const record = recordOf([]);
  assert.equal(record.transcript, '');
  assert.deepEqual(record.latency, {});
  assert.deepEqual(record.llm_token_usage, { values: [], average: 0, num_requests: 0 });
});

test('only faults of ours or of the line make a call an error', () => {
  assert.equal(statusFor('user_hangup'), 'ended');
  assert.equal(statusFor('inactivity'), 'ended');
  assert.equal(statusFor('error_asr'), 'error');
  assert.equal(statusFor('registered_call_timeout'), 'error');
  assert.equal(statusFor('concurrency_limit_reached'), 'error');
});
