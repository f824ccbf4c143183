// Embeddings by MiniLM in a child process. Passages are embedded window by window, one at a time for the whole installation, so that a
// question waits for one window at most.

import type { Embeddings, Passage } from '../../../interfaces/embeddings.ts';
import type { ModelChild } from '../child/model-child.ts';
import { DIMENSIONS, type MiniLmJob, type Window } from './job.ts';

/** Beyond it nobody in a conversation waits any more. */
const QUESTION_DEADLINE_MS = 5_000;
/** One window takes some 40 ms; questions go first. */
const WINDOW_DEADLINE_MS = 60_000;

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

  async function embedPassage(passage: Passage, signal: AbortSignal): Promise<Float32Array> {
    const cut = { do: 'cut' as const, ...passage };
    const windows = (await inTurn(() => ask(cut, WINDOW_DEADLINE_MS, signal))) as Window[];
    const vectors = new Float32Array(windows.length * DIMENSIONS);
    for (const [i, window] of windows.entries()) {
      const job = { do: 'windows' as const, windows: [window] };
      const vector = await inTurn(() => ask(job, WINDOW_DEADLINE_MS, signal));
      vectors.set(vector as Float32Array, i * DIMENSIONS);
    }
    return vectors;
  }

  return {
    // With what is done here before the model reads: whatever changes there changes the name.
    model: 'all-MiniLM-L6-v2 nb8 w256',
    closeCosine: 0.27,
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
      for (const passage of passages) vectors.push(await embedPassage(passage, signal));
      return vectors;
    },
  };
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
