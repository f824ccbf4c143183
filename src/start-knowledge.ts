// What knowledge bases are looked up with: embeddings, here or at a server, and the search in memory. Nothing is fetched or started before
// the first document or question.

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
