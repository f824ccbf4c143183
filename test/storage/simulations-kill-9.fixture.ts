// A process for tests: a node with its job queue that plays simulations until the batch is complete or it is killed. Prints a line for
// each question to a model: who was asked, about which seat, and a number that is never given twice.

import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { silentLog } from '../../src/interfaces/log.ts';
import type { ModelRequest } from '../../src/interfaces/language-model.ts';
import { startJobs } from '../../src/jobs/index.ts';
import { createScriptedMind, type ScriptedTurn } from '../../src/providers/scripted/index.ts';
import { openDatabase, takeNodeLease } from '../../src/storage/index.ts';
import { choice, jobsDeps } from '../support/jobs.ts';
import { verdict } from '../support/simulations.ts';

const [url = '', batchId = '', life = ''] = process.argv.slice(2);
let asked = 0;
const minds = {
  user: mind('user', ({ messages }, number) => {
    const said = messages.filter(({ role }) => role === 'assistant').length;
    return { say: said === 2 ? '[END]' : `user ${number}` };
  }),
  agent: mind('agent', (_request, number) => ({ say: `agent ${number}` })),
  judge: mind('judge', () => verdict(true)),
};
const database = await openDatabase({ url, log: silentLog });
const lease = await takeNodeLease({ db: database.realtime, nodeId: 'node_test', log: silentLog });
const thinking = (name: string | null) => choice(minds[name as 'user' | 'judge' | 'agent']);
const jobs = await startJobs({
  ...jobsDeps({ ...database, db: database.jobs } as never),
  providers: { thinking },
  tests: { atOnce: 200, judgeModel: 'judge' },
  onPool: (poolId) => lease.setWorkerPool(poolId),
});
for (;;) {
  const batch = await database.http
    .selectFrom('batch_tests')
    .select('status')
    .where('test_case_batch_job_id', '=', batchId)
    .executeTakeFirstOrThrow();
  if (batch.status === 'complete') break;
  await pause(50);
}
await jobs.close();
await lease.close();
await database.close();

function mind(who: string, answer: (request: ModelRequest, number: string) => ScriptedTurn) {
  return createScriptedMind({
    provider: 'openai',
    turns(request) {
      const number = `${life}.${(asked += 1)}`;
      const seat = /seat (\d+)/.exec(JSON.stringify(request.messages))?.[1];
      writeSync(1, `${who} ${seat} ${number}\n`);
      return { after: pause(5), ...answer(request, number) };
    },
  });
}
