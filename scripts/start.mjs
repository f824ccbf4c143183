// `npm start`: makes the checkout ready, then runs the server on Node 24. Arguments are the server's: `npm start -- --help`.

import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { handOver } from './bootstrap/hand-over.mjs';
import { root } from './bootstrap/root.mjs';

const node = await bootstrap();
await handOver(node, [join(root, 'src', 'main.ts'), ...process.argv.slice(2)]);
