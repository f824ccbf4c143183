// A server, as far as code is concerned, that is killed while a program computes. Tells the processes it has.

import { createCodeRunner } from './index.ts';

const runner = createCodeRunner({ maxProcesses: 1 });
await runner.run({
  code: 'console.log("in"); while (true);',
  dv: {},
  metadata: {},
  timeoutMs: 600_000,
  send: () => Promise.reject(new Error('nothing is sent here')),
  console: () => process.send?.(runner.pids),
  signal: new AbortController().signal,
});
