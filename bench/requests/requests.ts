// Requests a second: get-agent over 64 connections, keys, limits and checks on, one process; and the part of it that is left of what a bare
// Fastify route with the same read does on this machine, measured in turns.

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../src/interfaces/log.ts';
import { createEnvelope } from '../../src/resources/api-key/index.ts';
import { prepareFirstWorkspace } from '../../src/resources/workspace/index.ts';
import { insertAgent, openDatabase } from '../../src/storage/index.ts';
import type { Bench, Figure } from '../figure.ts';
import { API_KEY, type LoadOrder, type LoadReport, type ServedOrder } from './orders.ts';

const CONNECTIONS = 64;
const WARM_UP_MS = 2_000;
const ROUND_MS = 4_000;
const ROUNDS = 3;
const WANTED_PER_SECOND = 8_000;
const AGENTS = 5_000;

export const requests: Bench = {
  name: 'requests',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'ringback-bench-'));
    const database = await openDatabase({ embedded: { dataDir: folder }, log: silentLog });
    const children: ChildProcess[] = [];
    try {
      const { workspaceId, paths } = await seed(database.http);
      const order = { databaseUrl: database.url, workspaceId, folder };
      const [bare, ours] = [
        await start({ how: 'bare', ...order }, children),
        await start({ how: 'ours', ...order }, children),
      ];
      return figures(await inTurns(bare, ours, paths));
    } finally {
      for (const child of children) child.kill();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function seed(
  db: Awaited<ReturnType<typeof openDatabase>>['http'],
): Promise<{ workspaceId: string; paths: string[] }> {
  const deps = { db, envelope: createEnvelope(Buffer.alloc(32, 7)), now: Date.now };
  const { workspace } = await prepareFirstWorkspace(deps, API_KEY);
  const agentId = (i: number): string => `agent_${String(i).padStart(26, '0')}`;
  const config = {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'retell-llm', llm_id: 'llm_x', version: 0 },
    language: 'en-US',
    interruption_sensitivity: 0.8,
    boosted_keywords: ['ringback', 'retell'],
    post_call_analysis_data: [{ type: 'string', name: 'mood', description: 'How did the caller feel?' }],
  };
  for (let i = 0; i < AGENTS; i++)
    await insertAgent(db, {
      workspace_id: workspace.workspace_id,
      agent_id: agentId(i),
      version: 0,
      channel: 'voice',
      is_published: false,
      agent_name: `agent ${i}`,
      engine_type: 'retell-llm',
      engine_id: 'llm_x',
      config: JSON.stringify(config),
      created_at: i,
      modified_at: i,
    });
  // A prime step, so that neighbours in time are none in the index.
  const paths = Array.from({ length: AGENTS }, (_, i) => `/get-agent/${agentId((i * 1_667) % AGENTS)}`);
  return { workspaceId: workspace.workspace_id, paths };
}

async function start(order: ServedOrder, children: ChildProcess[]): Promise<number> {
  const child = fork(new URL('./served.ts', import.meta.url));
  children.push(child);
  child.send(order);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return port;
}

/** Alternating, so that both have the same share of whatever else this machine does. */
async function inTurns(
  bare: number,
  ours: number,
  paths: string[],
): Promise<{ bare: LoadReport[]; ours: LoadReport[] }> {
  const reports = { bare: [] as LoadReport[], ours: [] as LoadReport[] };
  const order = { paths, key: API_KEY, connections: CONNECTIONS };
  for (const port of [bare, ours]) await load({ port, ...order, forMs: WARM_UP_MS });
  for (let round = 0; round < ROUNDS; round++) {
    reports.bare.push(await load({ port: bare, ...order, forMs: ROUND_MS }));
    reports.ours.push(await load({ port: ours, ...order, forMs: ROUND_MS }));
  }
  return reports;
}

async function load(order: LoadOrder): Promise<LoadReport> {
  const child = fork(new URL('./load.ts', import.meta.url));
  child.send(order);
  const [report] = (await once(child, 'message')) as [LoadReport];
  child.disconnect();
  await once(child, 'exit');
  if (report.faults > 0) throw new Error(`${report.faults} of the answers were not 200`);
  return report;
}

function figures({ bare, ours }: { bare: LoadReport[]; ours: LoadReport[] }): Figure[] {
  const best = (reports: LoadReport[]): LoadReport =>
    reports.toSorted((a, b) => b.perSecond - a.perSecond)[0] as LoadReport;
  const [theirs, own] = [best(bare), best(ours)];
  const how = `${CONNECTIONS} connections, one process, best of ${ROUNDS} rounds of ${ROUND_MS / 1000} s`;
  return [
    { name: 'get-agent, requests a second', value: own.perSecond, unit: '', atLeast: WANTED_PER_SECOND, how },
    { name: 'a bare Fastify route with the same read', value: theirs.perSecond, unit: '', how },
    {
      name: 'get-agent, part of the bare route',
      value: (own.perSecond / theirs.perSecond) * 100,
      unit: '%',
      atLeast: 50,
      how,
    },
    { name: 'get-agent, p50', value: own.p50Ms, unit: 'ms', how: 'the same' },
    { name: 'get-agent, p99', value: own.p99Ms, unit: 'ms', how: 'the same' },
  ];
}
