export { checkNamedKnowledgeBases } from './knowledge-bases.ts';
export type { NamedKnowledgeBases } from './knowledge-bases.ts';
export { enginePageStart } from './page.ts';
export type { EngineListQuery, EnginePageStart } from './page.ts';
export { modelWarnings, warning } from './warning.ts';
export type { EngineWarning } from './warning.ts';
