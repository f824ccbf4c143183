import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, OPERATIONS } from '../contract/index.ts';
import { testDatabase } from '../../test/support/database.ts';
import { addRequestCounts } from '../storage/index.ts';
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
  assert.equal(limiter.take({ id: 'org' }, 'listAgents')['RateLimit-Remaining'], '1');
  limiter.take({ id: 'org' }, 'listCalls');
  now += 4_000;
  const refusal = refusalOf(() => limiter.take({ id: 'org' }, 'listVoices'));
  assert.equal(refusal.status, 429);
  assert.equal(refusal.message, 'Too many API requests, you are being throttled, please try again later.');
  assert.equal(refusal.retryAfterS, 6);
  assert.deepEqual(refusal.headers, {
    'RateLimit-Limit': '2',
    'RateLimit-Remaining': '0',
    'RateLimit-Reset': '6',
    'X-RateLimit-Limiter': 'list',
  });
  limiter.take({ id: 'org' }, 'getAgent');
  limiter.take({ id: 'org_other' }, 'listAgents');
  now += 6_000;
  limiter.take({ id: 'org' }, 'listAgents');
});

test('refused call creations have a limit of their own', () => {
  let now = 0;
  const limiter = createRateLimiter({ ...LIMITS, call: 100 }, () => now);
  for (const status of [201, 422, 429, 500, 400]) limiter.answered({ id: 'org' }, 'createWebCall', status);
  assert.equal(
    refusalOf(() => limiter.take({ id: 'org' }, 'createWebCall')).headers['X-RateLimit-Limiter'],
    'call-error',
  );
  limiter.take({ id: 'org' }, 'getAgent');
  now += 60_000;
  limiter.take({ id: 'org' }, 'createWebCall');
});

test('without limits everything passes', () => {
  const limiter = createRateLimiter(null, () => 0);
  for (let i = 0; i < 5_000; i++) assert.deepEqual(limiter.take({ id: 'org' }, 'listAgents'), {});
});

test('every operation has a group', () => {
  const groups = OPERATIONS.map(({ id }) => groupOf(id));
  assert.equal(groups.filter((group) => group === 'call').length, 4);
  assert.ok(groups.filter((group) => group === 'list').length >= 15);
  assert.equal(groupOf('listenLiveCall'), 'general');
});

test('a workspace may have limits of its own', () => {
  const limiter = createRateLimiter(LIMITS, () => 0);
  const own = { id: 'org', limits: { list: 3 } };
  for (let i = 0; i < 3; i++) limiter.take(own, 'listAgents');
  assert.equal(refusalOf(() => limiter.take(own, 'listAgents')).headers['RateLimit-Limit'], '3');
});

test('nodes know of each other what they counted, with one write for many requests', async (t) => {
  const { db } = await testDatabase(t);
  let writes = 0;
  let now = 5_000_000;
  const node = () =>
    createRateLimiter(
      { ...LIMITS, general: 10 },
      () => now,
      (counts) => {
        writes += 1;
        return addRequestCounts(db, counts);
      },
    );
  const [a, b] = [node(), node()];
  for (let i = 0; i < 6; i++) a.take({ id: 'org' }, 'getAgent');
  await a.share();
  now += 1_000;
  b.take({ id: 'org' }, 'getAgent');
  await b.share();
  assert.equal(b.take({ id: 'org' }, 'getAgent')['RateLimit-Remaining'], '2');
  assert.equal(b.take({ id: 'org' }, 'getAgent')['RateLimit-Reset'], '9', 'the window began on the other node');
  b.take({ id: 'org' }, 'getAgent');
  assert.equal(refusalOf(() => b.take({ id: 'org' }, 'getAgent')).retryAfterS, 9);
  b.take({ id: 'org_other' }, 'getAgent');
  await Promise.all([a.share(), b.share()]);
  assert.equal(writes, 3, 'who has nothing to tell writes nothing');
  now += 9_000;
  assert.equal(a.take({ id: 'org' }, 'getAgent')['RateLimit-Remaining'], '9');
  await a.share();
  assert.equal(b.take({ id: 'org' }, 'getAgent')['RateLimit-Remaining'], '9');
  await b.share();
  assert.equal(a.take({ id: 'org' }, 'getAgent')['RateLimit-Remaining'], '8', 'until it hears of the other');
  await a.share();
  assert.equal(a.take({ id: 'org' }, 'getAgent')['RateLimit-Remaining'], '6');
  await Promise.all([a.close(), b.close()]);
});

test('without the database each node counts for itself', async () => {
  const limiter = createRateLimiter(
    LIMITS,
    () => 0,
    () => Promise.reject(new Error('away')),
  );
  for (let i = 0; i < 4; i++) limiter.take({ id: 'org' }, 'getAgent');
  await limiter.share();
  refusalOf(() => limiter.take({ id: 'org' }, 'getAgent'));
  await limiter.close();
});
