// A file from a web server: resumed where an earlier try broke off, given up quickly where nobody answers.

import { open, stat, type FileHandle } from 'node:fs/promises';
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

/** The connection broke, or fell silent, in the middle of the file: what came is kept, the rest can be asked for. */
export class BrokenOffError extends Error {}

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
    await store(response.body, resumed ? have : 0, options);
  } finally {
    await agent.destroy();
  }
}

/** Writes the body behind the first `have` bytes of the file. What came before the connection broke is kept. */
async function store(body: AsyncIterable<Uint8Array>, have: number, options: HttpSourceOptions): Promise<void> {
  const { bytes, partFile, signal } = options;
  // Opened with the first block: blocks that wait are lost when the connection breaks meanwhile.
  let file: FileHandle | undefined;
  let done = have;
  try {
    for await (const block of unbroken(body, () => `${done} of ${bytes}`)) {
      signal.throwIfAborted();
      if (done + block.length > bytes) throw new Error(`sent more than ${bytes} bytes`);
      file ??= await open(partFile, have > 0 ? 'a' : 'w');
      await file.writeFile(block);
      done += block.length;
      options.onBytes(done);
    }
  } finally {
    await file?.close();
  }
}

async function* unbroken(body: AsyncIterable<Uint8Array>, place: () => string): AsyncGenerator<Uint8Array> {
  try {
    for await (const block of body) yield block;
  } catch (error) {
    throw new BrokenOffError(`the connection broke after ${place()} bytes`, { cause: error });
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
