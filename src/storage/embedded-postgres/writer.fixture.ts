// A process for tests: opens the built-in database in the folder of its first argument and writes rows until it is killed or told to
// end, a line for each that was acknowledged.

import pg from 'pg';
import { silentLog } from '../../interfaces/log.ts';
import { startEmbeddedPostgres } from './index.ts';

const server = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', log: silentLog });
const client = new pg.Client({ connectionString: server.url });
await client.connect();
await client.query('create table if not exists written (n int primary key)');
let ending = false;
process.on('SIGTERM', () => (ending = true));
console.log('ready');
while (!ending) {
  const { rows } = await client.query<{ n: number }>(
    'insert into written select coalesce(max(n), 0) + 1 from written returning n',
  );
  console.log(`row ${rows[0]?.n}`);
}
await client.end();
await server.close();
