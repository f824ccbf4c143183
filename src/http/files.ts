// Recordings, logs, assets and sources of knowledge bases under unguessable names: who knows the address may read,
// as with the vendor's own, unless the files' owner asked for signatures.

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ApiError, noSuchRoute } from '../contract/index.ts';
import { mayOpenFile } from '../resources/file/index.ts';
import type { HttpDeps } from './deps.ts';

const TYPES: Record<string, string> = {
  wav: 'audio/wav',
  log: 'text/plain; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
  // Shown as text, never run.
  csv: 'text/plain; charset=utf-8',
  tsv: 'text/plain; charset=utf-8',
  md: 'text/plain; charset=utf-8',
  html: 'text/plain; charset=utf-8',
  xml: 'text/plain; charset=utf-8',
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  bmp: 'image/bmp',
  tiff: 'image/tiff',
  heic: 'image/heic',
  mp3: 'audio/mpeg',
  webm: 'audio/webm',
  ogg: 'audio/ogg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  flac: 'audio/flac',
};

/** Start and end in bytes, end exclusive. */
interface ByteRange {
  start: number;
  end: number;
}

export function serveFiles(app: FastifyInstance, deps: Pick<HttpDeps, 'blobs' | 'resources'>): void {
  app.get('/files/:folder/:name', async (request, reply) => {
    const { folder = '', name = '' } = request.params as Record<string, string>;
    if (!/^[0-9a-f]{64}$/.test(folder) || !/^[\w-]+(\.[\w-]+)*$/.test(name))
      throw noSuchRoute(request.method, request.url);
    if (!(await mayOpenFile(deps.resources, { folder, name }, request.query as Record<string, unknown>)))
      throw new ApiError(
        'forbidden',
        'This file opens by a signed address that has not run out; read the call or the export again.',
      );
    const key = `${folder}/${name}`;
    const whole = await deps.blobs.read(key);
    if (!whole) throw noSuchRoute(request.method, request.url);
    reply
      .header('content-type', TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream')
      .header('accept-ranges', 'bytes')
      .header('cache-control', 'private, no-cache')
      .header('content-security-policy', "default-src 'none'; sandbox");
    const range = readRange(request.headers.range, whole.size);
    if (range === null) return sendStream(reply, whole.stream, whole.size);
    discard(whole.stream);
    if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${whole.size}`).send();
    const part = await deps.blobs.read(key, range);
    if (!part) throw noSuchRoute(request.method, request.url);
    reply.code(206).header('content-range', `bytes ${range.start}-${range.end - 1}/${whole.size}`);
    return sendStream(reply, part.stream, range.end - range.start);
  });
}

/** One range (RFC 9110 section 14); null when there is none or we do not understand it, which means the whole file. */
export function readRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size : Math.min(size, Number(to) + 1);
  return start >= size || end <= start ? 'unsatisfiable' : { start, end };
}

function sendStream(reply: FastifyReply, stream: NodeJS.ReadableStream, bytes: number): FastifyReply {
  return reply.header('content-length', bytes).send(stream);
}

function discard(stream: NodeJS.ReadableStream): void {
  if (stream instanceof Readable) stream.destroy();
}
