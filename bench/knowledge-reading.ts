// Knowledge bases: a PDF of 100 pages becomes chunks with vectors, all in one process with the calls: how long that takes, and how long the event
// loop is held.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../src/config.ts';
import { createDocumentReader } from '../src/documents/index.ts';
import { silentLog } from '../src/interfaces/log.ts';
import { createLocalEmbeddings, createModelStore } from '../src/providers/local/index.ts';
import { chunkVectors } from '../src/resources/knowledge-base/chunk-vectors.ts';
import { toBytes } from '../src/resources/knowledge-base/vector-bytes.ts';
import { makePdf } from '../test/support/make-pdf.ts';
import type { Bench, Figure } from './figure.ts';

const PAGES = 100;
const LINES = 45;
const BATCH = 16;
const WORDS =
  'harbour berth ferry lighthouse crew guest ticket office winter summer timetable price child luggage bicycle island'.split(
    ' ',
  );

export const knowledgeReading: Bench = { name: 'knowledge-reading', run };

async function run(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-bench-'));
  const path = join(folder, 'pages.pdf');
  await writeFile(path, makePdf(Array.from({ length: PAGES }, (_, page) => pageOf(page))));
  const store = createModelStore({ folder: loadConfig().models.cacheDir });
  const embeddings = createLocalEmbeddings({ store, log: silentLog });
  const reader = createDocumentReader({ log: silentLog });
  await embeddings.warm();
  const { signal } = new AbortController();
  const gaps = watchLoop();
  const began = performance.now();
  const { chunks } = await reader.read({ path, kind: 'pdf', maxChunkSize: 2000, minChunkSize: 400 }, signal);
  const readMs = performance.now() - began;
  for (let from = 0; from < chunks.length; from += BATCH)
    for (const vectors of await chunkVectors(embeddings, chunks.slice(from, from + BATCH), signal)) toBytes(vectors);
  const wholeMs = performance.now() - began;
  const longestMs = gaps.stop();
  await reader.close();
  await embeddings.close();
  await rm(folder, { recursive: true, force: true });
  const how = `${PAGES} pages of ${LINES} lines, ${chunks.length} chunks`;
  return [
    { name: 'a PDF into chunks', value: readMs / 1000, unit: 's', how },
    { name: 'with vectors by the model here', value: wholeMs / 1000, unit: 's', atMost: 20, how },
    { name: 'event loop, longest hold meanwhile', value: longestMs, unit: 'ms', atMost: 50, how },
  ];
}

function pageOf(page: number): { heading: string; lines: string[] } {
  const word = (i: number) => WORDS[(i * 7 + page * 3 + (i >> 3)) % WORDS.length] ?? '';
  const line = (l: number) => `${Array.from({ length: 10 }, (_, i) => word(l * 10 + i)).join(' ')}.`;
  return { heading: `Chapter ${page + 1}`, lines: Array.from({ length: LINES }, (_, l) => line(l)) };
}

/** `stop` gives the longest time between two turns of the loop. */
function watchLoop(): { stop(): number } {
  let last = performance.now();
  let longestMs = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last - 2);
    last = now;
  }, 2);
  return {
    stop() {
      clearInterval(timer);
      return longestMs;
    },
  };
}
