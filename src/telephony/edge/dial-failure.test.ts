import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DialFailure } from '../../interfaces/phone-edge.ts';
import { dialFailureOf, isWorthAnotherTarget } from './dial-failure.ts';

const byPeer = (status: number, rang = false) => ({ status, by: 'peer' as const, rang, wasCancelled: false });

test('a status says why nobody answered', () => {
  const table: [number, DialFailure][] = [
    [486, 'busy'],
    [600, 'busy'],
    [480, 'no_answer'],
    [408, 'no_answer'],
    [487, 'no_answer'],
    [603, 'declined'],
    [404, 'invalid_destination'],
    [410, 'invalid_destination'],
    [484, 'invalid_destination'],
    [604, 'invalid_destination'],
    [401, 'permission_denied'],
    [403, 'permission_denied'],
    [407, 'permission_denied'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [504, 'unavailable'],
    [599, 'unavailable'],
    [482, 'routing_error'],
    [483, 'routing_error'],
    [416, 'routing_error'],
    [488, 'routing_error'],
    [607, 'marked_as_spam'],
    [608, 'marked_as_spam'],
    [400, 'failed'],
    [499, 'failed'],
    [302, 'failed'],
    [699, 'failed'],
  ];
  for (const [status, failure] of table) assert.equal(dialFailureOf(byPeer(status)), failure, `${status}`);
});

test('what is no status of the far end has its own reason', () => {
  const rest = { status: 408, rang: false, wasCancelled: false };
  assert.equal(dialFailureOf({ ...rest, by: 'timeout' }), 'unavailable');
  assert.equal(dialFailureOf({ ...rest, by: 'timeout', rang: true }), 'no_answer');
  assert.equal(dialFailureOf({ ...rest, by: 'us', rang: true, status: 487 }), 'no_answer');
  assert.equal(dialFailureOf({ ...rest, by: 'transport', status: 503 }), 'unavailable');
  assert.equal(dialFailureOf({ ...rest, by: 'us', wasCancelled: true, status: 487 }), 'cancelled');
  assert.equal(dialFailureOf({ ...rest, by: 'peer', wasCancelled: true, status: 486 }), 'cancelled');
});

test('another target is tried where this one is down, not where somebody said no', () => {
  for (const status of [500, 502, 503, 504, 408]) assert.equal(isWorthAnotherTarget(byPeer(status)), true, `${status}`);
  for (const status of [403, 404, 486, 480, 501, 603, 608])
    assert.equal(isWorthAnotherTarget(byPeer(status)), false, `${status}`);
  assert.equal(isWorthAnotherTarget(byPeer(503, true)), false);
  assert.equal(isWorthAnotherTarget({ status: 408, by: 'timeout', rang: false, wasCancelled: false }), true);
  assert.equal(isWorthAnotherTarget({ status: 503, by: 'transport', rang: false, wasCancelled: true }), false);
});
