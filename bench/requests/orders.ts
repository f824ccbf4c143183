// What the processes of this bench tell each other.

export const API_KEY = 'key_of_the_bench_of_requests_0123456789';

export interface ServedOrder {
  how: 'ours' | 'bare';
  databaseUrl: string;
  workspaceId: string;
  /** An empty one. */
  folder: string;
}

export interface LoadOrder {
  port: number;
  /** Asked for in turn. */
  paths: string[];
  key: string;
  connections: number;
  forMs: number;
}

export interface LoadReport {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Answers that were not 200, and connections that broke. */
  faults: number;
}
