// The child's side: loads a model once, runs jobs, answers by id, ends with its owner.

import type { FromChild, ToChild } from './protocol.ts';

export interface JobContext {
  signal: AbortSignal;
  /** Sends a part of the answer ahead of its end. */
  part(body: unknown): void;
}

export interface Model<Job> {
  run(job: Job, context: JobContext): Promise<unknown>;
}

/**
 * Call once in a child's entry file. `parallel`: how many jobs may be between their steps at the same time; the model's steps
 * themselves always run one by one, because onnxruntime blocks this thread.
 */
export function serve<Options, Job>(load: (options: Options) => Promise<Model<Job>>, parallel: number): void {
  let model: Model<Job> | undefined;
  const waiting: { id: number; body: Job }[] = [];
  const running = new Map<number, AbortController>();

  function next(): void {
    while (model && waiting.length > 0 && running.size < parallel) {
      const job = waiting.shift() as { id: number; body: Job };
      const cancel = new AbortController();
      running.set(job.id, cancel);
      void run(model, job, cancel.signal);
    }
  }

  async function run(ready: Model<Job>, job: { id: number; body: Job }, signal: AbortSignal): Promise<void> {
    const { id } = job;
    try {
      const body = await ready.run(job.body, {
        signal,
        part: (part) => send({ is: 'part', id, body: part }),
      });
      send({ is: 'done', id, body });
    } catch (error) {
      send({ is: 'failed', id, message: signal.aborted ? 'cancelled' : (error as Error).message });
    } finally {
      running.delete(id);
      next();
    }
  }

  process.on('message', (message: ToChild) => {
    switch (message.do) {
      case 'load': {
        const started = performance.now();
        load(message.options as Options).then(
          (loaded) => {
            model = loaded;
            send({ is: 'ready', tookMs: performance.now() - started });
            next();
          },
          (error: Error) => send({ is: 'unusable', message: error.message }),
        );
        break;
      }
      case 'job':
        waiting.push({ id: message.id, body: message.body as Job });
        next();
        break;
      case 'cancel': {
        const index = waiting.findIndex((job) => job.id === message.id);
        if (index >= 0) waiting.splice(index, 1);
        running.get(message.id)?.abort();
        break;
      }
      default:
        message satisfies never;
    }
  });
  // The owner is gone, in whatever way: a child that nobody hears must not stay.
  process.on('disconnect', () => process.exit(0));
  // Ctrl+C reaches the whole group; the owner decides when its children end.
  process.on('SIGINT', () => {});
}

function send(message: FromChild): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
