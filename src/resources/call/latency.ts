// Latency figures of a call as the contract's `latency` has them.

import type { CallEvent, LatencyPart } from '../../interfaces/call-event.ts';

/** All in ms. */
export interface LatencyFigures {
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  max: number;
  min: number;
  num: number;
  values: number[];
}

/** Only the parts that occurred. */
export type CallLatency = Partial<Record<LatencyPart, LatencyFigures>>;

export function latencyOf(events: Iterable<CallEvent>): CallLatency {
  const values = new Map<LatencyPart, number[]>();
  for (const event of events) {
    if (event.is !== 'latency') continue;
    const list = values.get(event.part);
    if (list) list.push(event.ms);
    else values.set(event.part, [event.ms]);
  }
  return Object.fromEntries([...values].map(([part, list]) => [part, latencyFigures(list)]));
}

/** `values` must not be empty. Percentiles are interpolated linearly between the closest ranks. */
export function latencyFigures(values: readonly number[]): LatencyFigures {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    p50: percentile(sorted, 0.5),
    p90: percentile(sorted, 0.9),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    max: sorted.at(-1) ?? 0,
    min: sorted[0] ?? 0,
    num: sorted.length,
    values: [...values],
  };
}

/** `sorted` ascending and not empty; `q` in 0..1. Rounded to a thousandth, so that 736.76 stays 736.76. */
function percentile(sorted: readonly number[], q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? 0;
  const high = sorted[below + 1] ?? low;
  return Math.round((low + (high - low) * (place - below)) * 1000) / 1000;
}
