// all-MiniLM-L6-v2 on onnxruntime, straight from the unmodified weights: the graph beside this file holds only the wiring
// (scripts/build-minilm-graph). Runs in the child.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import * as ort from 'onnxruntime-node';
import { DIMENSIONS, type Window } from './job.ts';

/** Tokens of a long text are counted no further; a chunk has some 1,500 at most. */
const MAX_CHARACTERS = 50_000;

export interface MiniLmModel {
  /** Token ids without frame. */
  tokens(text: string): number[];
  /** One vector of length 1 for each window, one after the other. */
  embed(windows: readonly Window[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** `folder`: model.safetensors and tokenizer.json. `graph`: the graph's file. Throws for files that do not fit. */
export async function loadMiniLm(folder: string, graph: string): Promise<MiniLmModel> {
  const tokenizer = createTokenizer(JSON.parse(await readFile(join(folder, 'tokenizer.json'), 'utf8')));
  const session = await ort.InferenceSession.create(await readFile(graph), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    enableCpuMemArena: false,
    extra: { session: { model_external_initializers_file_folder_path: folder, intra_op: { allow_spinning: '0' } } },
  });
  return {
    tokens: (text) => tokenizer.encode(text.slice(0, MAX_CHARACTERS), { add_special_tokens: false }).ids.map(Number),
    async embed(windows) {
      if (windows.length === 0) return new Float32Array(0);
      const longest = Math.max(...windows.map((window) => window.length));
      const ids = new BigInt64Array(windows.length * longest); // 0 is padding
      for (const [row, window] of windows.entries()) {
        for (const [i, id] of window.entries()) ids[row * longest + i] = BigInt(id);
      }
      const { embedding } = await session.run({ ids: new ort.Tensor('int64', ids, [windows.length, longest]) });
      const vectors = embedding?.data as Float32Array;
      if (vectors.length !== windows.length * DIMENSIONS) throw new Error('the model gives vectors of another size');
      return Float32Array.from(vectors);
    },
    close: () => session.release(),
  };
}

/** The file asks for padding and cutting at 128 tokens: both are done by us. */
function createTokenizer(json: Record<string, unknown>): Tokenizer {
  return new Tokenizer(
    { ...json, truncation: null, padding: null } as ConstructorParameters<typeof Tokenizer>[0],
    { do_lower_case: true, tokenizer_class: 'BertTokenizer' } as ConstructorParameters<typeof Tokenizer>[1],
  );
}
