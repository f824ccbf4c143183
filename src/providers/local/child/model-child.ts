// The owner's side of a model child: started on demand, restarted with growing pauses, every request with a deadline.

import { fork, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ProviderError } from '../../../interfaces/provider-error.ts';
import type { Log } from '../log.ts';
import type { FromChild, ToChild } from './protocol.ts';

export interface ModelChildOptions {
  /** For logs and errors: `whisper`. */
  name: string;
  entry: URL;
  /** Handed to the child's `load`, asked for anew at each start. */
  load(): Promise<unknown>;
  log: Log;
  /** Pause before a restart after 1, 2, 3 … failures in a row; the last one repeats. */
  backoffMs?: number[];
  /** Longest time from start to ready. */
  loadTimeoutMs?: number;
}

export interface RequestOptions {
  /** From now, waiting for start and queue included. */
  deadlineMs: number;
  signal?: AbortSignal;
  onPart?(body: unknown): void;
}

export interface ModelChild {
  /** Starts the child if it is not running; resolves when it is ready, throws a ProviderError when it cannot be. */
  warm(): Promise<void>;
  /**
   * Throws a ProviderError (`timeout`: no answer in time; `unavailable`: the child died or cannot start) or the signal's reason.
   * A late answer is dropped.
   */
  request(body: unknown, options: RequestOptions): Promise<unknown>;
  /** Jobs that were sent and not answered. */
  readonly busy: number;
  readonly state: 'stopped' | 'starting' | 'ready' | 'waiting' | 'closed';
  /** Process id while it runs; for tests and figures. */
  readonly pid: number | undefined;
  /** Why it is not ready, in words; empty when all is well. */
  readonly trouble: string;
  /** Idempotent: ends the child, fails what is open. */
  close(): Promise<void>;
}

/** A job that hangs for so long beyond its deadline means that the child hangs. */
const HANGING_MS = 10_000;

/**
 * stopped: no child, none wanted. starting: forked, the model is being loaded. ready: answers. waiting: it died; the next start is
 * due when the backoff has passed, and requests wait for it. closed: for good.
 */
type State = ModelChild['state'];

interface Open {
  resolve(body: unknown): void;
  reject(error: Error): void;
  onPart: ((body: unknown) => void) | undefined;
}

