// `npm run bench [-- names…]`: measures this machine and prints a table. Exit code 1 when a figure misses its bar.

import { cpus, loadavg } from 'node:os';
import { bridgeDelay } from './bridge-delay.ts';
import { calls } from './calls/calls.ts';
import { codeTool } from './code-tool.ts';
import type { Bench, Figure } from './figure.ts';
import { flowTurn } from './flow-turn.ts';
import { knowledge } from './knowledge.ts';
import { knowledgeReading } from './knowledge-reading.ts';
import { localLoop } from './local-loop.ts';
import { memory } from './memory.ts';
import { ownShare } from './own-share.ts';
import { phoneLoad } from './phone-load/phone-load.ts';
import { requests } from './requests/requests.ts';
import { sipSetup } from './sip-setup.ts';
import { rtpSpacing } from './rtp-spacing.ts';
import { startUp } from './start-up.ts';
import { wordErrorRates } from './word-error-rates.ts';

const benches: Bench[] = [
  startUp,
  wordErrorRates,
  localLoop,
  ownShare,
  memory,
  flowTurn,
  codeTool,
  knowledge,
  knowledgeReading,
  calls,
  requests,
  phoneLoad,
  bridgeDelay,
  rtpSpacing,
  sipSetup,
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are: ${benches.map((bench) => bench.name).join(', ')}.`);
  process.exit(2);
}

const load = (loadavg()[0] ?? 0).toFixed(1);
console.log(`${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}, load ${load}\n`);
let missed = 0;
for (const bench of benches) {
  if (wanted.length > 0 && !wanted.includes(bench.name)) continue;
  const figures = await bench.run();
  missed += figures.filter((figure) => !holds(figure)).length;
  print(bench, figures);
}
process.exitCode = missed > 0 ? 1 : 0;

function holds({ value, atMost = Infinity, atLeast = -Infinity }: Figure): boolean {
  return value <= atMost && value >= atLeast;
}

function print(bench: Bench, figures: Figure[]): void {
  console.log(`${bench.name}   (again: npm run bench -- ${bench.name})`);
  for (const figure of figures) {
    const value = `${round(figure.value)} ${figure.unit}`.padStart(10);
    const wanted = barOf(figure);
    const bar = wanted === '' ? '' : `${holds(figure) ? 'holds' : 'MISSES'} ${wanted} ${figure.unit}`;
    console.log(`  ${figure.name.padEnd(44)} ${value}  ${bar.padEnd(24)} ${figure.how}`);
  }
  console.log();
}

function barOf({ atMost, atLeast }: Figure): string {
  if (atMost !== undefined) return `at most ${atMost}`;
  return atLeast === undefined ? '' : `at least ${atLeast}`;
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
