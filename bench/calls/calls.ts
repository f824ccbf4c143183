// Calls at a million rows: one call, pages by every filter and by every pair of them, all pages one after the other, an export. Over HTTP,
// warm, one request at a time. `RINGBACK_BENCH_CALLS` changes how many calls; `RINGBACK_BENCH_CALLS_DIR` keeps the database between runs.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { percentile, type Bench, type Figure } from '../figure.ts';
import { FILTERS, SEARCHES } from './filters.ts';
import { seedCalls } from './seed.ts';
import { openCallsServer, type CallsServer } from './server.ts';

const CALLS = Number(process.env['RINGBACK_BENCH_CALLS'] ?? 1_000_000);
const AGENTS = 5_000;
const ROUNDS = 40;
const PAIR_ROUNDS = 5;
const PAGE = 1_000;

export const calls: Bench = {
  name: 'calls',
  async run() {
    const kept = process.env['RINGBACK_BENCH_CALLS_DIR'];
    const folder = kept ?? (await mkdtemp(join(tmpdir(), 'ringback-bench-')));
    try {
      return await measure(folder);
    } finally {
      if (kept === undefined) await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measure(folder: string): Promise<Figure[]> {
  const server = await openCallsServer(folder);
  try {
    if ((await server.countCalls()) < CALLS) {
      const started = performance.now();
      await seedCalls(server.databaseUrl, server.workspaceId, { calls: CALLS, agents: AGENTS });
      console.log(`  ${CALLS} calls are there after ${((performance.now() - started) / 1_000).toFixed(0)} s`);
    }
    return [
      ...(await oneCall(server)),
      ...(await byOneFilter(server)),
      ...(await byPairs(server)),
      ...(await allPages(server)),
      ...(await anExport(server)),
    ];
  } finally {
    await server.close();
  }
}

async function oneCall(server: CallsServer): Promise<Figure[]> {
  const ids = await server.someCallIds(500);
  const times: number[] = [];
  for (const id of [...ids, ...ids]) times.push(await timed(() => server.get(`/v2/get-call/${id}`)));
  const warm = times.slice(ids.length);
  return [
    {
      name: 'get-call, p50',
      value: percentile(warm, 50),
      unit: 'ms',
      atMost: 2,
      how: `${ids.length} calls, the second time`,
    },
    { name: 'get-call, p99', value: percentile(warm, 99), unit: 'ms', atMost: 10, how: 'the same' },
  ];
}

async function byOneFilter(server: CallsServer): Promise<Figure[]> {
  const figures: Figure[] = [];
  const forms = { 'v3/list-calls': '/v3/list-calls', 'v2/list-calls': '/v2/list-calls' };
  for (const [form, path] of Object.entries(forms)) {
    const found = await measureAll(server, path, { none: {}, ...FILTERS }, ROUNDS);
    figures.push(...worst(`${form} by one filter`, found, [10, 50]));
  }
  const searches = await measureAll(server, '/v3/list-calls', SEARCHES, ROUNDS / 4);
  figures.push(...worst('v3/list-calls by part of a number', searches));
  return figures;
}

async function byPairs(server: CallsServer): Promise<Figure[]> {
  const names = Object.keys(FILTERS);
  const pairs: Record<string, object> = {};
  for (const [i, left] of names.entries())
    for (const right of names.slice(i + 1)) {
      const overlap = Object.keys(FILTERS[left] as object).some((key) => key in (FILTERS[right] as object));
      if (!overlap) pairs[`${left} + ${right}`] = { ...FILTERS[left], ...FILTERS[right] };
    }
  const found = await measureAll(server, '/v3/list-calls', pairs, PAIR_ROUNDS);
  return worst(`v3/list-calls by two filters (${found.length} pairs)`, found, [50, 300]);
}

interface Measured {
  name: string;
  times: number[];
}

async function measureAll(
  server: CallsServer,
  path: string,
  filters: Record<string, object>,
  rounds: number,
): Promise<Measured[]> {
  const found: Measured[] = [];
  for (const [name, filter_criteria] of Object.entries(filters)) {
    const page = () => server.post(path, { filter_criteria, limit: 50 });
    await page();
    const times: number[] = [];
    for (let i = 0; i < rounds; i++) times.push(await timed(page));
    found.push({ name, times });
  }
  return found;
}

/** The worst median and the worst 99th percentile, each with its filter; the runners-up are printed. */
function worst(name: string, found: Measured[], atMost?: [p50: number, p99: number]): Figure[] {
  return ([50, 99] as const).map((p, i) => {
    const ranked = found
      .map((one) => ({ name: one.name, value: percentile(one.times, p) }))
      .sort((a, b) => b.value - a.value);
    const list = ranked.slice(0, 8).map((one) => `${one.name} ${one.value.toFixed(1)}`);
    if (p === 50) console.log(`  ${name}, slowest medians in ms: ${list.join('; ')}`);
    const [first] = ranked;
    return {
      name: `${name}, worst p${p}`,
      value: first?.value ?? NaN,
      unit: 'ms',
      ...(atMost ? { atMost: atMost[i] } : {}),
      how: `page of 50, ${first?.name}`,
    };
  });
}

/** The first and the last tenth are asked for once more, in turns, so that both have the same share of whatever else the machine does. */
async function allPages(server: CallsServer): Promise<Figure[]> {
  const keys: (string | undefined)[] = [];
  let pagination_key: string | undefined;
  let seen = 0;
  do {
    keys.push(pagination_key);
    const page = await server.post('/v3/list-calls', { limit: PAGE, pagination_key });
    const { items, pagination_key: next } = JSON.parse(page) as { items: unknown[]; pagination_key?: string };
    seen += items.length;
    pagination_key = next;
  } while (pagination_key !== undefined);
  const part = Math.max(1, Math.floor(keys.length / 10));
  const times = { first: [] as number[], last: [] as number[] };
  for (let i = 0; i < part; i++) {
    const again = (key: string | undefined) =>
      timed(() => server.post('/v3/list-calls', { limit: PAGE, pagination_key: key }));
    times.first.push(await again(keys[i]));
    times.last.push(await again(keys.at(-part - 1 + i)));
  }
  const first = percentile(times.first, 50);
  const last = percentile(times.last, 50);
  return [
    { name: 'calls seen page by page', value: seen, unit: '', how: `${keys.length} pages of ${PAGE}` },
    {
      name: 'a page, median of the first tenth',
      value: first,
      unit: 'ms',
      how: `${PAGE} calls, in turns with the last`,
    },
    {
      name: 'a page, median of the last tenth',
      value: last,
      unit: 'ms',
      atMost: first * 1.1 + 1,
      how: 'flat: as fast as the first',
    },
  ];
}

async function anExport(server: CallsServer): Promise<Figure[]> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const loop = monitorEventLoopDelay({ resolution: 1 });
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 100);
  loop.enable();
  const started = performance.now();
  const bytes = await server.exportAll();
  const seconds = (performance.now() - started) / 1_000;
  loop.disable();
  clearInterval(watch);
  await delay(0);
  return [
    { name: 'export of all calls', value: seconds, unit: 's', how: `${(bytes / 1e6).toFixed(0)} MB of CSV` },
    {
      name: 'event loop held during the export, longest',
      value: loop.max / 1e6,
      unit: 'ms',
      atMost: 50,
      how: 'resolution 1 ms',
    },
    {
      name: 'memory gained during the export',
      value: (most - before) / 1e6,
      unit: 'MB',
      atMost: 100,
      how: 'RSS at its highest',
    },
  ];
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}
