// The other process of a phone-load run: vendors and callers, by orders of its parent.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { encodePcmu } from '../../src/media/codec/g711.ts';
import { decodeWav, resample } from '../../src/media/index.ts';
import { startCaller, type Caller, type CallerFigures } from './caller.ts';
import { startVendors } from './vendors.ts';
import { sipLines, twilioLines } from './wires.ts';

export type FarOrder =
  | { do: 'call'; calls: number; wire: { is: 'twilio'; url: string } | { is: 'sip'; port: number; number: string } }
  | { do: 'begin' }
  | { do: 'report' }
  | { do: 'end' };

export type FarNews =
  | { is: 'vendors'; env: Record<string, string> }
  | { is: 'talking'; calls: number }
  /** `cpuMs`: of vendors and callers since `begin`. */
  | { is: 'figures'; figures: CallerFigures[]; cpuMs: number };

const STAGGER_MS = 200;
const RAMP_MS = 60_000;
const FRAME_BYTES = 160;

const folder = await mkdtemp(join(tmpdir(), 'ringback-phone-load-'));
const cleanUps: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
const callers: Caller[] = [];
let cpuAtBegin = process.cpuUsage();
const tell = (news: FarNews): void => void process.send?.(news);

process.on('message', (order: FarOrder) => void carryOut(order));
process.on('disconnect', () => process.exit());
tell({ is: 'vendors', env: await startVendors({ after: (cleanUp) => void cleanUps.push(cleanUp) }, folder) });

async function carryOut(order: FarOrder): Promise<void> {
  switch (order.do) {
    case 'call':
      return dial(order);
    case 'begin':
      for (const caller of callers) caller.begin();
      cpuAtBegin = process.cpuUsage();
      return;
    case 'report': {
      const { user, system } = process.cpuUsage(cpuAtBegin);
      return tell({ is: 'figures', figures: callers.map((one) => one.figures()), cpuMs: (user + system) / 1000 });
    }
    case 'end':
      for (const caller of callers.splice(0)) caller.hangup();
      await delay(1000);
      for (const cleanUp of cleanUps.reverse()) await cleanUp();
      process.exit();
      break;
    default:
      order satisfies never;
  }
}

/** Tells once everybody has had an answer, or a minute after the last has dialled. */
async function dial({ calls, wire }: Extract<FarOrder, { do: 'call' }>): Promise<void> {
  const open = wire.is === 'twilio' ? twilioLines(wire.url) : await sipLines(wire.port, wire.number);
  const speech = await spokenFrames();
  for (let id = 1; id <= calls; id++) {
    void startCaller(id, open, speech).then(
      (caller) => void callers.push(caller),
      (error: unknown) => console.error(`call ${id} did not open:`, error),
    );
    await delay(STAGGER_MS);
  }
  const talking = (): number => callers.filter((caller) => caller.hasTalked).length;
  for (const until = performance.now() + RAMP_MS; talking() < calls && performance.now() < until;) await delay(100);
  tell({ is: 'talking', calls: talking() });
}

/** Three seconds of voice without a pause (the recording has them before and after this part), in whole frames. */
async function spokenFrames(): Promise<Uint8Array> {
  const { rateHz, channels } = decodeWav(await readFile(new URL('../../examples/question.wav', import.meta.url)));
  const pcm = resample(channels[0] as Int16Array, rateHz, 8000).subarray(7200, 15_520);
  const words = encodePcmu(pcm);
  const whole = words.subarray(0, words.length - (words.length % FRAME_BYTES));
  return Buffer.concat(Array.from({ length: 3 }, () => whole));
}
