// Embeddings without a model: texts are close when they share words. Each passage is one window.

import type { Embeddings } from '../../src/interfaces/embeddings.ts';
import { bagOfWords } from './fakes/embeddings-server.ts';

export function createScriptedEmbeddings(change: Partial<Embeddings> = {}): Embeddings {
  const dimensions = 64;
  const vectorOf = (text: string): Float32Array => {
    const vector = Float32Array.from(bagOfWords(text, dimensions));
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  };
  return {
    model: 'scripted',
    closeCosine: 0.3,
    dimensions,
    warm: () => Promise.resolve(),
    questions: (texts) => Promise.resolve(texts.map(vectorOf)),
    passages: (passages) =>
      Promise.resolve(
        passages.map(({ heading, text }) =>
          text.trim() === '' ? new Float32Array(0) : vectorOf(`${heading} ${text}`),
        ),
      ),
    ...change,
  };
}
