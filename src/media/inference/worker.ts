// The inference worker: collects windows of all calls, judges them in batches every 8 ms. `run` blocks this thread and no other.

import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { InferenceNews, InferenceOrder, VadAnswer, VadRequest } from './protocol.ts';
import { loadSilero, type Silero, type SileroWindow } from './silero.ts';

/** Windows that become ready within this time are judged together. */
const batchMs = 8;
/** More than this in the queue means that we are hopelessly late: the media host has given up on the oldest. */
const maxQueued = 1024;

const { port } = workerData as { port: MessagePort };
let model: Silero | null = null;
let queue: SileroWindow[] = [];
let timer: NodeJS.Timeout | null = null;

parentPort!.on('message', (order: InferenceOrder) => {
  if (order.do === 'close') process.exit(0);
  else void useModel(order.path);
});

port.on('message', (request: VadRequest) => {
  for (const stream of request.closed) model?.forget(stream);
  request.windows.forEach((samples, i) => {
    queue.push({ stream: request.streams[i]!, seq: request.seqs[i]!, rateHz: request.rates[i]!, samples });
  });
  if (queue.length > maxQueued) queue = queue.slice(-maxQueued);
  timer ??= setTimeout(() => void judge(), batchMs);
});

async function judge(): Promise<void> {
  const batch = queue;
  queue = [];
  const answer: VadAnswer = { ready: model !== null, streams: [], seqs: [], probabilities: [] };
  try {
    if (model) {
      for (const { stream, seq, probability } of await model.judge(batch)) {
        answer.streams.push(stream);
        answer.seqs.push(seq);
        answer.probabilities.push(probability);
      }
    }
  } catch (error) {
    model = null;
    answer.ready = false;
    tell({ is: 'fault', message: error instanceof Error ? error.message : String(error) });
  }
  port.postMessage(answer);
  timer = queue.length > 0 ? setTimeout(() => void judge(), batchMs) : null;
}

async function useModel(path: string): Promise<void> {
  try {
    model = await loadSilero(path);
    tell({ is: 'model', path });
  } catch (error) {
    tell({ is: 'fault', message: error instanceof Error ? error.message : String(error) });
  }
}

function tell(news: InferenceNews): void {
  parentPort!.postMessage(news);
}
