// Vectors of questions, kept for a while: a turn that is thought about ahead, and again when it is certain, asks the same.

import type { Embeddings } from '../../interfaces/embeddings.ts';

const KEPT = 500;
/** Longer texts say no more about what is asked. */
const MAX_CHARACTERS = 2_000;

/** Throws ProviderError. `signal`: when the server closes; the vector of a question that is dropped is made all the same. */
export function createQuestionVectors(
  embeddings: Pick<Embeddings, 'questions'>,
  signal: AbortSignal,
): (texts: readonly string[]) => Promise<Float32Array[]> {
  const kept = new Map<string, Promise<Float32Array>>();
  const closed = Promise.withResolvers<never>();
  closed.promise.catch(() => {});
  signal.addEventListener('abort', () => closed.reject(signal.reason), { once: true });

  function keep(text: string, vector: Promise<Float32Array>): void {
    kept.set(text, vector);
    vector.catch(() => kept.delete(text));
    const oldest = kept.keys().next();
    if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value);
  }

  return async (texts) => {
    const asked = texts.map((text) => text.slice(-MAX_CHARACTERS));
    const fresh = [...new Set(asked)].filter((text) => !kept.has(text));
    if (fresh.length > 0) {
      const vectors = Promise.race([embeddings.questions(fresh, signal), closed.promise]);
      for (const [i, text] of fresh.entries())
        keep(
          text,
          vectors.then((all) => all[i] as Float32Array),
        );
    }
    return Promise.all(asked.map((text) => kept.get(text) as Promise<Float32Array>));
  };
}
