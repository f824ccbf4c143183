// Runs users' programs, each in a locked child process that it has for itself while it runs.

import type { CodeFailure, CodeOutcome, CodeRequest, CodeRunner } from '../interfaces/code-runner.ts';
import { silentLog, type Log } from '../interfaces/log.ts';
import { createFetchGate } from './fetch-gate.ts';
import { createProcessPool } from './process-pool.ts';
import { MAX_CONSOLE_CHARACTERS, MAX_CONSOLE_LINES, MAX_RESULT_CHARACTERS, type FromChild } from './protocol.ts';
import type { ScriptProcess } from './script-process.ts';
import { createShares } from './shares.ts';

export interface CodeRunnerOptions {
  log?: Log;
  /** Programs at once, of one workspace half as many; each has a process of some 70 MB. Whoever comes then waits, within its time. */
  maxProcesses?: number;
  idleMs?: number;
}

export interface ClosableCodeRunner extends CodeRunner {
  /** For tests and figures. */
  readonly pids: number[];
  /** Ends running programs with `closed`, kills the processes. Idempotent. */
  close(): Promise<void>;
}

const MAX_PROCESSES = 16;
const IDLE_MS = 300_000;

/** What came of a program, and whether its process can run another. */
interface Run {
  outcome: CodeOutcome;
  mayGoOn: boolean;
}

export function createCodeRunner(options: CodeRunnerOptions = {}): ClosableCodeRunner {
  const { log = silentLog, maxProcesses = MAX_PROCESSES, idleMs = IDLE_MS } = options;
  const pool = createProcessPool({ maxProcesses, idleMs });
  const shares = createShares(Math.ceil(maxProcesses / 2));
  const closing = new AbortController();

  async function run(request: CodeRequest): Promise<CodeOutcome> {
    const cut = createCut(request, closing.signal);
    let giveShareBack: (() => void) | undefined;
    try {
      if (request.workspaceId !== undefined) giveShareBack = await shares.take(request.workspaceId, cut.signal);
      const process = await pool.take(cut.signal);
      const { outcome, mayGoOn } = await Promise.race([cut.outcome, runIn(process, request, cut)]);
      if (!outcome.successful && outcome.why === 'crashed')
        log.warn({ pid: process.pid }, 'a process for user code died');
      pool.giveBack(process, mayGoOn);
      return outcome;
    } catch (error) {
      if (cut.signal.aborted) return (await cut.outcome).outcome;
      log.error({ err: error }, 'user code cannot be run');
      return failure('closed', 'Code cannot be run on this server right now.');
    } finally {
      cut.end();
      giveShareBack?.();
    }
  }

  return {
    run,
    warm: () => pool.warm(),
    get pids() {
      return pool.pids;
    },
    async close() {
      closing.abort();
      await pool.close();
    },
  };
}

/** What ends a program from outside: its time, its conversation, the server. Then its process is killed. */
interface Cut {
  signal: AbortSignal;
  /** Settled when the signal fires by one of these. */
  outcome: Promise<Run>;
  leftMs(): number;
  /** The program is over: what it still asked for is given up. */
  end(): void;
}

function createCut({ signal, timeoutMs }: CodeRequest, closing: AbortSignal): Cut {
  const whole = new AbortController();
  const outcome = Promise.withResolvers<Run>();
  const endsAtMs = performance.now() + timeoutMs;
  const stop = (why: CodeFailure, message: string) => (): void => {
    outcome.resolve({ outcome: failure(why, message), mayGoOn: false });
    whole.abort();
  };
  const onAbort = stop('aborted', 'The conversation ended before the code did.');
  const onClosing = stop('closed', 'The server stopped before the code ended.');
  const timer = setTimeout(stop('timeout', `The code took longer than ${timeoutMs} ms.`), timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  closing.addEventListener('abort', onClosing, { once: true });
  if (signal.aborted) onAbort();
  if (closing.aborted) onClosing();
  return {
    signal: whole.signal,
    outcome: outcome.promise,
    leftMs: () => endsAtMs - performance.now(),
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      closing.removeEventListener('abort', onClosing);
      whole.abort();
    },
  };
}

/** Resolves when the program ends by itself, or its process under it. */
function runIn(process: ScriptProcess, request: CodeRequest, cut: Cut): Promise<Run> {
  const { code, dv, metadata } = request;
  const over = Promise.withResolvers<Run>();
  const fetch = createFetchGate({ send: request.send, leftMs: cut.leftMs, signal: cut.signal });
  let lines = 0;

  function hear(message: FromChild): void {
    if (cut.signal.aborted) return;
    switch (message.is) {
      case 'console':
        if (++lines > MAX_CONSOLE_LINES) return;
        request.console?.({ level: message.line.level, text: message.line.text.slice(0, MAX_CONSOLE_CHARACTERS) });
        return;
      case 'fetch':
        void fetch(message.request).then((answer) => process.answer(message.id, answer));
        return;
      case 'done':
        return over.resolve({ outcome: outcomeOf(message), mayGoOn: !message.isWorn });
      case 'ready':
        return;
      default:
        message satisfies never;
    }
  }

  void process.ended.then(({ isOutOfMemory }) => {
    const outcome = isOutOfMemory
      ? failure('memory', 'The code needed more memory than it may have.')
      : failure('crashed', 'The code was stopped: its process ended.');
    over.resolve({ outcome, mayGoOn: false });
  });
  process.run({ code, dv, metadata }, hear);
  return over.promise;
}

function outcomeOf({ how, text }: FromChild & { is: 'done' }): CodeOutcome {
  if (how === 'returned') return { successful: true, result: text.slice(0, MAX_RESULT_CHARACTERS) };
  return failure(how, text);
}

function failure(why: CodeFailure, message: string): CodeOutcome & { successful: false } {
  return { successful: false, why, message };
}
