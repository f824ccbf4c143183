// `npm test`: makes the checkout ready, then runs checks and tests on Node 24.

import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { handOver } from './bootstrap/hand-over.mjs';
import { root } from './bootstrap/root.mjs';

const node = await bootstrap();
await handOver(node, [join(root, 'scripts', 'test', 'main.ts'), ...process.argv.slice(2)]);
