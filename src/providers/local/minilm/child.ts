// Entry of the embeddings' child process.

import { fileURLToPath } from 'node:url';
import { serve } from '../child/serve.ts';
import type { MiniLmJob, MiniLmLoad, Window } from './job.ts';
import { loadMiniLm, type MiniLmModel } from './minilm-model.ts';
import { windowOf, windowsOf } from './windows.ts';

const graph = fileURLToPath(new URL('graphs/minilm-nb8.onnx', import.meta.url));

serve<MiniLmLoad, MiniLmJob>(async ({ folder }) => {
  const model = await loadMiniLm(folder, graph);
  // The first run allocates; nobody should wait for that.
  await model.embed([windowOf(model.tokens('hello'))]);
  return { run: (job) => run(model, job) };
}, 1);

async function run(model: MiniLmModel, job: MiniLmJob): Promise<Float32Array | Window[][]> {
  switch (job.do) {
    case 'questions':
      // What was asked stands at the end.
      return model.embed(job.texts.map((text) => windowOf(model.tokens(text), 'end')));
    case 'cut':
      return job.passages.map(({ heading, text }) => windowsOf(model.tokens(heading), model.tokens(text)));
    case 'windows':
      return model.embed(job.windows);
    default:
      return job satisfies never;
  }
}
