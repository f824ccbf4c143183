// Packets of a call in a file that packet analysers read (PCAP, link type "raw IP"), under addresses and ports as they were on the wire. Several
// legs of a call may write into one file: whoever comes first begins it, the others go on with it.

import { open, type FileHandle } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import type { Address } from './rtp-sockets.ts';

export interface Capture {
  /** Beyond the limit of the file: nothing. */
  packet(from: Address, to: Address, bytes: Uint8Array): void;
  /** Writes what is waiting; call it now and then. */
  flush(): void;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface CaptureDeps {
  file: string;
  /** Time of day, ms. */
  wallMs(): number;
  /** Said once: the disk refuses. */
  onFault(message: string): void;
  maxBytes?: number;
}

const usualMaxBytes = 64 * 1024 * 1024;
const flushBytes = 64 * 1024;
const HEADER_BYTES = 24;
const rawIp = 101;
const udp = 17;

export function createCapture({ file, wallMs, onFault, maxBytes = usualMaxBytes }: CaptureDeps): Capture {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let written = 0;
  let failed = false;
  let handle: FileHandle | null = null;
  let closing: Promise<void> | null = null;
  let queue: Promise<void> = write(async () => {
    handle = await open(file, 'a', 0o600);
    const { size } = await handle.stat();
    if (size === 0) await handle.write(fileHeader());
  });

  async function write(step: () => Promise<void>): Promise<void> {
    if (failed) return;
    try {
      await step();
    } catch (error) {
      failed = true;
      onFault(error instanceof Error ? error.message : String(error));
    }
  }

  function flush(): void {
    if (waiting.length === 0) return;
    const bytes = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    queue = queue.then(() =>
      write(async () => {
        const { size } = await handle!.stat();
        if (size + bytes.length <= maxBytes + HEADER_BYTES) await handle!.write(bytes);
      }),
    );
  }

  return {
    packet(from, to, bytes) {
      if (closing || failed || written + bytes.length > maxBytes) return;
      const record = Buffer.concat([...headers(from, to, bytes.length, wallMs()), bytes]);
      waiting.push(record);
      written += record.length;
      waitingBytes += record.length;
      if (waitingBytes >= flushBytes) flush();
    },
    flush,
    close() {
      closing ??= (async () => {
        flush();
        await queue;
        await handle?.close().catch(() => {});
      })();
      return closing;
    },
  };
}

function fileHeader(): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt32LE(0xa1b2c3d4, 0);
  bytes.writeUInt16LE(2, 4);
  bytes.writeUInt16LE(4, 6);
  bytes.writeUInt32LE(65_535, 16);
  bytes.writeUInt32LE(rawIp, 20);
  return bytes;
}

/** Of the record, of IP, of UDP. */
function headers(from: Address, to: Address, length: number, wallMs: number): Buffer[] {
  const ip = isIPv6(from.address) || isIPv6(to.address) ? ip6(from, to, length + 8) : ip4(from, to, length + 8);
  const record = Buffer.alloc(16);
  record.writeUInt32LE(Math.floor(wallMs / 1000), 0);
  record.writeUInt32LE(Math.floor((wallMs % 1000) * 1000), 4);
  record.writeUInt32LE(ip.length + 8 + length, 8);
  record.writeUInt32LE(ip.length + 8 + length, 12);
  const ports = Buffer.alloc(8);
  ports.writeUInt16BE(from.port, 0);
  ports.writeUInt16BE(to.port, 2);
  ports.writeUInt16BE(length + 8, 4);
  return [record, ip, ports];
}

function ip4(from: Address, to: Address, length: number): Buffer {
  const ip = Buffer.alloc(20);
  ip[0] = 0x45;
  ip.writeUInt16BE(20 + length, 2);
  ip[8] = 64;
  ip[9] = udp;
  ip.set(from.address.split('.').map(Number), 12);
  ip.set(to.address.split('.').map(Number), 16);
  let sum = 0;
  for (let i = 0; i < 20; i += 2) sum += ip.readUInt16BE(i);
  sum = (sum & 0xffff) + (sum >>> 16);
  ip.writeUInt16BE(~((sum & 0xffff) + (sum >>> 16)) & 0xffff, 10);
  return ip;
}

function ip6(from: Address, to: Address, length: number): Buffer {
  const ip = Buffer.alloc(40);
  ip[0] = 0x60;
  ip.writeUInt16BE(length, 4);
  ip[6] = udp;
  ip[7] = 64;
  writeIp6(ip, 8, from.address);
  writeIp6(ip, 24, to.address);
  return ip;
}

/** `::` stands for as many zero groups as are missing; the last 32 bits may be written as IPv4. */
function writeIp6(bytes: Buffer, at: number, address: string): void {
  const plain = address
    .replace(/%.*$/, '')
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
      [+a * 256 + +b, +c * 256 + +d].map((group) => group.toString(16)).join(':'),
    );
  const [head = '', tail] = plain.split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  before.forEach((group, i) => bytes.writeUInt16BE(parseInt(group, 16), at + i * 2));
  after.forEach((group, i) => bytes.writeUInt16BE(parseInt(group, 16), at + 16 - (after.length - i) * 2));
}
