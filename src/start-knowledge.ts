// What knowledge bases are looked up with: embeddings, here or at a server, and the search in memory. The model of this machine is
// fetched when the server starts and loaded with the first document or question.

import type { Embeddings } from './interfaces/embeddings.ts';
import type { ModelStore } from './interfaces/model-store.ts';
import { chooseEmbeddings } from './providers/index.ts';
import { createLocalEmbeddings } from './providers/local/index.ts';
import { createKnowledgeService, type KnowledgeService } from './resources/knowledge-base/index.ts';
import type { Shared } from './shared.ts';
import type { Storage } from './start-storage.ts';

export interface KnowledgeParts {
  embeddings: Embeddings;
  service: KnowledgeService;
}

export function startKnowledge({ config, log, owner }: Shared, storage: Storage, store: ModelStore): KnowledgeParts {
  if (config.embeddings.url === null) owner.owns(fetchAhead(store, log));
  const local = createLocalEmbeddings({ store, log });
  owner.owns(() => local.close());
  const { embeddings, close } = chooseEmbeddings(config.embeddings, local);
  owner.owns(close);
  const service = createKnowledgeService({
    ...config.knowledge,
    db: storage.database.realtime,
    embeddings,
    clock: () => performance.now(),
    log,
  });
  owner.owns(() => service.close());
  return { embeddings, service };
}

/** So that the first document does not wait for it. Gives what leaves the fetching. */
function fetchAhead(store: ModelStore, log: Shared['log']): () => Promise<void> {
  const leaving = new AbortController();
  const fetched = store.ensure('minilm', leaving.signal).then(
    () => {},
    (error: unknown) => {
      if (!leaving.signal.aborted) log.warn({ err: error }, 'the model of knowledge bases could not be had yet');
    },
  );
  return () => {
    leaving.abort();
    return fetched;
  };
}
