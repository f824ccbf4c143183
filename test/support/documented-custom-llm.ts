// The server of docs/custom-llm.md, run as it stands there.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);

/** Gives its address. */
export async function startDocumentedCustomLlm(t: { after(run: () => unknown): void }): Promise<string> {
  const page = await readFile(new URL('docs/custom-llm.md', ROOT), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(page)?.[1];
  if (!code) throw new Error('docs/custom-llm.md has no program');
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: fileURLToPath(ROOT),
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(async () => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return `ws://127.0.0.1:${/\d+$/.exec(line)?.[0]}/talk`;
}
