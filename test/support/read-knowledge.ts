// Runs what is queued for knowledge bases, as the server's own runner would.

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { runOnce } from 'graphile-worker';
import { createDocumentReader } from '../../src/documents/index.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import { crawlPath, readSource, type ReadSourceDeps } from '../../src/resources/knowledge-base/index.ts';
import { jobLog, type JobPayloads } from '../../src/storage/index.ts';
import type { TestServer } from './http.ts';
import { createScriptedEmbeddings } from './scripted-embeddings.ts';

export function readingDeps(t: TestContext, server: TestServer, change: Partial<ReadSourceDeps> = {}): ReadSourceDeps {
  const documents = createDocumentReader({ log: silentLog });
  t.after(() => documents.close());
  return {
    db: server.database.jobs,
    blobs: server.deps.blobs,
    egress: server.deps.resources.egress,
    documents,
    embeddings: createScriptedEmbeddings(),
    wallClock: () => server.clock.now,
    log: silentLog,
    ...change,
  };
}

/** Until nothing is queued any more that can run now. */
export async function readAll(server: TestServer, deps: ReadSourceDeps): Promise<void> {
  const { signal } = new AbortController();
  await runOnce({
    pgPool: server.database.pools.jobs,
    noHandleSignals: true,
    logger: jobLog(silentLog),
    taskList: {
      'read-source': (payload, { job }) =>
        readSource(deps, payload as JobPayloads['read-source'], signal, job.attempts),
      'crawl-path': (payload, { job }) => crawlPath(deps, payload as JobPayloads['crawl-path'], signal, job.attempts),
    },
  });
  const { rows } = await server.database.pools.jobs.query<{ last_error: string }>(
    `select last_error from graphile_worker._private_jobs where last_error is not null`,
  );
  assert.deepEqual(
    rows.map((row) => row.last_error),
    [],
  );
}
