// The owner's side of the search thread: started with the first index, started anew when it died, with nothing in it then.

import { Worker } from 'node:worker_threads';
import type { Found, FromSearch, IndexedChunk, SearchQuestion, ToSearch } from './protocol.ts';

export interface SearchThread {
  /** A new empty index. It is lost when the thread dies: then all that is asked of it is refused. */
  open(dimensions: number): number;
  /** Gives the bytes that the index takes by now. */
  add(index: number, chunks: IndexedChunk[]): Promise<number>;
  /** For each index, best first. */
  search(indexes: number[], question: SearchQuestion): Promise<Found[][]>;
  drop(index: number): void;
  /** Idempotent. */
  close(): Promise<void>;
}

interface Open {
  resolve(message: FromSearch): void;
  reject(error: Error): void;
}

/** `onLost`: the thread died, and every index with it. */
export function createSearchThread(onLost: (why: Error) => void): SearchThread {
  const open = new Map<number, Open>();
  let worker: Worker | null = null;
  let next = 1;
  let closed = false;

  function running(): Worker {
    if (closed) throw new Error('the search was closed');
    return (worker ??= start());
  }

  function start(): Worker {
    const started = new Worker(new URL('search-worker.ts', import.meta.url), { env: {} });
    started.on('message', (message: FromSearch) => {
      const waiting = open.get(message.id);
      open.delete(message.id);
      if (message.is === 'failed') waiting?.reject(new Error(message.message));
      else waiting?.resolve(message);
    });
    let cause: Error | null = null;
    started.on('error', (error: Error) => (cause = error));
    started.on('exit', (code) => {
      if (worker === started) worker = null;
      const why = cause ?? new Error(`the search thread ended with ${code}`);
      for (const waiting of [...open.values()]) waiting.reject(why);
      open.clear();
      if (!closed) onLost(why);
    });
    return started;
  }

  async function ask(
    message: Omit<Extract<ToSearch, { do: 'add' }>, 'id'> | Omit<Extract<ToSearch, { do: 'search' }>, 'id'>,
  ): Promise<FromSearch> {
    const id = next++;
    const { promise, resolve, reject } = Promise.withResolvers<FromSearch>();
    const thread = running();
    open.set(id, { resolve, reject });
    thread.postMessage({ ...message, id } as ToSearch);
    return promise;
  }

  return {
    open(dimensions) {
      const index = next++;
      running().postMessage({ do: 'open', index, dimensions } satisfies ToSearch);
      return index;
    },
    async add(index, chunks) {
      const added = await ask({ do: 'add', index, chunks });
      return added.is === 'added' ? added.bytes : 0;
    },
    async search(indexes, question) {
      const answer = await ask({ do: 'search', indexes, question });
      return answer.is === 'found' ? answer.found : [];
    },
    drop(index) {
      worker?.postMessage({ do: 'drop', index } satisfies ToSearch);
    },
    async close() {
      closed = true;
      await worker?.terminate();
    },
  };
}
