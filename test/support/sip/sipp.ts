// sipp with scenarios of our own (`test/sip/scenarios`): plays one side of a call by the letter and checks the other.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePorts } from './free-ports.ts';
import { peerFolder, startPeer } from './peer-process.ts';

export interface SippOptions {
  /** File of `test/sip/scenarios`, without `.xml`. */
  scenario: string;
  /** `host:port` of whom it calls; left out by a scenario that waits to be called. */
  target?: string;
  /** Calls until it ends by itself; default 1. */
  calls?: number;
  /** Calls a second; default 10. */
  rate?: number;
  transport?: 'udp' | 'tcp';
  /** User part that is called; default `service`. */
  service?: string;
  /** Further arguments: `-lost 15`, `-au user`, `-ap password`, `-key name value`. */
  args?: string[];
}

export interface SippResult {
  successful: number;
  failed: number;
  /** Messages that it sent again. */
  resent: number;
}

export interface RunningSipp {
  readonly port: number;
  /** `sip:service@127.0.0.1:port` */
  readonly uri: string;
  /** Resolves when all its calls have succeeded; rejects with what it says, its errors and its messages when one has not. */
  readonly done: Promise<SippResult>;
  close(): Promise<void>;
}

const SCENARIOS = join(import.meta.dirname, '..', '..', 'sip', 'scenarios');

/** A server scenario is ready to be called when this resolves. */
export async function startSipp(options: SippOptions): Promise<RunningSipp> {
  const folder = await peerFolder();
  const port = await freePorts(12);
  const { scenario, target, calls = 1, rate = 10, transport = 'udp', service = 'service' } = options;
  const peer = startPeer(
    'sipp',
    [
      ...(target ? [target] : []),
      ...['-sf', join(SCENARIOS, `${scenario}.xml`), '-i', '127.0.0.1', '-p', String(port), '-mp', String(port + 4)],
      ...['-m', String(calls), '-r', String(rate), '-t', transport === 'udp' ? 'u1' : 't1', '-s', service],
      ...['-nostdin', '-trace_err', '-trace_msg', '-trace_stat', '-fd', '1', '-timeout', '30s', '-timeout_error'],
      ...(options.args ?? []),
    ],
    { cwd: folder.path },
  );
  const done = peer.ended.then(async (code) => {
    const result = await readCounts(folder.path);
    if (code !== 0) throw new Error(await explain(folder.path, `sipp ended with ${code}: ${peer.said().slice(-1500)}`));
    return result;
  });
  done.catch(() => {});
  await Promise.race([isBound(port, transport), done]);
  return {
    port,
    uri: `sip:${service}@127.0.0.1:${port}`,
    done: done.finally(() => folder.remove()),
    async close() {
      await peer.close();
      await folder.remove();
    },
  };
}

/** Runs to the end. */
export async function runSipp(options: SippOptions): Promise<SippResult> {
  return (await startSipp(options)).done;
}

/** It says nothing before its end, so the system is asked. */
async function isBound(port: number, transport: 'udp' | 'tcp'): Promise<void> {
  const local = `:${port.toString(16).toUpperCase()} `;
  for (let tries = 0; tries < 1000; tries++) {
    if ((await readFile(`/proc/net/${transport}`, 'latin1')).includes(local)) return;
    await setTimeout(10);
  }
  throw new Error(`sipp has not opened its port ${port} in 10 s`);
}

async function readCounts(folder: string): Promise<SippResult> {
  const file = (await readdir(folder)).find((name) => name.endsWith('.csv'));
  const lines = file ? (await readFile(join(folder, file), 'utf8')).trim().split('\n') : [];
  const names = lines[0]?.split(';') ?? [];
  const values = lines.at(-1)?.split(';') ?? [];
  const count = (name: string) => Number(values[names.indexOf(name)] ?? 0);
  return {
    successful: count('SuccessfulCall(C)'),
    failed: count('FailedCall(C)'),
    resent: count('Retransmissions(C)'),
  };
}

async function explain(folder: string, said: string): Promise<string> {
  const logs = (await readdir(folder)).filter((name) => /_(errors|messages)\.log$/.test(name)).sort();
  const texts = await Promise.all(logs.map((name) => readFile(join(folder, name), 'utf8')));
  return [said, ...texts.map((text) => text.slice(-6000))].join('\n---\n');
}
