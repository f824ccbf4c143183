// Silero VAD v5 over onnxruntime: many streams in one run, state and context kept for each.

import { InferenceSession, Tensor } from 'onnxruntime-node';

export interface SileroWindow {
  stream: number;
  seq: number;
  rateHz: number;
  /** 512 samples at 16 kHz, 256 at 8 kHz. */
  samples: Int16Array;
}

export interface Silero {
  /** Any mix of streams and rates; several windows of one stream are judged in their order. */
  judge(windows: SileroWindow[]): Promise<{ stream: number; seq: number; probability: number }[]>;
  forget(stream: number): void;
}

interface StreamState {
  /** 2 x 128: the network's memory. */
  state: Float32Array;
  /** The last samples of the window before: the network expects them in front. */
  context: Float32Array;
}

const stateSize = 128;

/** Throws when the file is not there or is no such model. The sha256 is checked by whoever fetched it. */
export async function loadSilero(path: string): Promise<Silero> {
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  const streams = new Map<number, StreamState>();

  async function runBatch(batch: SileroWindow[], rateHz: number): Promise<Float32Array> {
    const contextSize = rateHz === 8000 ? 32 : 64;
    const windowSize = rateHz === 8000 ? 256 : 512;
    const width = contextSize + windowSize;
    const input = new Float32Array(batch.length * width);
    const state = new Float32Array(2 * batch.length * stateSize);
    const states = batch.map(({ stream }) => stateOf(stream, contextSize));
    batch.forEach(({ samples }, row) => {
      const { context, state: memory } = states[row]!;
      input.set(context, row * width);
      for (let i = 0; i < windowSize; i++) input[row * width + contextSize + i] = samples[i]! / 32768;
      for (let layer = 0; layer < 2; layer++) {
        state.set(
          memory.subarray(layer * stateSize, (layer + 1) * stateSize),
          (layer * batch.length + row) * stateSize,
        );
      }
    });
    const result = await session.run({
      input: new Tensor('float32', input, [batch.length, width]),
      state: new Tensor('float32', state, [2, batch.length, stateSize]),
      sr: new Tensor('int64', [BigInt(rateHz)], []),
    });
    const after = result['stateN']!.data as Float32Array;
    states.forEach(({ context, state: memory }, row) => {
      context.set(input.subarray((row + 1) * width - contextSize, (row + 1) * width));
      for (let layer = 0; layer < 2; layer++) {
        const from = (layer * batch.length + row) * stateSize;
        memory.set(after.subarray(from, from + stateSize), layer * stateSize);
      }
    });
    return result['output']!.data as Float32Array;
  }

  function stateOf(stream: number, contextSize: number): StreamState {
    let state = streams.get(stream);
    if (state?.context.length !== contextSize) {
      state = { state: new Float32Array(2 * stateSize), context: new Float32Array(contextSize) };
      streams.set(stream, state);
    }
    return state;
  }

  return {
    async judge(windows) {
      const answers: { stream: number; seq: number; probability: number }[] = [];
      for (const batch of rounds(windows)) {
        const probabilities = await runBatch(batch, batch[0]!.rateHz);
        batch.forEach(({ stream, seq }, row) => answers.push({ stream, seq, probability: probabilities[row]! }));
      }
      return answers;
    },
    forget: (stream) => void streams.delete(stream),
  };
}

/** Batches of one rate in which each stream comes at most once, earlier windows first. */
function rounds(windows: SileroWindow[]): SileroWindow[][] {
  const batches: { rateHz: number; windows: SileroWindow[] }[] = [];
  const lastBatch = new Map<number, number>();
  for (const window of windows) {
    let index = (lastBatch.get(window.stream) ?? -1) + 1;
    while (batches[index] && batches[index]!.rateHz !== window.rateHz) index++;
    batches[index] ??= { rateHz: window.rateHz, windows: [] };
    batches[index]!.windows.push(window);
    lastBatch.set(window.stream, index);
  }
  return batches.map(({ windows: batch }) => batch);
}
