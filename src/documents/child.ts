// The reading process: reads one document, hands over its chunks, ends. It may be killed at any time; it can read nothing but the program and its
// document, write nothing, start nothing.

import { readFile } from 'node:fs/promises';
import { DocumentError, type DocumentChunk, type DocumentToRead } from '../interfaces/document-reader.ts';
import { chunkBlocks } from './chunk-blocks.ts';
import type { FromChild, ToChild } from './protocol.ts';
import { readerOf } from './readers.ts';

/** Characters in one message, about. */
const PART_CHARACTERS = 100_000;

let waiting: DocumentChunk[] = [];

process.on('message', (message: ToChild) => {
  switch (message.do) {
    case 'read':
      void read(message.document);
      return;
    case 'more':
      sendPart();
      return;
    default:
      message satisfies never;
  }
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});
// Of a parser that failed twice, or somewhere that nobody waits for.
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

async function read(document: DocumentToRead): Promise<void> {
  try {
    const reader = await readerOf(document.kind);
    const bytes = await readFile(document.path);
    if (bytes.length === 0) throw new DocumentError('the file is empty');
    const reading = await reader(bytes, { charset: document.charset, url: document.url });
    waiting = chunkBlocks(reading.blocks, document);
    if (waiting.length === 0) throw new DocumentError('there is no text in it');
    send({ is: 'read', title: reading.title.slice(0, 300), links: reading.links });
  } catch (error) {
    fail(error);
  }
}

function sendPart(): void {
  let characters = 0;
  const end = waiting.findIndex((chunk) => (characters += chunk.text.length + chunk.heading.length) > PART_CHARACTERS);
  const chunks = waiting.splice(0, end < 0 ? waiting.length : end + 1);
  send({ is: 'chunks', chunks, isLast: waiting.length === 0 });
}

function fail(error: unknown): void {
  if (error instanceof DocumentError) return send({ is: 'failed', message: error.message, isKnown: true });
  // A parser that works its way down one call a level.
  if (error instanceof RangeError && /call stack/.test(error.message))
    return send({ is: 'failed', message: 'it is nested deeper than can be read', isKnown: true });
  send({ is: 'failed', message: placeOf(error), isKnown: false });
}

/** Where a parser failed. Not its words: they may be the document's. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const [, file = 'somewhere'] = /([^/\s]+\/[^/\s]+:\d+):\d+\)?$/m.exec(error.stack ?? '') ?? [];
  return `${error.name} in ${file}`;
}

function send(message: FromChild): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
