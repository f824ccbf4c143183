// The connections of one server, by what they are for, so that a slow list cannot hold up a call's events.

import pg from 'pg';
import type { Log } from '../interfaces/log.ts';

export interface Pools {
  /** Events of calls: one connection, nothing else waits on it. */
  events: pg.Pool;
  /** What a running call waits for: claiming, ending, intents, leases. */
  realtime: pg.Pool;
  /** API requests. */
  http: pg.Pool;
  /** Background jobs; one of them listens. */
  jobs: pg.Pool;
}

export type PoolName = keyof Pools;

interface PoolLimits {
  max: number;
  /** 0: no limit. A migration takes as long as there are rows. */
  statementTimeoutMs: number;
  connectTimeoutMs: number;
  /** PostgreSQL's command line for the session. */
  options?: string;
}

const POOLS: Record<PoolName | 'migrations', PoolLimits> = {
  events: { max: 1, statementTimeoutMs: 5_000, connectTimeoutMs: 2_000 },
  realtime: { max: 4, statementTimeoutMs: 3_000, connectTimeoutMs: 2_000 },
  // A page is short work: starting workers for it takes longer than they save, and one list must not have all cores.
  http: {
    max: 8,
    statementTimeoutMs: 10_000,
    connectTimeoutMs: 5_000,
    options: '-c max_parallel_workers_per_gather=0',
  },
  jobs: { max: 4, statementTimeoutMs: 60_000, connectTimeoutMs: 5_000 },
  migrations: { max: 4, statementTimeoutMs: 0, connectTimeoutMs: 5_000 },
};

const INT8 = 20;

/** Timestamps in ms, durations, ids: all of our bigints are exact in a double. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format as 'text')) as never,
};

/** Opens nothing yet: connections are made on first use. */
export function createPools(url: string, log: Log): Pools {
  return {
    events: createPool(url, 'events', log),
    realtime: createPool(url, 'realtime', log),
    http: createPool(url, 'http', log),
    jobs: createPool(url, 'jobs', log),
  };
}

/** One pool of the kind, with its limits. */
export function createPool(url: string, name: PoolName | 'migrations', log: Log): pg.Pool {
  const { max, statementTimeoutMs, connectTimeoutMs, options } = POOLS[name];
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `ringback ${name}`,
    max,
    ...(options ? { options } : {}),
    statement_timeout: statementTimeoutMs,
    // A little later than the server's own limit: for a server that went silent.
    query_timeout: statementTimeoutMs === 0 ? 0 : statementTimeoutMs + 1_000,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    types,
  });
  // A connection that breaks is replaced on next use; unheard, its error would end the process. In use, its query fails as well.
  pool.on('error', (error) => log.warn({ pool: name, error: error.message }, 'a database connection was lost'));
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
