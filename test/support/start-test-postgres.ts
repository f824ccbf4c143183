// A PostgreSQL server for tests: the built-in one of this release, or the oldest that Ringback supports. Fast, not durable.

import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../src/interfaces/log.ts';
import { startEmbeddedPostgres } from '../../src/storage/embedded-postgres/index.ts';

export interface TestPostgres {
  /** For RINGBACK_TEST_DATABASE_URL; databases for tests are made beside the one it names. */
  readonly url: string;
  readonly version: string;
  close(): Promise<void>;
}

/** The lower bound of what DATABASE_URL may name. Its programs are installed for Linux on x64 only. */
export const OLDEST_POSTGRES = '@embedded-postgres-15/linux-x64';

/** Starts a server in a temporary folder; `binariesPackage` names another version than ours. */
export async function startTestPostgres(binariesPackage?: string): Promise<TestPostgres> {
  const dataDir = await mkdtemp(join(await fastFolder(), 'ringback-test-'));
  const server = await startEmbeddedPostgres({
    dataDir,
    binariesPackage,
    log: silentLog,
    durable: false,
    // Many test files with pools of their own, side by side.
    settings: { max_connections: '400', shared_buffers: '64MB' },
  });
  return {
    url: server.url,
    version: server.version,
    async close() {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Memory where there is enough of it: copying a database is then five times as fast. */
async function fastFolder(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => null);
  return memory && memory.bavail * memory.bsize > 2e9 ? '/dev/shm' : tmpdir();
}
