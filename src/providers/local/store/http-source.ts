// A file from a web server: resumed where an earlier try broke off, given up quickly where nobody answers.

import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Agent, fetch } from 'undici';

export interface HttpSourceOptions {
  url: string;
  /** Where the bytes gather; may hold a beginning already. */
  partFile: string;
  /** Full length; more than that is refused. */
  bytes: number;
  connectTimeoutMs: number;
  /** Longest wait for headers, and between two blocks of the body. */
  idleTimeoutMs: number;
  onBytes(done: number): void;
  signal: AbortSignal;
}

/** The server could not be reached at all: no use in asking it for the next file. */
export class UnreachableError extends Error {}

/** Fetches `url` into `partFile` by RFC 9110 section 14 ranges. Throws an Error whose message is fit for a user. */
export async function fetchByHttp(options: HttpSourceOptions): Promise<void> {
  const { url, partFile, bytes, idleTimeoutMs } = options;
  const agent = new Agent({
    connect: { timeout: options.connectTimeoutMs },
    headersTimeout: idleTimeoutMs,
    bodyTimeout: idleTimeoutMs,
  });
  try {
    const have = await sizeOf(partFile, bytes);
    if (have === bytes) return;
    const response = await request(url, have, agent, options.signal);
    const resumed = response.status === 206 && startOf(response.headers.get('content-range')) === have;
    if (!response.ok || !response.body || (response.status === 206 && !resumed)) {
      await response.body?.cancel();
      throw new Error(`answered ${response.status}`);
    }
    await pipeline(
      Readable.fromWeb(response.body as never),
      meter(resumed ? have : 0, options),
      createWriteStream(partFile, { flags: resumed ? 'a' : 'w' }),
      { signal: options.signal },
    );
  } finally {
    await agent.destroy();
  }
}

async function request(url: string, have: number, agent: Agent, signal: AbortSignal) {
  try {
    const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {};
    return await fetch(url, { dispatcher: agent, headers, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new UnreachableError(causeOf(error));
  }
}

/** Counts what passes and cuts a body that is longer than the file can be. */
function meter(start: number, options: HttpSourceOptions): Transform {
  let done = start;
  return new Transform({
    transform(block: Buffer, _encoding, next) {
      done += block.length;
      if (done > options.bytes) return next(new Error(`sent more than ${options.bytes} bytes`));
      options.onBytes(done);
      next(null, block);
    },
  });
}

/** Bytes of an earlier try; a file that is longer than it can be counts as none. */
async function sizeOf(path: string, bytes: number): Promise<number> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  return size <= bytes ? size : 0;
}

function startOf(contentRange: string | null): number | null {
  const found = /^bytes (\d+)-/.exec(contentRange ?? '');
  return found ? Number(found[1]) : null;
}

/** fetch hides what went wrong in `cause`. */
function causeOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return cause?.code ?? cause?.message ?? (error as Error).message;
}
