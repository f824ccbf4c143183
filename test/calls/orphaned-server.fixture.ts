// A program that starts a server and is killed by its test.

import { startServerProcess } from '../../src/cli/server-process.ts';

const server = await startServerProcess({
  dataDir: process.argv[2] as string,
  env: { RINGBACK_LLM_DISCOVERY: 'false' },
});
console.log(server.url);
