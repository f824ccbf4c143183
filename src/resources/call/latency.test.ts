import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latencyFigures, latencyOf } from './latency.ts';

test('percentiles are interpolated linearly', () => {
  const figures = latencyFigures([729, 650, 1, 737]);
  assert.deepEqual(
    [figures.p50, figures.p90, figures.p95, figures.p99, figures.min, figures.max, figures.num],
    [689.5, 734.6, 735.8, 736.76, 1, 737, 4],
  );
  assert.deepEqual(figures.values, [729, 650, 1, 737], 'values stay in the order of the turns');
});

test('one value is every percentile of itself', () => {
  const figures = latencyFigures([412]);
  assert.deepEqual([figures.p50, figures.p99, figures.min, figures.max], [412, 412, 412, 412]);
});

test('only the parts that occurred are there', () => {
  const latency = latencyOf([
    { at: 0, wall: 0, is: 'latency', part: 'llm', ms: 100, gen: 1 },
    { at: 0, wall: 0, is: 'note', level: 'info', text: 'x' },
    { at: 0, wall: 0, is: 'latency', part: 'llm', ms: 300, gen: 2 },
  ]);
  assert.deepEqual(Object.keys(latency), ['llm']);
  assert.equal(latency.llm?.p50, 200);
});
