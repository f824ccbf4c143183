// A real code runner for the tests of one file, and short ways to run programs in it.

import { after } from 'node:test';
import type { CodeOutcome, CodeRequest, ConsoleLine } from '../../src/interfaces/code-runner.ts';
import { createCodeRunner, type ClosableCodeRunner, type CodeRunnerOptions } from '../../src/sandbox/index.ts';

export interface TestCodeRunner extends ClosableCodeRunner {
  /** Runs a program with no way out; the time is far more than it needs. */
  outcome(code: string, request?: Partial<CodeRequest>): Promise<CodeOutcome>;
  /** What it returned, as JSON reads it. Throws when it failed. */
  value(code: string, request?: Partial<CodeRequest>): Promise<unknown>;
  /** Why it failed, and its words. Throws when it did not. */
  fault(code: string, request?: Partial<CodeRequest>): Promise<{ why: string; message: string }>;
}

export const FAR_TOO_LONG_MS = 60_000;

/** Closed when the file's tests are over. */
export function testCodeRunner(options: CodeRunnerOptions = {}): TestCodeRunner {
  const runner = createCodeRunner(options);
  after(() => runner.close());
  const outcome: TestCodeRunner['outcome'] = (code, request = {}) =>
    runner.run({
      code,
      dv: {},
      metadata: {},
      timeoutMs: FAR_TOO_LONG_MS,
      send: () => Promise.reject(new Error('this program has no way out')),
      signal: new AbortController().signal,
      ...request,
    });
  return {
    run: (request) => runner.run(request),
    warm: () => runner.warm(),
    get pids() {
      return runner.pids;
    },
    close: () => runner.close(),
    outcome,
    async value(code, request) {
      const end = await outcome(code, request);
      if (!end.successful) throw new Error(`${end.why}: ${end.message}`);
      return JSON.parse(end.result);
    },
    async fault(code, request) {
      const end = await outcome(code, request);
      if (end.successful) throw new Error(`it returned ${end.result.slice(0, 200)}`);
      return { why: end.why, message: end.message };
    },
  };
}

/** Collects a program's lines, and tells of the first. */
export function listenToConsole(): {
  lines: ConsoleLine[];
  first: Promise<ConsoleLine>;
  console: CodeRequest['console'];
} {
  const lines: ConsoleLine[] = [];
  const first = Promise.withResolvers<ConsoleLine>();
  return {
    lines,
    first: first.promise,
    console(line) {
      lines.push(line);
      first.resolve(line);
    },
  };
}
