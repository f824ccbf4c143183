#!/usr/bin/env node
// The command `ringback`: makes the checkout ready, then runs the command line on Node 24. `ringback --help` lists its commands.

import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { handOver } from './bootstrap/hand-over.mjs';
import { root } from './bootstrap/root.mjs';

const node = await bootstrap();
await handOver(node, [join(root, 'src', 'cli', 'main.ts'), ...process.argv.slice(2)]);
