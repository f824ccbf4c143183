// What a whole run adds up: checks, peers and tests, each counted.

export interface Steps {
  /** Runs one step, says how it went; a step that throws counts as failed. */
  step<T>(name: string, run: () => Promise<T>, detail?: (result: T) => string): Promise<T | undefined>;
  /** Adds tests of a suite. */
  add(counts: { passed: number; failed: number }): void;
  passed: number;
  failed: number;
  /** Names of failed steps, for the end. */
  broken: string[];
}

export function createSteps(): Steps {
  const steps: Steps = {
    passed: 0,
    failed: 0,
    broken: [],
    add({ passed, failed }) {
      steps.passed += passed;
      steps.failed += failed;
    },
    async step(name, run, detail) {
      const startedMs = Date.now();
      try {
        const result = await run();
        steps.passed++;
        const words = detail?.(result);
        console.log(`ok     ${name}${words ? `: ${words}` : ''}  ${Date.now() - startedMs} ms`);
        return result;
      } catch (error) {
        steps.failed++;
        steps.broken.push(name);
        console.log(`FAILED ${name}  ${Date.now() - startedMs} ms\n${(error as Error).message.replace(/^/gm, '    ')}`);
        return undefined;
      }
    },
  };
  return steps;
}
