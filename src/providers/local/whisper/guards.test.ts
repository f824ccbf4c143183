import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSilence, loopLength, tokenLimit } from './guards.ts';

test('a phrase said twice in a row is a loop, and its second half goes', () => {
  assert.equal(loopLength([9, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5]), 5);
  assert.equal(loopLength([1, 2, 3, 4, 1, 2, 3, 4]), 0, 'four tokens may be said twice');
});

test('few tokens are a loop only when said four times', () => {
  assert.equal(loopLength([7, 3, 3, 3]), 0);
  assert.equal(loopLength([7, 3, 3, 3, 3]), 3);
  assert.equal(loopLength([1, 2, 1, 2, 1, 2, 1, 2]), 6);
});

test('nobody says more than eight tokens a second', () => {
  assert.equal(tokenLimit(16_000), 20);
});

test('one doubtful number alone does not make speech into silence', () => {
  assert.equal(isSilence(0.77, -0.4, -0.5), false, 'reverberant speech');
  assert.equal(isSilence(0.2, -1.6, -3), false, 'a curt "No"');
  assert.equal(isSilence(0.6, -1.2, -0.5), true);
  assert.equal(isSilence(0.9, -0.2, -0.2), true);
});
