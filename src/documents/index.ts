// The door of the room: documents become chunks.

export { createDocumentReader } from './create-document-reader.ts';
export type { DocumentReaderOptions } from './create-document-reader.ts';
