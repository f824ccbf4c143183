// Runs what is queued for knowledge bases, as the server's own runner would.

import assert from 'node:assert/strict';
import { join } from 'node:path';
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
    pagesFolder: join(server.deps.uploads.folder, 'pages'),
    embeddings: createScriptedEmbeddings(),
    wallClock: () => server.clock.now,
    log: silentLog,
    ...change,
  };
}

/** Until nothing is queued any more that can run now. Fails when a job failed. */
export async function readAll(server: TestServer, deps: ReadSourceDeps): Promise<void> {
  const { signal } = new AbortController();
  const pool = server.database.pools.jobs;
  const due = `select j.last_error from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier in ('read-source', 'crawl-path')`;
  // A worker that comes between the end of a job and the freeing of its queue finds nothing to do.
  do {
    await runOnce({
      pgPool: pool,
      noHandleSignals: true,
      logger: jobLog(silentLog),
      taskList: {
        'read-source': (payload, { job }) =>
          readSource(deps, payload as JobPayloads['read-source'], signal, job.attempts),
        'crawl-path': (payload, { job }) => crawlPath(deps, payload as JobPayloads['crawl-path'], signal, job.attempts),
      },
    });
  } while ((await pool.query(`${due} and run_at <= now()`)).rows.length > 0);
  const { rows } = await pool.query<{ last_error: string | null }>(`${due} and last_error is not null`);
  assert.deepEqual(
    rows.map((row) => row.last_error),
    [],
  );
}
