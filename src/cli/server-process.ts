// A server of one's own for a while: `talk` without RETELL_BASE_URL, tests and the bench start the real program in a folder of its own.

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface ServerProcess {
  readonly url: string;
  /** Works once. */
  readonly signInUrl: string;
  readonly process: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Asks it to close and waits; resolves to its exit code. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
}

export interface ServerProcessOptions {
  dataDir: string;
  /** 0 = any free one. */
  port?: number;
  apiKey?: string;
  /** Added to this process's environment. */
  env?: Record<string, string | undefined>;
  /** Working directory, where `ringback.config.json` is looked for; default: the data dir. */
  cwd?: string;
}

/** What main.ts tells its parent process, if it has one, when it can be used. */
export interface ListeningMessage {
  is: 'listening';
  url: string;
  signInUrl: string;
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Starts `src/main.ts` and waits until its page answers. Throws with its output when it ends before that. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(options.port ?? 0),
    RINGBACK_DATA_DIR: options.dataDir,
    ...(options.apiKey === undefined ? {} : { RINGBACK_API_KEY: options.apiKey }),
    ...options.env,
  };
  const child = fork(main, [], { env, cwd: options.cwd ?? options.dataDir, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const listening = await Promise.race([untilListening(child), exit]);
  if (Array.isArray(listening))
    throw new Error(`The server ended (${listening[1] ?? listening[0]}) before it listened:\n${output}`);
  return {
    url: listening.url,
    signInUrl: listening.signInUrl,
    process: child,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      return (await exit)[0];
    },
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

function untilListening(child: ChildProcess): Promise<ListeningMessage> {
  return new Promise((resolve) => {
    child.on('message', (message: ListeningMessage | { is: string }) => {
      if (message.is === 'listening') resolve(message as ListeningMessage);
    });
  });
}
