// A measured figure, and the bar that it must hold.

export interface Figure {
  name: string;
  value: number;
  unit: '' | 'ms' | 's' | '%' | 'MB';
  /** At most this; absent where nothing is promised yet. */
  atMost?: number;
  /** At least this. */
  atLeast?: number;
  /** How it was measured, in a few words. */
  how: string;
}

/** One bench: run it alone by its name. */
export interface Bench {
  name: string;
  run(): Promise<Figure[]>;
}

/** Linear between ranks, as latencies in the product are. `p` in 0..100. */
export function percentile(values: number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = ((sorted.length - 1) * p) / 100;
  const low = sorted[Math.floor(rank)] ?? NaN;
  const high = sorted[Math.ceil(rank)] ?? NaN;
  return low + (high - low) * (rank - Math.floor(rank));
}
