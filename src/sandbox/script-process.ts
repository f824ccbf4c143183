// The runner's side of one child process: locked in, one program at a time, killed when it does not come to an end.

import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FetchAnswer, FromChild, ToChild } from './protocol.ts';

export interface ScriptProcess {
  readonly pid: number | undefined;
  /** Resolves when it can run the next program; rejects when it ends before that. */
  ready(): Promise<void>;
  /** Resolves when the process is gone. Why, as far as its system says. */
  readonly ended: Promise<{ isOutOfMemory: boolean }>;
  /** Once it is ready, and not again before it is ready again. */
  run(program: Omit<ToChild & { do: 'run' }, 'do'>, listener: (message: FromChild) => void): void;
  answer(id: number, answer: FetchAnswer): void;
  kill(): void;
}

/** For the process's own JavaScript; the machine's memory is apart, and has its own ceiling. */
const HEAP_MB = 64;
/** CPU seconds of a whole life: the end of one whose server was killed while it ran in circles. */
const CPU_S = 300;
const SHELL = '/bin/sh';
const ENTRY = fileURLToPath(new URL('child/serve.ts', import.meta.url));

export function startScriptProcess(): ScriptProcess {
  const child = launch();
  const ended = Promise.withResolvers<{ isOutOfMemory: boolean }>();
  let ready = newReady();
  let listener: ((message: FromChild) => void) | null = null;
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-4_000)));
  child.on('message', (message: FromChild) => {
    if (message?.is === 'ready') ready.resolve();
    else listener?.(message);
  });
  child.on('error', (error) => (complaint += error.message));
  child.on('close', () => {
    ready.reject(new Error(`the process for user code ended: ${lastLine(complaint)}`));
    ended.resolve({ isOutOfMemory: complaint.includes('heap out of memory') });
  });
  /** One that is just ending is heard of by `ended`. */
  const send = (message: ToChild): void => {
    if (child.connected) child.send(message, () => {});
  };

  return {
    get pid() {
      return child.pid;
    },
    ready: () => ready.promise,
    ended: ended.promise,
    run(program, toListener) {
      ready = newReady();
      listener = toListener;
      send({ do: 'run', ...program });
    },
    answer: (id, answer) => send({ do: 'answer', id, answer }),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Whoever waits for it hears that it failed; nobody has to. */
function newReady(): PromiseWithResolvers<void> {
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => {});
  return ready;
}

/** It may read its own code and nothing else; it may start nothing; its environment is empty. */
function launch(): ChildProcess {
  const flags = [
    '--permission',
    ...readable().map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${HEAP_MB}`,
    '--no-addons',
    '--disable-warning=ExperimentalWarning',
  ];
  const limited = existsSync(SHELL);
  return fork(ENTRY, {
    ...(limited && { execPath: SHELL }),
    execArgv: limited ? ['-c', `ulimit -t ${CPU_S}; exec "$0" "$@"`, process.execPath, ...flags] : flags,
    env: { TZ: 'UTC' },
    cwd: dirname(ENTRY),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** Its own code, QuickJS, and the package.json files by which Node finds both. */
function readable(): string[] {
  const source = dirname(dirname(dirname(ENTRY)));
  const packages = ['quickjs-emscripten-core', '@jitl/quickjs-wasmfile-release-sync', '@jitl/quickjs-ffi-types'];
  return [join(source, 'sandbox'), join(source, '..', 'package.json'), ...packages.map(folderOfPackage)];
}

function folderOfPackage(name: string): string {
  const entry = fileURLToPath(import.meta.resolve(name));
  const end = `${join('node_modules', ...name.split('/'))}`;
  return entry.slice(0, entry.lastIndexOf(end) + end.length);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
