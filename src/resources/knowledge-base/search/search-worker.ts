// Entry of the search thread.

import { parentPort } from 'node:worker_threads';
import type { FromSearch, ToSearch } from './protocol.ts';
import { createSearchIndex, type SearchIndex } from './search-index.ts';

const indexes = new Map<number, SearchIndex>();

function answer(message: Extract<ToSearch, { id: number }>): FromSearch {
  const { id } = message;
  if (message.do === 'add') {
    const index = indexOf(message.index);
    index.add(message.chunks);
    return { is: 'added', id, bytes: index.bytes };
  }
  return { is: 'found', id, found: message.indexes.map((index) => indexOf(index).search(message.question)) };
}

function indexOf(number: number): SearchIndex {
  const index = indexes.get(number);
  if (!index) throw new Error('the index is not there any more');
  return index;
}

parentPort?.on('message', (message: ToSearch) => {
  if (message.do === 'open') indexes.set(message.index, createSearchIndex(message.dimensions));
  else if (message.do === 'drop') indexes.delete(message.index);
  else {
    try {
      parentPort?.postMessage(answer(message));
    } catch (error) {
      parentPort?.postMessage({ is: 'failed', id: message.id, message: (error as Error).message } satisfies FromSearch);
    }
  }
});
