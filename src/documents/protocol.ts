// What the reading process and its owner say to each other, over node's IPC.

import type { DocumentChunk, DocumentToRead } from '../interfaces/document-reader.ts';

/** `more`: the next chunks are wanted; they are sent in parts, so that the owner is never held by one large message. */
export type ToChild = { do: 'read'; document: DocumentToRead } | { do: 'more' };

export type FromChild =
  | { is: 'read'; title: string; links: string[] }
  | { is: 'chunks'; chunks: DocumentChunk[]; isLast: boolean }
  /** `isKnown`: the message is for people; else it says where a parser failed, and nothing of the document. */
  | { is: 'failed'; message: string; isKnown: boolean };
