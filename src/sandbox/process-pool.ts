// The child processes that run programs: started when somebody wants one, one more kept ready, ended when nobody wants them for a while.

import { startScriptProcess, type ScriptProcess } from './script-process.ts';

export interface ProcessPoolOptions {
  /** At most so many at once; who comes then waits. */
  maxProcesses: number;
  /** One that nobody wants for so long is ended. */
  idleMs: number;
}

export interface ProcessPool {
  /** The next free one, in the order of asking. Rejects with the signal's reason, or when none can be started. */
  take(signal: AbortSignal): Promise<ScriptProcess>;
  /** After a program. One that may not be used again is killed. */
  giveBack(process: ScriptProcess, mayGoOn: boolean): void;
  /** Has one ready soon. */
  warm(): void;
  readonly pids: number[];
  /** Kills all. Idempotent; resolves when they are gone. */
  close(): Promise<void>;
}

type Waiting = PromiseWithResolvers<ScriptProcess>;

/** A process that is not ready by then will never be. */
const READY_MS = 30_000;

export function createProcessPool({ maxProcesses, idleMs }: ProcessPoolOptions): ProcessPool {
  const all = new Set<ScriptProcess>();
  /** The one used last is used next, so that those too many grow old. */
  const idle = new Map<ScriptProcess, NodeJS.Timeout>();
  const waiting = new Set<Waiting>();
  let starting = 0;
  let isClosed = false;

  function grow(wanted: number): void {
    while (!isClosed && starting < wanted && all.size < maxProcesses) start();
  }

  function start(): void {
    const process = startScriptProcess();
    starting++;
    all.add(process);
    // What cannot be started is not tried for ever: whoever waits longest hears it.
    const refuseFirst = (error: unknown): void => {
      const [first] = waiting;
      if (first && waiting.delete(first)) first.reject(error);
    };
    void offerWhenReady(process)
      .then(undefined, refuseFirst)
      .finally(() => starting--);
    void process.ended.then(() => {
      all.delete(process);
      clearTimeout(idle.get(process));
      idle.delete(process);
      grow(waiting.size);
    });
  }

  async function offerWhenReady(process: ScriptProcess): Promise<void> {
    const late = setTimeout(() => process.kill(), READY_MS);
    try {
      await process.ready();
      offer(process);
    } finally {
      clearTimeout(late);
    }
  }

  function offer(process: ScriptProcess): void {
    const [first] = waiting;
    if (first && waiting.delete(first)) return first.resolve(process);
    const tooLong = setTimeout(() => {
      idle.delete(process);
      process.kill();
    }, idleMs);
    tooLong.unref();
    idle.set(process, tooLong);
  }

  function takeIdle(): ScriptProcess | undefined {
    const last = [...idle].at(-1);
    if (!last) return undefined;
    const [process, tooLong] = last;
    clearTimeout(tooLong);
    idle.delete(process);
    return process;
  }

  return {
    async take(signal) {
      signal.throwIfAborted();
      const ready = takeIdle();
      if (ready) {
        if (idle.size === 0) grow(waiting.size + 1);
        return ready;
      }
      const place: Waiting = Promise.withResolvers();
      const onAbort = (): void => {
        if (waiting.delete(place)) place.reject(signal.reason);
      };
      waiting.add(place);
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        grow(waiting.size + 1);
        return await place.promise;
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    giveBack(process, mayGoOn) {
      if (mayGoOn) void offerWhenReady(process).catch(() => {});
      else process.kill();
    },
    warm() {
      if (idle.size === 0) grow(waiting.size + 1);
    },
    get pids() {
      return [...all].map(({ pid }) => pid).filter((pid) => pid !== undefined);
    },
    async close() {
      isClosed = true;
      for (const place of waiting) place.reject(new Error('the code runner was closed'));
      waiting.clear();
      for (const process of all) process.kill();
      await Promise.all([...all].map((process) => process.ended));
    },
  };
}
