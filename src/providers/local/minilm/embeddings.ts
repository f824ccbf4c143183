// Embeddings by MiniLM in a child process. Passages are embedded in small batches, one at a time for the whole installation, so that a question
// waits for one of them at most.

import type { Embeddings, Passage } from '../../../interfaces/embeddings.ts';
import type { ModelChild } from '../child/model-child.ts';
import { DIMENSIONS, MAX_TOKENS, type MiniLmJob, type Window } from './job.ts';

/** Beyond it nobody in a conversation waits any more. */
const QUESTION_DEADLINE_MS = 5_000;
/** One batch takes some 40 ms; questions go first. */
const WINDOW_DEADLINE_MS = 60_000;

/** Passages that are cut at once. */
const PART_PASSAGES = 64;

export function createMiniLmEmbeddings(child: ModelChild): Embeddings {
  let before: Promise<unknown> = Promise.resolve();

  /** Runs `work` when all that was handed over before it is through. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = before.then(work);
    before = mine.catch(() => {});
    return mine;
  }

  function ask(job: MiniLmJob, deadlineMs: number, signal: AbortSignal): Promise<unknown> {
    return child.request(job, { deadlineMs, signal });
  }

  async function embedPart(passages: readonly Passage[], signal: AbortSignal): Promise<Float32Array[]> {
    const cut = { do: 'cut' as const, passages: passages.map(({ heading, text }) => ({ heading, text })) };
    const windows = (await inTurn(() => ask(cut, WINDOW_DEADLINE_MS, signal))) as Window[][];
    const vectors = windows.map((each) => new Float32Array(each.length * DIMENSIONS));
    const places = windows.flatMap((each, passage) => each.map((window, at) => ({ window, passage, at })));
    for (const batch of batchesOf(places)) {
      const job = { do: 'windows' as const, windows: batch.map(({ window }) => window) };
      const made = (await inTurn(() => ask(job, WINDOW_DEADLINE_MS, signal))) as Float32Array;
      for (const [i, { passage, at }] of batch.entries())
        vectors[passage]?.set(made.subarray(i * DIMENSIONS, (i + 1) * DIMENSIONS), at * DIMENSIONS);
    }
    return vectors;
  }

  return {
    // With what is done here before the model reads: whatever changes there changes the name.
    model: 'all-MiniLM-L6-v2 nb8 w256',
    closeCosine: 0.275,
    dimensions: DIMENSIONS,
    warm: () => child.warm(),
    async questions(texts, signal) {
      const vectors = (await ask({ do: 'questions', texts: [...texts] }, QUESTION_DEADLINE_MS, signal)) as Float32Array;
      return texts.map((_, i) => vectors.slice(i * DIMENSIONS, (i + 1) * DIMENSIONS));
    },
    async passages(passages, signal) {
      // The model may have to be fetched first, which no deadline fits.
      await unlessAborted(child.warm(), signal);
      const vectors: Float32Array[] = [];
      for (let from = 0; from < passages.length; from += PART_PASSAGES)
        vectors.push(...(await embedPart(passages.slice(from, from + PART_PASSAGES), signal)));
      return vectors;
    },
  };
}

/** As many windows as one of the largest size costs, those of like length together: shorter ones are filled up. */
function batchesOf<T extends { window: Window }>(places: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (const place of [...places].sort((a, b) => a.window.length - b.window.length)) {
    const batch = batches.at(-1);
    if (batch && (batch.length + 1) * place.window.length <= MAX_TOKENS) batch.push(place);
    else batches.push([place]);
  }
  return batches;
}

/** Leaves the wait, not the work. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
