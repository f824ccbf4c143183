// `npm run types`: the TypeScript compiler over the server and each folder that has a tsconfig of its own.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bootstrap/root.mjs';
import { run } from './bootstrap/run.mjs';

const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
let failed = false;
for (const project of ['.', 'web-client', 'dashboard']) {
  if (!existsSync(join(root, project, 'tsconfig.json'))) continue;
  const { code } = await run(process.execPath, [compiler, '--noEmit', '-p', project], { cwd: root, stdio: 'inherit' });
  failed ||= code !== 0;
}
process.exitCode = failed ? 1 : 0;
