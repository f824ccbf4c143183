// One run of the server as a child that cannot outlive us: a shell between us holds a pipe from this process and stops the server when
// the pipe ends, which it does even after kill -9.

import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { Log } from '../../interfaces/log.ts';
import type { Binaries } from './binaries.ts';
import { explainFailure } from './errors.ts';
import type { ServerUser } from './server-user.ts';

export interface ServerProcess {
  /** Ends with the server; says what it wrote last. */
  readonly exited: Promise<string>;
  /** Fast shutdown (clients are cut, a checkpoint is written); after `graceMs` without one, because a crash is safe as well. Idempotent. */
  stop(graceMs: number): Promise<void>;
}

export interface ServerProcessOptions {
  binaries: Binaries;
  data: string;
  socketFolder: string;
  user: ServerUser;
  settings: Record<string, string>;
  log: Log;
}

/**
 * INT is PostgreSQL's fast shutdown. The shell itself ignores signals: in a service's control group everybody gets TERM at once, and
 * the server must stay until we have written what ends our calls. The signal is repeated, because a server that is only just starting
 * does not listen to it yet.
 */
const LIFELINE = `
trap '' INT TERM HUP
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ read -r _ <&3; while kill -INT $server; do sleep 1; done; } 2>/dev/null &
lifeline=$!
exec 3<&-
wait $server
status=$?
kill -KILL $lifeline 2>/dev/null
exit $status
`;

const KEPT_LINES = 40;

/** Starts the server and waits until it takes connections, however long it recovers. Throws EmbeddedPostgresError. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { data, user, log } = options;
  const child = spawn('/bin/sh', ['-c', LIFELINE, 'ringback-postgres', ...commandLine(options)], {
    cwd: data,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['pipe', 'ignore', 'pipe'],
    // A session of its own: Ctrl-C in a terminal is for us, and we stop the server last.
    detached: true,
    ...(user.differs ? { uid: user.uid, gid: user.gid } : {}),
  });
  const output = readOutput(child, log);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(String(error)));
    child.once('close', () => resolve(output.lastLines()));
  });
  // Writing the pipe is how we ask for the end; the shell may be gone already.
  child.stdin?.on('error', () => {});
  let closing: Promise<void> | undefined;
  const stop = (graceMs: number) => (closing ??= stopChild(child, exited, graceMs));

  const failed = await Promise.race([output.ready, exited]);
  if (failed !== undefined) throw explainFailure(failed, 'start the built-in PostgreSQL', data);
  letProcessEnd(child);
  return { exited, stop };
}

function commandLine({ binaries, data, socketFolder, settings }: ServerProcessOptions): string[] {
  const all: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // The log holds facts, not rows: no statements, no values.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...settings,
  };
  const server = join(binaries.folder, 'bin', 'postgres');
  return [server, '-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

function readOutput(child: ChildProcess, log: Log): { ready: Promise<undefined>; lastLines: () => string } {
  const lines: string[] = [];
  let markReady: () => void = () => {};
  const ready = new Promise<undefined>((resolve) => (markReady = () => resolve(undefined)));
  createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    if (line.includes('database system is ready to accept connections')) markReady();
    const bad = /(?:WARNING|ERROR|FATAL|PANIC):/.test(line);
    log[bad ? 'warn' : 'debug']({ line }, 'postgres');
  });
  return { ready, lastLines: () => lines.join('\n') };
}

/** The server alone keeps nobody alive: whoever forgets to close it still ends, and the pipe stops it. */
function letProcessEnd(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stderr]) (stream as Socket | null)?.unref();
}

async function stopChild(child: ChildProcess, exited: Promise<string>, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  (child.stderr as Socket | null)?.ref();
  child.stdin?.end();
  const timer = setTimeout(() => killGroup(child.pid), graceMs);
  await exited;
  clearTimeout(timer);
}

/** The shell leads a session of its own, so its group is exactly the shell and the server. */
function killGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
