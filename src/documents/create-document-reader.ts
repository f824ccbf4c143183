// Reads each document in a process of its own, which is killed when it takes too long or too much memory.

import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DocumentError,
  type DocumentReader,
  type DocumentToRead,
  type ReadDocument,
} from '../interfaces/document-reader.ts';
import type { Log } from '../interfaces/log.ts';
import type { FromChild, ToChild } from './protocol.ts';

export interface DocumentReaderOptions {
  log: Log;
  /** How many documents are read at a time; more wait. Default 2. */
  parallel?: number;
  /** Longest time for one document, waiting not counted. Default 120,000. */
  timeoutMs?: number;
  /** Of the whole process, where the system tells it (Linux); its JavaScript heap is held to half of it everywhere. Default 1 GB. */
  maxMemoryBytes?: number;
  /** CPU time of one document's process, which ends even one whose server was killed while it ran in circles. Default 300. */
  maxCpuSeconds?: number;
}

const ENTRY = fileURLToPath(new URL('child.ts', import.meta.url));
const SHELL = '/bin/sh';
const WATCH_MS = 50;
const MB = 1024 * 1024;

export function createDocumentReader(options: DocumentReaderOptions): DocumentReader {
  const { log, parallel = 2, timeoutMs = 120_000, maxMemoryBytes = 1024 * MB, maxCpuSeconds = 300 } = options;
  const closed = new AbortController();
  const running = new Set<Promise<unknown>>();
  const queue: (() => void)[] = [];
  let free = parallel;

  async function read(document: DocumentToRead, signal: AbortSignal): Promise<ReadDocument> {
    const ended = AbortSignal.any([signal, closed.signal]);
    ended.throwIfAborted();
    await turn(ended);
    try {
      return await readInChild(document, ended);
    } finally {
      free++;
      queue.shift()?.();
    }
  }

  /** Resolves when it is this one's turn. */
  async function turn(ended: AbortSignal): Promise<void> {
    while (free === 0) {
      const waiting = Promise.withResolvers<void>();
      const onEnd = () => waiting.reject(ended.reason as Error);
      queue.push(waiting.resolve);
      ended.addEventListener('abort', onEnd, { once: true });
      try {
        await waiting.promise;
      } finally {
        ended.removeEventListener('abort', onEnd);
        const at = queue.indexOf(waiting.resolve);
        if (at >= 0) queue.splice(at, 1);
      }
      // Woken and aborted at once: the turn is for whoever comes next.
      if (ended.aborted) {
        queue.shift()?.();
        ended.throwIfAborted();
      }
    }
    free--;
  }

  async function readInChild(document: DocumentToRead, ended: AbortSignal): Promise<ReadDocument> {
    // The process may read this path alone, and no link leads it elsewhere.
    const path = await realpath(document.path);
    ended.throwIfAborted();
    const child = startChild(path, maxMemoryBytes, maxCpuSeconds);
    const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const work = talk(child, { ...document, path }, ended);
    running.add(gone);
    try {
      return await work;
    } finally {
      child.kill('SIGKILL');
      await gone;
      running.delete(gone);
    }
  }

  /** Asks for the document and gathers its chunks. */
  function talk(child: ChildProcess, document: DocumentToRead, ended: AbortSignal): Promise<ReadDocument> {
    const { promise, resolve, reject } = Promise.withResolvers<ReadDocument>();
    const result: ReadDocument = { title: '', chunks: [], links: [] };
    const tell = (message: ToChild) => void child.send(message, () => {});
    const onEnd = () => reject(ended.reason as Error);
    ended.addEventListener('abort', onEnd, { once: true });
    const timer = setTimeout(
      () => reject(new DocumentError(`it could not be read within ${timeoutMs / 1000} seconds`)),
      timeoutMs,
    );
    const watch = watchMemory(child.pid, maxMemoryBytes, () => reject(tooMuchMemory(maxMemoryBytes)));
    let complaint = '';
    let isOver = false;
    child.stderr?.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-4000)));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (isOver) return;
      const isFull = /heap out of memory|ERR_WORKER_OUT_OF_MEMORY|Array buffer allocation failed/i.test(complaint);
      if (!isFull) log.warn({ kind: document.kind, code, signal }, 'a document ended the process that read it');
      reject(
        isFull
          ? tooMuchMemory(maxMemoryBytes)
          : new DocumentError('it could not be read: its parser broke down over it'),
      );
    });
    child.on('message', (message: FromChild) => {
      switch (message.is) {
        case 'read':
          result.title = message.title;
          result.links = message.links;
          return tell({ do: 'more' });
        case 'chunks':
          result.chunks.push(...message.chunks);
          return message.isLast ? resolve(result) : tell({ do: 'more' });
        case 'failed':
          return reject(faultOf(message, document, log));
        default:
          message satisfies never;
      }
    });
    tell({ do: 'read', document });
    return promise.finally(() => {
      isOver = true;
      clearTimeout(timer);
      watch.stop();
      ended.removeEventListener('abort', onEnd);
      child.removeAllListeners('message');
    });
  }

  let closing: Promise<unknown> | undefined;
  return {
    read,
    async close() {
      closed.abort(new DocumentError('the server is closing'));
      await (closing ??= Promise.all(running));
    },
  };
}

