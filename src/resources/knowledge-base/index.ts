export { createKnowledgeBase, deleteKnowledgeBase, getKnowledgeBase, listKnowledgeBases } from './knowledge-bases.ts';
export type { KnowledgeBasePlace } from './knowledge-bases.ts';
export { addKnowledgeBaseSources, deleteKnowledgeBaseSource } from './sources.ts';
