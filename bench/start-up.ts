// How long it takes until something works: the local models in their children, and the server until its health page says yes.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from './figure.ts';
import { openLocalSpeech } from './local-ears-and-mouth.ts';

const GIVE_UP_MS = 60_000;

export const startUp: Bench = {
  name: 'start-up',
  async run() {
    const dataDir = await mkdtemp(join(tmpdir(), 'ringback-bench-'));
    try {
      const first = await serverStart(dataDir);
      const again = await serverStart(dataDir);
      const started = performance.now();
      const speech = await openLocalSpeech();
      const localMs = performance.now() - started;
      await speech.close();
      return [
        {
          name: 'server to healthy, first start',
          value: first / 1_000,
          unit: 's',
          how: 'empty data folder, migrations included',
        },
        { name: 'server to healthy, later start', value: again / 1_000, unit: 's', how: 'same data folder' },
        {
          name: 'ears, mouth and vote ready',
          value: localMs / 1_000,
          unit: 's',
          how: 'models on disk, all three at once',
        },
      ];
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  },
};

async function serverStart(dataDir: string): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const server = spawn(process.execPath, [join(import.meta.dirname, '..', 'src', 'main.ts')], {
    env: { ...process.env, PORT: String(port), RINGBACK_DATA_DIR: dataDir, RINGBACK_LLM_DISCOVERY: 'false' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(server, 'exit');
  try {
    while (!(await isHealthy(port))) {
      if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
      if (performance.now() - started > GIVE_UP_MS) throw new Error(`the server is not healthy after ${GIVE_UP_MS} ms`);
      await delay(20);
    }
    return performance.now() - started;
  } finally {
    server.kill('SIGTERM');
    await exited;
  }
}

async function isHealthy(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health`).then(
    async (response) => {
      await response.arrayBuffer();
      return response.ok;
    },
    () => false,
  );
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
