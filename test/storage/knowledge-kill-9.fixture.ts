// A process for tests: a node with its job queue that reads sources of knowledge bases until it is killed, or one is complete. Prints each step
// it comes to, and stays at the one where it is to be killed for ever.

import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createDocumentReader } from '../../src/documents/index.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import { startJobs } from '../../src/jobs/index.ts';
import { createLocalBlobs, openDatabase, takeNodeLease } from '../../src/storage/index.ts';
import { jobsDeps } from '../support/jobs.ts';
import { createScriptedEmbeddings } from '../support/scripted-embeddings.ts';

const [url = '', folder = '', id = '', end = ''] = process.argv.slice(2);
const database = await openDatabase({ url, log: silentLog });
const lease = await takeNodeLease({ db: database.realtime, nodeId: 'node_test', log: silentLog });
const documents = createDocumentReader({ log: silentLog });
const embeddings = createScriptedEmbeddings();
const jobs = await startJobs({
  ...jobsDeps({ ...database, db: database.jobs } as never),
  blobs: createLocalBlobs(folder),
  documents: {
    async read(document, signal) {
      const read = documents.read(document, signal);
      await step('read');
      return read;
    },
  },
  embeddings: {
    model: embeddings.model,
    dimensions: embeddings.dimensions,
    async passages(passages, signal) {
      await step('embed');
      return embeddings.passages(passages, signal);
    },
  },
  onPool: (poolId) => lease.setWorkerPool(poolId),
});
for (;;) {
  const base = await database.http
    .selectFrom('knowledge_bases')
    .select('status')
    .where('knowledge_base_id', '=', id)
    .executeTakeFirstOrThrow();
  if (base.status === 'complete') break;
  await pause(50);
}
await jobs.close();
await documents.close();
await lease.close();
await database.close();

async function step(name: string): Promise<void> {
  writeSync(1, `${name}\n`);
  if (name === end) await new Promise(() => {});
}
