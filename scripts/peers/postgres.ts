// PostgreSQL servers that the whole run shares: the built-in version, and the oldest one that DATABASE_URL may name.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OLDEST_POSTGRES, startTestPostgres } from '../../test/support/start-test-postgres.ts';
import { PeerMissing, type Peer } from './peer.ts';

export const builtInPostgres: Peer = {
  name: 'the built-in PostgreSQL',
  async provide() {
    const server = await startTestPostgres();
    return {
      env: { RINGBACK_TEST_DATABASE_URL: server.url },
      detail: `PostgreSQL ${server.version}`,
      close: () => server.close(),
    };
  },
};

/** Gives RINGBACK_TEST_DATABASE_URL too: for the run that uses it. */
export const oldestPostgres: Peer = {
  name: 'PostgreSQL 15',
  async provide() {
    const folder = join(import.meta.dirname, '..', '..', 'node_modules', OLDEST_POSTGRES);
    if (!existsSync(folder)) {
      throw new PeerMissing(
        `${OLDEST_POSTGRES} is not installed; it comes with "npm ci" on Linux x64 and exists for no other platform.`,
      );
    }
    const server = await startTestPostgres(OLDEST_POSTGRES);
    return {
      env: { RINGBACK_TEST_DATABASE_URL: server.url, RINGBACK_TEST_POSTGRES_15: join(folder, 'native') },
      detail: `PostgreSQL ${server.version}`,
      close: () => server.close(),
    };
  },
};
