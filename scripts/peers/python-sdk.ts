// Python with an official SDK in a virtual environment of its own.

import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { aptInstall, findProgram, lastLines, run } from './command.ts';
import { PeerMissing, type Peer } from './peer.ts';

/** `variable` leads tests to the interpreter. */
export function pythonSdk(version: string, variable: string): Peer {
  const name = `Python with retell-sdk ${version}`;
  return {
    name,
    async provide(say) {
      const folder = join(cacheFolder(), 'python', `retell-sdk-${version}`);
      const interpreter = join(folder, 'bin', 'python');
      const ready = join(folder, '.ready');
      if (!existsSync(ready) || !(await imports(interpreter, version))) {
        say(`making a virtual environment with retell-sdk ${version}`);
        await rm(folder, { recursive: true, force: true });
        await mkdir(join(folder, '..'), { recursive: true });
        await makeEnvironment(folder);
        const wanted = `retell-sdk==${version}`;
        const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', wanted];
        const { ok, output } = await run(interpreter, args, { timeoutMs: 240_000 });
        if (!ok) throw new PeerMissing(`pip could not install ${wanted}: ${lastLines(output)}`);
        if (!(await imports(interpreter, version)))
          throw new PeerMissing(`${wanted} installed but cannot be imported.`);
        await writeFile(ready, '');
      }
      return { env: { [variable]: interpreter }, detail: interpreter };
    },
  };
}

async function imports(interpreter: string, version: string): Promise<boolean> {
  const script = `import retell; from importlib.metadata import version; assert version("retell-sdk") == "${version}"`;
  return (await run(interpreter, ['-c', script], { timeoutMs: 60_000 })).ok;
}

async function makeEnvironment(folder: string): Promise<void> {
  const python = await findPython();
  const make = () => run(python, ['-m', 'venv', folder], { timeoutMs: 120_000 });
  let made = await make();
  // Debian keeps a part of venv in a package of its own.
  if (!made.ok && (await aptInstall('python3-venv'))?.ok) made = await make();
  if (!made.ok) throw new PeerMissing(`${python} -m venv failed (Debian: python3-venv): ${lastLines(made.output)}`);
}

async function findPython(): Promise<string> {
  const names = [
    'python3',
    'python3.14',
    'python3.13',
    'python3.12',
    'python3.11',
    'python3.10',
    'python3.9',
    'python',
  ];
  for (const path of names.map((name) => findProgram(name))) {
    const script = 'import sys; assert sys.version_info >= (3, 9)';
    if (path && (await run(path, ['-c', script], { timeoutMs: 20_000 })).ok) return path;
  }
  throw new PeerMissing('No Python 3.9 or later: install one (https://python.org, or your package manager).');
}