export function createModelChild(options: ModelChildOptions): ModelChild {
  const { name, log } = options;
  const backoffMs = options.backoffMs ?? [0, 500, 2_000, 10_000, 30_000];
  const open = new Map<number, Open>();
  let state: State = 'stopped';
  let child: ChildProcess | undefined;
  let starting: Promise<void> | undefined;
  let failures = 0;
  let nextId = 1;
  let notBefore = 0;
  let trouble = '';
  let ended: Promise<void> = Promise.resolve();
  const closing = new AbortController();

  const lost = (message: string, cause?: unknown) =>
    new ProviderError(`local ${name}: ${message}`, { provider: 'local', category: 'unavailable', cause });

  function warm(): Promise<void> {
    if (state === 'closed') return Promise.reject(lost('was closed'));
    if (state === 'ready') return Promise.resolve();
    starting ??= start().finally(() => (starting = undefined));
    return starting;
  }

  async function start(): Promise<void> {
    const pauseMs = notBefore - performance.now();
    if (pauseMs > 0) await pause(pauseMs, closing.signal);
    if (isClosed()) throw lost('was closed');
    try {
      state = 'starting';
      const load = await options.load();
      if (isClosed()) throw new Error('was closed');
      await launch(load);
      trouble = '';
    } catch (error) {
      if (isClosed()) throw lost('was closed');
      failed((error as Error).message);
      throw error instanceof ProviderError ? error : lost((error as Error).message, error);
    }
  }

  /** Read through a function because `state` changes while `start` waits. */
  function isClosed(): boolean {
    return state === 'closed';
  }

  function failed(why: string): void {
    notBefore = performance.now() + (backoffMs[Math.min(failures, backoffMs.length - 1)] ?? 0);
    failures++;
    state = 'waiting';
    trouble = why;
  }

  function launch(load: unknown): Promise<void> {
    const process = fork(fileURLToPath(options.entry), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      // Nothing of our own environment: no key has business there. The malloc settings give freed tensors back to the system.
      env: { MALLOC_MMAP_THRESHOLD_: '1048576', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_ARENA_MAX: '2' },
    });
    child = process;
    lowerPriority(process);
    let complaint = '';
    process.stderr?.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-2000)));
    const exit = Promise.withResolvers<void>();
    ended = exit.promise;

    return new Promise((resolve, reject) => {
      const limitMs = options.loadTimeoutMs ?? 60_000;
      const timer = setTimeout(() => {
        complaint = `was not loaded within ${limitMs} ms`;
        process.kill('SIGKILL');
      }, limitMs);
      process.on('message', (message: FromChild) => {
        if (message.is === 'ready') {
          clearTimeout(timer);
          state = 'ready';
          log.info({ child: name, pid: process.pid, tookMs: Math.round(message.tookMs) }, 'local model ready');
          resolve();
        } else if (message.is === 'unusable') {
          complaint = message.message;
          process.kill('SIGKILL');
        } else {
          answer(message);
        }
      });
      process.on('error', (error) => (complaint ||= error.message));
      process.on('close', (code, signal) => {
        clearTimeout(timer);
        exit.resolve();
        if (child === process) child = undefined;
        const why = lastLine(complaint) || `ended with ${signal ?? code}`;
        const wasReady = state === 'ready';
        if (wasReady && !isClosed()) failed(why);
        if (!isClosed()) log.warn({ child: name, code, signal, why }, 'local model ended');
        rejectAll(lost(why));
        reject(lost(why));
        // It worked before: the next caller should find it ready. What goes wrong is told to whoever asks next.
        if (wasReady && !isClosed()) warm().catch(() => {});
      });
      process.send({ do: 'load', options: load } satisfies ToChild);
    });
  }

  function answer(message: Extract<FromChild, { id: number }>): void {
    const job = open.get(message.id);
    if (!job) return; // late: nobody waits for it any more
    switch (message.is) {
      case 'part':
        job.onPart?.(message.body);
        return;
      case 'done':
        failures = 0;
        job.resolve(message.body);
        return;
      case 'failed':
        job.reject(lost(message.message));
        return;
      default:
        message satisfies never;
    }
  }

  function rejectAll(error: Error): void {
    for (const job of [...open.values()]) job.reject(error);
  }

  async function request(body: unknown, { deadlineMs, signal, onPart }: RequestOptions): Promise<unknown> {
    signal?.throwIfAborted();
    const id = nextId++;
    const result = Promise.withResolvers<unknown>();
    open.set(id, { resolve: result.resolve, reject: result.reject, onPart });
    const onAbort = () => result.reject(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort, { once: true });
    let sent = false;
    const timer = setTimeout(() => {
      if (sent) watchForHang(id);
      result.reject(
        new ProviderError(`local ${name}: ${sent ? 'no answer' : 'not ready'} within ${deadlineMs} ms`, {
          provider: 'local',
          category: 'timeout',
        }),
      );
    }, deadlineMs);
    warm().then(
      () => {
        if (!open.has(id)) return;
        sent = true;
        child?.send({ do: 'job', id, body } satisfies ToChild);
      },
      (error: Error) => result.reject(error),
    );
    let answered = false;
    try {
      const answer = await result.promise;
      answered = true;
      return answer;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      open.delete(id);
      if (sent && !answered && child?.connected) child.send({ do: 'cancel', id } satisfies ToChild, () => {});
    }
  }

  /** A child that answers nothing at all long after a deadline is beyond help. */
  function watchForHang(id: number): void {
    const suspect = child;
    if (state !== 'ready' || !suspect) return;
    let heard = false;
    const onMessage = () => (heard = true);
    suspect.once('message', onMessage);
    const timer = setTimeout(() => {
      suspect.off('message', onMessage);
      if (heard || child !== suspect) return;
      log.warn({ child: name, job: id }, 'local model hangs and is replaced');
      suspect.kill('SIGKILL');
    }, HANGING_MS);
    timer.unref();
  }

  return {
    warm,
    request,
    get busy() {
      return open.size;
    },
    get state() {
      return state;
    },
    get pid() {
      return child?.pid;
    },
    get trouble() {
      return trouble;
    },
    async close() {
      state = 'closed';
      closing.abort();
      rejectAll(lost('was closed'));
      child?.kill('SIGKILL');
      await ended;
    },
  };
}

/** Media and sockets come first; where the system forbids it nothing is lost but smoothness. */
function lowerPriority(process: ChildProcess): void {
  try {
    if (process.pid !== undefined) setPriority(process.pid, 5);
  } catch {
    // not allowed here
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** Ends early, and without an error, when `signal` fires. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal, ref: false }).catch(() => {});
}
