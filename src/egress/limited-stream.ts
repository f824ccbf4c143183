// The body of an answer as it comes, unpacked, up to a limit.

import type { Readable } from 'node:stream';
import { EgressError } from '../interfaces/egress.ts';
import { unpacker } from './read-body.ts';

export interface StreamLimits {
  maxBytes: number;
  /** In words for the user. */
  explain(error: unknown): EgressError;
  /** Called once, when nothing more will come. */
  end(): Promise<void>;
}

export function limitedStream(
  body: Readable,
  encoding: string | undefined,
  limits: StreamLimits,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const unpack = unpacker(encoding);
  if (unpack) body.once('error', (error) => unpack.destroy(error));
  const source: Readable = unpack ? body.pipe(unpack) : body;
  const parts = source[Symbol.asyncIterator]() as AsyncIterator<Buffer<ArrayBuffer>>;
  let bytes = 0;
  let ending: Promise<void> | undefined;

  function end(): Promise<void> {
    // A destroyed stream may still report the cut of its own making.
    body.on('error', () => undefined);
    source.on('error', () => undefined);
    body.destroy();
    unpack?.destroy();
    return (ending ??= limits.end());
  }

  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await parts.next();
        if (done) {
          controller.close();
          return await end();
        }
        bytes += value.length;
        if (bytes > limits.maxBytes)
          throw new EgressError('network', `the answer is longer than ${limits.maxBytes} bytes`);
        controller.enqueue(new Uint8Array(value));
      } catch (error) {
        controller.error(limits.explain(error));
        await end();
      }
    },
    cancel: end,
  });
}
