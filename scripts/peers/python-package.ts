// Python with one package of a pinned version, in a virtual environment of its own.

import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { aptInstall, findProgram, lastLines, run } from './command.ts';
import { PeerMissing, type Peer } from './peer.ts';

export interface PythonPackage {
  /** As `pip` knows it. */
  name: string;
  version: string;
  /** What a program imports. */
  module: string;
  /** The oldest Python that it runs on, the number behind `3.`. */
  python: number;
  /** Leads tests to the interpreter. */
  variable: string;
}

/** An official SDK. */
export function pythonSdk(version: string, variable: string): Peer {
  return pythonPackage({ name: 'retell-sdk', version, module: 'retell', python: 9, variable });
}

export function pythonPackage(wanted: PythonPackage): Peer {
  const { name, version, variable } = wanted;
  return {
    name: `Python with ${name} ${version}`,
    async provide(say) {
      const folder = join(cacheFolder(), 'python', `${name}-${version}`);
      const interpreter = join(folder, 'bin', 'python');
      const ready = join(folder, '.ready');
      if (!existsSync(ready) || !(await imports(interpreter, wanted))) {
        say(`making a virtual environment with ${name} ${version}`);
        await rm(folder, { recursive: true, force: true });
        await mkdir(join(folder, '..'), { recursive: true });
        await makeEnvironment(folder, wanted.python);
        await install(interpreter, wanted);
        await writeFile(ready, '');
      }
      return { env: { [variable]: interpreter }, detail: interpreter };
    },
  };
}

async function install(interpreter: string, wanted: PythonPackage): Promise<void> {
  const pinned = `${wanted.name}==${wanted.version}`;
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', pinned];
  const { ok, output } = await run(interpreter, args, { timeoutMs: 240_000 });
  if (!ok) throw new PeerMissing(`pip could not install ${pinned}: ${lastLines(output)}`);
  if (!(await imports(interpreter, wanted))) throw new PeerMissing(`${pinned} installed but cannot be imported.`);
}

async function imports(interpreter: string, { name, version, module }: PythonPackage): Promise<boolean> {
  const script = `import ${module}; from importlib.metadata import version; assert version("${name}") == "${version}"`;
  return (await run(interpreter, ['-c', script], { timeoutMs: 60_000 })).ok;
}

async function makeEnvironment(folder: string, oldest: number): Promise<void> {
  const python = await findPython(oldest);
  const make = () => run(python, ['-m', 'venv', folder], { timeoutMs: 120_000 });
  let made = await make();
  // Debian keeps a part of venv in a package of its own.
  if (!made.ok && (await aptInstall('python3-venv'))?.ok) made = await make();
  if (!made.ok) throw new PeerMissing(`${python} -m venv failed (Debian: python3-venv): ${lastLines(made.output)}`);
}

async function findPython(oldest: number): Promise<string> {
  const newestFirst = [14, 13, 12, 11, 10, 9].filter((minor) => minor >= oldest);
  const names = ['python3', ...newestFirst.map((minor) => `python3.${minor}`), 'python'];
  for (const path of names.map((name) => findProgram(name))) {
    const script = `import sys; assert sys.version_info >= (3, ${oldest})`;
    if (path && (await run(path, ['-c', script], { timeoutMs: 20_000 })).ok) return path;
  }
  throw new PeerMissing(`No Python 3.${oldest} or later: install one (https://python.org, or your package manager).`);
}
