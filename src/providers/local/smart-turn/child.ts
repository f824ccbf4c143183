// Entry of the turn vote's child process: Smart Turn v3.2, about 40 ms a vote.

import * as ort from 'onnxruntime-node';
import { bandCount } from '../spectrogram/mel-bands.ts';
import { serve } from '../child/serve.ts';
import { frameCount, smartTurnFeatures } from './features.ts';

export interface SmartTurnLoad {
  file: string;
}

serve<SmartTurnLoad, Int16Array>(async ({ file }) => {
  const session = await ort.InferenceSession.create(file, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  });

  /** The output is called "logits" but is a probability already. */
  async function probability(pcm: Int16Array): Promise<number> {
    const features = new ort.Tensor('float32', smartTurnFeatures(pcm), [1, bandCount, frameCount]);
    const { logits } = await session.run({ input_features: features });
    return (logits!.data as Float32Array)[0] as number;
  }
  // The first run allocates; nobody should wait for that.
  await probability(new Int16Array(16_000));
  return { run: probability };
}, 1);
