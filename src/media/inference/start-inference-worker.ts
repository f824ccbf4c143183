// Starts the worker that judges voice activity and hands out the channel that leads to it.

import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { InferenceNews, InferenceOrder } from './protocol.ts';

export interface InferenceWorker {
  /** For the media host; to be transferred there. */
  port: MessagePort;
  useModel(file: string): void;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface InferenceWorkerDeps {
  log?(message: string, fields?: Record<string, unknown>): void;
}

export function startInferenceWorker({ log }: InferenceWorkerDeps): InferenceWorker {
  const channel = new MessageChannel();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    name: 'inference',
    workerData: { port: channel.port1 },
    transferList: [channel.port1],
    // Next to nothing outlives a batch.
    resourceLimits: { maxYoungGenerationSizeMb: 6 },
  });
  const order = (message: InferenceOrder) => worker.postMessage(message);
  worker.on('message', (news: InferenceNews) => {
    if (news.is === 'model') log?.('voice activity model loaded', { file: news.path });
    else log?.('voice activity model failed; loudness is used instead', { reason: news.message });
  });
  worker.on('error', (error) => log?.('inference worker died; loudness is used instead', { reason: String(error) }));
  let closing: Promise<void> | null = null;
  return {
    port: channel.port2,
    useModel: (path) => order({ do: 'model', path }),
    close() {
      closing ??= worker.terminate().then(() => {});
      return closing;
    },
  };
}
