// Ports for peers that cannot be told to take any: a block that nobody uses, below those that the system gives away by itself.

import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const FIRST = 21_000;
const LAST = 31_000;
/** Test files run side by side, each beginning elsewhere. */
let next = FIRST + ((process.pid * 137) % (LAST - FIRST));

/** First of `count` ports in a row that are free on 127.0.0.1, for UDP and TCP; even. */
export async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const first = next + (next % 2);
    next = first + count > LAST ? FIRST : first + count;
    const ports = Array.from({ length: count }, (_, at) => first + at);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first;
  }
  throw new Error(`no ${count} ports in a row are free between ${FIRST} and ${LAST}`);
}

async function isFree(port: number): Promise<boolean> {
  const udp = createSocket('udp4');
  const tcp = createServer();
  const bound = (socket: typeof udp | typeof tcp, bind: () => void) =>
    new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false)).once('listening', () => resolve(true));
      bind();
    });
  const free = await Promise.all([
    bound(udp, () => udp.bind(port, '127.0.0.1')),
    bound(tcp, () => tcp.listen(port, '127.0.0.1')),
  ]);
  if (free[0]) await new Promise<void>((resolve) => udp.close(resolve));
  if (free[1]) await new Promise((resolve) => tcp.close(resolve));
  return free.every(Boolean);
}
