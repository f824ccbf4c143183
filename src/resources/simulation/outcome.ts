// How a run of a test ends.

import type { Schema } from '../../contract/index.ts';

/** As the contract shows it. */
export type MetricResult = Schema<'TestMetricResult'>;

/** A run cannot go on; the message is what its result says. */
export class SimulationFailed extends Error {}

export interface Outcome {
  status: 'pass' | 'fail' | 'error';
  explanation: string;
  metricResults?: MetricResult[];
}

/** All metrics must hold. A conversation without metrics passes by coming to its end. */
export function outcomeOf(results: readonly MetricResult[]): Outcome {
  if (results.length === 0)
    return { status: 'pass', explanation: 'The conversation came to its end; there are no metrics.' };
  const lines = results.map(({ metric, passed, reason }) => `${passed ? 'PASS' : 'FAIL'}: ${metric}\n  ${reason}`);
  return {
    status: results.every(({ passed }) => passed) ? 'pass' : 'fail',
    explanation: lines.join('\n'),
    metricResults: [...results],
  };
}
