export { embedChunks } from './embed-chunks.ts';
export type { EmbedChunksDeps } from './embed-chunks.ts';
export { createKnowledgeService } from './knowledge.ts';
export type { KnowledgeService, KnowledgeServiceDeps } from './knowledge.ts';
export { createKnowledgeBase, deleteKnowledgeBase, getKnowledgeBase, listKnowledgeBases } from './knowledge-bases.ts';
export type { KnowledgeBasePlace } from './knowledge-bases.ts';
export { addKnowledgeBaseSources, deleteKnowledgeBaseSource } from './sources.ts';
