// A process that asks for addresses in turn over many connections for a while and counts the answers. Requests are written as bytes and
// answers are only framed, so that the load costs little beside what is measured.

import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { LoadOrder, LoadReport } from './orders.ts';

if (process.send !== undefined)
  process.once('message', (order: LoadOrder) => void run(order).then((report) => process.send?.(report)));

async function run(order: LoadOrder): Promise<LoadReport> {
  const asked = order.paths.map((path) =>
    Buffer.from(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${order.port}\r\nAuthorization: Bearer ${order.key}\r\nAccept: application/json\r\n` +
        'User-Agent: Retell/JS 5.66.1\r\nX-Stainless-Retry-Count: 0\r\n\r\n',
    ),
  );
  let turn = 0;
  const next = (): Buffer => asked[turn++ % asked.length] as Buffer;
  const tookMs: number[] = [];
  let faults = 0;
  const startedAt = performance.now();
  const until = startedAt + order.forMs;
  await Promise.all(
    Array.from({ length: order.connections }, () => oneAfterTheOther(order.port, next, until, tookMs, () => faults++)),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  tookMs.sort((a, b) => a - b);
  const at = (part: number): number => tookMs[Math.floor(tookMs.length * part)] ?? NaN;
  return { perSecond: tookMs.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), faults };
}

/** One connection: a request, its whole answer, the next. */
function oneAfterTheOther(
  port: number,
  next: () => Buffer,
  until: number,
  tookMs: number[],
  onFault: () => void,
): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let sentAt = 0;
    let seen: Buffer = Buffer.alloc(0);
    const send = (): void => {
      sentAt = performance.now();
      socket.write(next());
    };
    socket.setNoDelay(true);
    socket.on('connect', send);
    socket.on('data', (chunk: Buffer) => {
      seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
      const head = seen.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(seen.subarray(0, head).toString('latin1'))?.[1] ?? 0);
      if (seen.length < head + 4 + length) return;
      if (seen.subarray(9, 12).toString() !== '200') onFault();
      seen = Buffer.alloc(0);
      const now = performance.now();
      tookMs.push(now - sentAt);
      if (now < until) send();
      else socket.end();
    });
    socket.on('error', onFault);
    socket.on('close', () => resolve());
  });
}
