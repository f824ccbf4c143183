import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterScoreOf } from './filter-score.ts';

test('the border of a model is the usual filter_score; the ends stay where they are', () => {
  for (const close of [0.2, 0.3, 0.75]) {
    assert.equal(filterScoreOf(close, close), 0.6);
    assert.deepEqual([filterScoreOf(0, close), filterScoreOf(-0.4, close), filterScoreOf(1, close)], [0, 0, 1]);
  }
  assert.equal(filterScoreOf(1.0001, 0.3), 1, 'rounding');
});

test('what is closer never has a lower score', () => {
  const scores = Array.from({ length: 201 }, (_, i) => filterScoreOf(i / 100 - 1, 0.3));
  assert.deepEqual(
    scores,
    [...scores].sort((a, b) => a - b),
  );
});
