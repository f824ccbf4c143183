import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createResampler } from '../resample.ts';
import { SourceRates } from './source-rates.ts';

const frame = (n: number) => Int16Array.from({ length: 160 }, (_, i) => 8000 * Math.sin((n * 160 + i) / 5));

test('all who ask for a rate get the same samples, those of a stream without a break', () => {
  const rates = new SourceRates();
  const alone = createResampler(8000, 16_000);
  for (let n = 0; n < 5; n++) {
    rates.next(frame(n), 8000);
    assert.deepEqual(rates.at(16_000), alone.process(frame(n)));
    assert.equal(rates.at(16_000), rates.at(16_000));
  }
});

test('a rate that was not asked for in between begins without a rest of before', () => {
  const rates = new SourceRates();
  for (const n of [0, 1]) {
    rates.next(frame(n), 8000);
    if (n === 0) rates.at(16_000);
  }
  rates.next(frame(2), 8000);
  assert.deepEqual(rates.at(16_000), createResampler(8000, 16_000).process(frame(2)));
  rates.next(frame(3), 16_000);
  assert.deepEqual(rates.at(16_000), frame(3));
});