function startChild(path: string, maxMemoryBytes: number, maxCpuSeconds: number): ChildProcess {
  const flags = [
    `--max-old-space-size=${Math.floor(maxMemoryBytes / MB / 2)}`,
    '--permission',
    // The recognition of characters runs in a thread of the process.
    '--allow-worker',
    ...readablePaths(path).map((readable) => `--allow-fs-read=${readable}`),
  ];
  const limited = existsSync(SHELL);
  const child = fork(ENTRY, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Nothing of our environment: no key has business there.
    env: { MALLOC_ARENA_MAX: '2' },
    ...(limited && { execPath: SHELL }),
    execArgv: limited ? ['-c', `ulimit -t ${maxCpuSeconds}; exec "$0" "$@"`, process.execPath, ...flags] : flags,
  });
  lowerPriority(child);
  return child;
}

/** The program, the packages it uses, the document. Not the folder around the program: data and keys may lie in it. */
function readablePaths(document: string): string[] {
  const source = dirname(dirname(ENTRY));
  const root = dirname(source);
  return [
    join(source, 'documents'),
    join(source, 'csv'),
    join(source, 'interfaces'),
    join(root, 'package.json'),
    join(root, 'node_modules'),
    document,
  ];
}

function lowerPriority(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, 10);
  } catch {
    // not allowed here
  }
}

/** Where a parser failed helps nobody who gave the file; it is in the log. */
function faultOf(message: Extract<FromChild, { is: 'failed' }>, document: DocumentToRead, log: Log): DocumentError {
  if (message.isKnown) return new DocumentError(message.message);
  log.info({ kind: document.kind, failed: message.message.slice(0, 200) }, 'a document could not be parsed');
  return new DocumentError(`the file is damaged or no ${document.kind}`);
}

function tooMuchMemory(maxMemoryBytes: number): DocumentError {
  return new DocumentError(`reading it takes more than ${Math.round(maxMemoryBytes / MB)} MB of memory`);
}

/** Looks at the process from outside, as one that is busy cannot look at itself. */
function watchMemory(pid: number | undefined, maxBytes: number, onTooMuch: () => void): { stop(): void } {
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking || pid === undefined) return;
    isLooking = true;
    void residentBytes(pid).then((bytes) => {
      isLooking = false;
      if (bytes > maxBytes) onTooMuch();
    });
  }, WATCH_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** 0 where it is not told. proc(5): the second number of statm, in pages of 4 KB. */
async function residentBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(text.split(' ')[1] ?? 0) * 4096;
}
