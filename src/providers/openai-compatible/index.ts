export { createServerEmbeddings } from './embeddings.ts';
export type { EmbeddingsServerOptions } from './embeddings.ts';
export { createOpenAiCompatibleLanguageModel } from './language-model.ts';
export { findLocalServers } from './local-server.ts';
export type { LocalServer } from './local-server.ts';
export { createServerWatch } from './server-watch.ts';
export type { ModelServer, ServerWatch } from './server-watch.ts';
