// Embeddings on this machine: one child process, started when the first document or question comes.

import type { Embeddings } from '../../interfaces/embeddings.ts';
import type { ModelStore } from '../../interfaces/model-store.ts';
import { createModelChild } from './child/model-child.ts';
import type { Log } from './log.ts';
import { createMiniLmEmbeddings } from './minilm/embeddings.ts';
import type { MiniLmLoad } from './minilm/job.ts';

export interface LocalEmbeddings extends Embeddings {
  /** Process id while the child runs. */
  readonly pid: number | undefined;
  /** Idempotent: ends the child. */
  close(): Promise<void>;
}

/** While the model is being fetched questions wait up to their deadline, passages until it is there. */
export function createLocalEmbeddings({ store, log }: { store: ModelStore; log: Log }): LocalEmbeddings {
  const child = createModelChild({
    name: 'minilm',
    entry: new URL('minilm/child.ts', import.meta.url),
    load: async (): Promise<MiniLmLoad> => ({ folder: await store.ensure('minilm') }),
    log,
  });
  return {
    ...createMiniLmEmbeddings(child),
    get pid() {
      return child.pid;
    },
    close: () => child.close(),
  };
}
