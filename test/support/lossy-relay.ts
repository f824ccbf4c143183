// A bad network between a telephone and our SIP over UDP: signalling and sound pass through here both ways, and some of it does not arrive.
// It writes its own ports into contacts and descriptions of sound, so that nothing of a call has another way. One telephone.

import { createHash } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Scope } from './scope.ts';

export interface LossyRelayOptions {
  /** The server's port for SIP. */
  serverPort: number;
  /** Shares that are lost each way, 0 to 1. */
  signalling?: number;
  sound?: number;
  /** Another one loses others. */
  seed?: number;
}

export interface LossyRelay {
  /** Where the telephone sends its SIP to. */
  readonly port: number;
  /** Packets of sound, from the telephone to the server. */
  readonly sound: { passed: number; lost: number };
  /** Packets of sound that went to the telephone. */
  readonly back: { passed: number; lost: number };
  readonly signalling: { passed: number; lost: number };
}

type Way = 'in' | 'out';

export async function lossyRelay(t: Scope, options: LossyRelayOptions): Promise<LossyRelay> {
  const [phoneSide, serverSide] = [await open(t), await open(t)];
  const counts = { sound: { passed: 0, lost: 0 }, back: { passed: 0, lost: 0 }, signalling: { passed: 0, lost: 0 } };
  const order = new Map<string, number>();
  const calls = new Map<string, number>();
  const streams = new Map<string, Promise<number>>();
  const faces = new Map<Way, Socket>();
  let phonePort = 0;
  // One message after the other: none overtakes another that waits for a port.
  let work = Promise.resolve();

  /** The same packets of each exchange are lost in each run, whatever happens between them. */
  function isLost(kind: string, share: number): boolean {
    const nth = (order.get(kind) ?? 0) + 1;
    order.set(kind, nth);
    return chance(`${options.seed ?? 1} ${kind} ${nth}`) < share;
  }

  function pass(way: Way, bytes: Buffer): void {
    work = work.then(async () => {
      const text = bytes.toString('latin1');
      const lost = isLost(`${way} ${exchangeOf(text, calls)}`, options.signalling ?? 0);
      counts.signalling[lost ? 'lost' : 'passed']++;
      if (lost) return;
      const rewritten = await rewrite(way, text);
      const [from, to] = way === 'in' ? [serverSide, options.serverPort] : [phoneSide, phonePort];
      from.send(rewritten, to, '127.0.0.1');
    });
  }

  /** All ports here have five digits, so that no length changes. */
  async function rewrite(way: Way, text: string): Promise<Buffer> {
    const own = (way === 'in' ? serverSide : phoneSide).address().port;
    const named = /^m=audio (\d+)/m.exec(text)?.[1];
    const sound = named ? await soundPort(way, Number(named)) : null;
    const out = text
      .replace(/^(Contact:.*127\.0\.0\.1:)\d+/im, `$1${own}`)
      .replace(/^m=audio \d+/m, `m=audio ${sound}`);
    if (out.length !== text.length) throw new Error('a port had not five digits');
    return Buffer.from(out, 'latin1');
  }

  /** A port that stands for one of the other side. */
  function soundPort(way: Way, target: number): Promise<number> {
    const key = `${way} ${target}`;
    const known = streams.get(key) ?? standIn(way, target);
    streams.set(key, known);
    return known;
  }

  /** What comes to the stand-in of a port goes there from the newest stand-in of the other side. */
  async function standIn(way: Way, target: number): Promise<number> {
    const socket = await open(t);
    faces.set(way, socket);
    socket.on('message', (bytes) => {
      const towards: Way = way === 'in' ? 'out' : 'in';
      const lost = isLost(`sound ${towards}`, options.sound ?? 0);
      counts[towards === 'in' ? 'sound' : 'back'][lost ? 'lost' : 'passed']++;
      if (!lost) faces.get(towards)?.send(bytes, target, '127.0.0.1');
    });
    return socket.address().port;
  }

  phoneSide.on('message', (bytes, from) => {
    phonePort = from.port;
    pass('in', bytes);
  });
  serverSide.on('message', (bytes) => pass('out', bytes));
  return { port: phoneSide.address().port, ...counts };
}

async function open(t: Scope): Promise<Socket> {
  const socket = createSocket('udp4');
  // A telephone that has hung up is no fault of the network.
  socket.on('error', () => {});
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  t.after(() => void socket.close());
  return socket;
}

/** Even, and the same each time: 0 to 1. */
const chance = (text: string): number => createHash('sha1').update(text).digest().readUInt32BE() / 2 ** 32;

/** Names a message by the call's place among all, its CSeq, and whether it asks or answers. */
function exchangeOf(text: string, calls: Map<string, number>): string {
  const line = (name: string): string => new RegExp(`^${name}:\\s*(.*?)\\s*$`, 'im').exec(text)?.[1] ?? '';
  const call = line('Call-ID');
  if (!calls.has(call)) calls.set(call, calls.size);
  const method = line('CSeq').split(/\s+/)[1];
  return `${calls.get(call)} ${text.startsWith('SIP/') ? text.slice(8, 11) : ''} ${method}`;
}
