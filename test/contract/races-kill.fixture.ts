// A process for tests: a server over a database that others know as well, until it is killed.

import { testServer } from '../support/http.ts';

const [databaseUrl = '', key = ''] = process.argv.slice(2);
const peer = { database: { url: databaseUrl }, clock: { now: Date.now() }, key };
const { url } = await testServer({ after: () => {} }, { beside: peer as never });
console.log(`listening ${url}`);
