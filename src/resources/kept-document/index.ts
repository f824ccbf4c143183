export { keptDocuments } from './kept-documents.ts';
export type { KeptDocuments, KeptPlace, ListQuery } from './kept-documents.ts';
