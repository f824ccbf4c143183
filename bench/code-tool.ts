// What a code tool costs beside its own run time: from the wish to run it to its result, with a process that is ready, less the time
// that the same program takes inside its machine.

import { createCodeRunner } from '../src/sandbox/index.ts';
import { percentile, type Bench } from './figure.ts';

const RUNS = 200;
const WARM_UP = 10;
/** Between two turns of a conversation there is time for the next machine to be made. */
const BETWEEN_MS = 60;
/** Reads variables, works a little, and says how long that took: what a tool between two requests does. */
const CODE = `
  const began = Date.now();
  const list = Array.from({ length: 200 }, (_, n) => ({ n, name: dv.name + n }));
  const sum = list.filter((each) => each.n % 2 === 0).reduce((all, each) => all + each.n, metadata.start);
  return { sum, ownMs: Date.now() - began };`;

export const codeTool: Bench = {
  name: 'code-tool',
  async run() {
    const runner = createCodeRunner();
    const once = async (): Promise<number> => {
      const startedMs = performance.now();
      const end = await runner.run({
        code: CODE,
        dv: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`variable_${n}`, 'some text'.repeat(5)])),
        metadata: { start: 1 },
        timeoutMs: 30_000,
        send: () => Promise.reject(new Error('this program sends nothing')),
        signal: new AbortController().signal,
      });
      const tookMs = performance.now() - startedMs;
      if (!end.successful) throw new Error(end.message);
      const { ownMs } = JSON.parse(end.result) as { ownMs: number };
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
      return tookMs - ownMs;
    };
    try {
      const coldMs = await once();
      const measured: number[] = [];
      for (let run = 0; run < WARM_UP + RUNS; run++) measured.push(await once());
      const warm = measured.slice(WARM_UP);
      const how = `${RUNS} runs, ${BETWEEN_MS} ms between them, 50 variables; less the program's own time`;
      return [
        {
          name: 'code tool beside its run time, p50',
          value: percentile(warm, 50),
          unit: 'ms' as const,
          atMost: 10,
          how,
        },
        { name: 'code tool beside its run time, p95', value: percentile(warm, 95), unit: 'ms' as const, how },
        {
          name: 'code tool, the first of a server',
          value: coldMs,
          unit: 'ms' as const,
          how: 'process and machine included',
        },
      ];
    } finally {
      await runner.close();
    }
  },
};
