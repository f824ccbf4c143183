// A program that tests call, from its start to its end: its words are kept, and it dies with the test.

import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface PeerProcess {
  /** All it has said so far, both streams. */
  said(): string;
  /** Resolves once its words match; rejects with them when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  type(line: string): void;
  /** It dies at once, with no chance to say goodbye. */
  kill(): void;
  /** Exit code; null: killed. */
  readonly ended: Promise<number | null>;
  /** Asks it to end, makes it after 2 s. Idempotent. */
  close(): Promise<void>;
}

export interface PeerOptions {
  /** Working directory. */
  cwd: string;
  env?: Record<string, string>;
}

/** Where Debian puts what only an administrator starts. */
const FOLDERS = ['/usr/sbin', '/usr/local/sbin'];

/** Throws when the program is not installed: a test without its peer has failed. */
export function startPeer(program: string, args: string[], { cwd, env }: PeerOptions): PeerProcess {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...FOLDERS];
  const path = folders.map((folder) => join(folder, program)).find((candidate) => existsSync(candidate));
  if (!path)
    throw new Error(`${program} is not installed; "npm test" installs it with apt-get as root (scripts/peers)`);
  // A group of its own, so that what it starts (kamailio's workers) ends with it.
  const child = spawn(path, args, { cwd, env: { ...process.env, TERM: 'dumb', ...env }, detached: true });
  return watch(program, child);
}

function watch(program: string, child: ChildProcessWithoutNullStreams): PeerProcess {
  let text = '';
  const waiting = new Set<() => void>();
  const hear = (bytes: Buffer) => {
    text += bytes.toString('utf8');
    for (const look of waiting) look();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  // What is typed to a program that is ending is lost, and that is all.
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  ended.catch(() => {});

  function signal(name: NodeJS.Signals): void {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // The whole group has ended.
    }
  }

  return {
    said: () => text,
    ended,
    kill: () => signal('SIGKILL'),
    type: (line) => void child.stdin.write(`${line}\n`),
    says(pattern) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        const fail = () => reject(new Error(`${program} ended without saying ${pattern}:\n${text.slice(-4000)}`));
        ended.then(fail, fail);
      });
    },
    async close() {
      signal('SIGTERM');
      const late = setTimeout(() => signal('SIGKILL'), 2000);
      await ended.catch(() => null);
      clearTimeout(late);
      // Workers that outlived it would keep its pipes open, and this process with them.
      signal('SIGKILL');
      for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
    },
  };
}

/** Resolves once the peer has said that it is ready; one that never will leaves nothing behind. */
export async function isReady(peer: PeerProcess, ready: RegExp, folder: { remove(): Promise<void> }): Promise<void> {
  try {
    await peer.says(ready);
  } catch (error) {
    await peer.close();
    await folder.remove();
    throw error;
  }
}

/** A folder of its own for a peer's files, gone with `close`. */
export async function peerFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'ringback-sip-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
