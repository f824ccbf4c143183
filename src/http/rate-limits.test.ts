import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, OPERATIONS } from '../contract/index.ts';
import { createRateLimiter, groupOf } from './rate-limits.ts';

const LIMITS = { call: 3, 'call-error': 2, list: 2, general: 4, 'llm-playground': 1 };

function refusalOf(run: () => unknown): ApiError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof ApiError);
    return error;
  }
  return assert.fail('it was let through');
}

test('a group is limited in its window, and free again in the next', () => {
  let now = 1_000_000;
  const limiter = createRateLimiter(LIMITS, () => now);
  assert.equal(limiter.take('org', 'listAgents')['RateLimit-Remaining'], '1');
  limiter.take('org', 'listCalls');
  now += 4_000;
  const refusal = refusalOf(() => limiter.take('org', 'listVoices'));
  assert.equal(refusal.status, 429);
  assert.equal(refusal.message, 'Too many API requests, you are being throttled, please try again later.');
  assert.equal(refusal.retryAfterS, 6);
  assert.deepEqual(refusal.headers, {
    'RateLimit-Limit': '2',
    'RateLimit-Remaining': '0',
    'RateLimit-Reset': '6',
    'X-RateLimit-Limiter': 'list',
  });
  limiter.take('org', 'getAgent');
  limiter.take('org_other', 'listAgents');
  now += 6_000;
  limiter.take('org', 'listAgents');
});

test('refused call creations have a limit of their own', () => {
  let now = 0;
  const limiter = createRateLimiter({ ...LIMITS, call: 100 }, () => now);
  for (const status of [201, 422, 429, 500, 400]) limiter.answered('org', 'createWebCall', status);
  assert.equal(refusalOf(() => limiter.take('org', 'createWebCall')).headers['X-RateLimit-Limiter'], 'call-error');
  limiter.take('org', 'getAgent');
  now += 60_000;
  limiter.take('org', 'createWebCall');
});

test('without limits everything passes', () => {
  const limiter = createRateLimiter(null, () => 0);
  for (let i = 0; i < 5_000; i++) assert.deepEqual(limiter.take('org', 'listAgents'), {});
});

test('every operation has a group', () => {
  const groups = OPERATIONS.map(({ id }) => groupOf(id));
  assert.equal(groups.filter((group) => group === 'call').length, 3);
  assert.ok(groups.filter((group) => group === 'list').length >= 15);
});
