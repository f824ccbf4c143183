// Compound packets of RTCP (RFC 3550 section 6): the reports that go out, and what is of use in those that come.

import { readUint32 } from './rtp-packet.ts';
import type { ReceptionReport } from './reception.ts';

const senderReport = 200;
const receiverReport = 201;
const description = 202;
const goodbye = 203;
const unitsPerMs = 65_536 / 1000;

/** Middle 32 bits of an NTP time, from any steady clock: only differences are used (RFC 3550 section 6.4.1). */
export function shortNtp(nowMs: number): number {
  return Math.floor(nowMs * unitsPerMs) >>> 0;
}

export interface OwnReport {
  ssrc: number;
  nowMs: number;
  /** What we sent; null: nothing since the last two reports. */
  sent: { timestamp: number; packets: number; bytes: number } | null;
  received: ReceptionReport | null;
  /** From their last sender report: its time as they wrote it, and how long ago it came. */
  lastReport: { ntp: number; agoMs: number } | null;
  cname: string;
  leaving: boolean;
}

export function writeRtcp(report: OwnReport): Buffer {
  const parts = [writeReport(report), writeDescription(report)];
  if (report.leaving) parts.push(packet(goodbye, 1, [report.ssrc]));
  return Buffer.concat(parts);
}

function writeReport({ ssrc, nowMs, sent, received, lastReport }: OwnReport): Buffer {
  const words = [ssrc];
  if (sent) {
    words.push(Math.floor(nowMs / 1000) >>> 0, Math.floor((nowMs % 1000) * 1e-3 * 2 ** 32) >>> 0);
    words.push(sent.timestamp, sent.packets >>> 0, sent.bytes >>> 0);
  }
  if (received) {
    words.push(received.ssrc, ((received.fractionLost << 24) | (received.cumulativeLost & 0xff_ffff)) >>> 0);
    words.push(received.highestSequence, received.jitter >>> 0);
    words.push(lastReport?.ntp ?? 0, lastReport ? Math.round((lastReport.agoMs * 65_536) / 1000) >>> 0 : 0);
  }
  return packet(sent ? senderReport : receiverReport, received ? 1 : 0, words);
}

function writeDescription({ ssrc, cname }: OwnReport): Buffer {
  // Item 1 is the CNAME; a null byte at least ends the chunk.
  const length = Math.ceil((4 + 2 + cname.length + 1) / 4) * 4;
  const chunk = Buffer.alloc(4 + length);
  chunk[0] = 0x81;
  chunk[1] = description;
  chunk.writeUInt16BE(length / 4, 2);
  chunk.writeUInt32BE(ssrc, 4);
  chunk[8] = 1;
  chunk[9] = cname.length;
  chunk.write(cname, 10, 'latin1');
  return chunk;
}

function packet(type: number, count: number, words: number[]): Buffer {
  const bytes = Buffer.allocUnsafe(4 + words.length * 4);
  bytes[0] = 0x80 | count;
  bytes[1] = type;
  bytes.writeUInt16BE(words.length, 2);
  words.forEach((word, i) => bytes.writeUInt32BE(word >>> 0, 4 + i * 4));
  return bytes;
}

export interface PeerReport {
  ssrc: number;
  /** Middle 32 bits of the time in their sender report; null: it was none. */
  ntp: number | null;
  /** What they heard of us. */
  heard: { fractionLost: number; cumulativeLost: number; lastReport: number; delay: number } | null;
  leaving: boolean;
}

/** Null when these bytes are no compound packet of RTCP. `ownSsrc`: reports on others are not of interest. */
export function readRtcp(bytes: Uint8Array, ownSsrc: number): PeerReport | null {
  let found: PeerReport | null = null;
  for (let at = 0; at < bytes.length;) {
    if (at + 8 > bytes.length || bytes[at]! >> 6 !== 2) return found;
    const end = at + 4 + ((bytes[at + 2]! << 8) | bytes[at + 3]!) * 4;
    const type = bytes[at + 1]!;
    if (end > bytes.length || end < at + 8) return found;
    if (at === 0 && type !== senderReport && type !== receiverReport) return null;
    found ??= { ssrc: readUint32(bytes, 4), ntp: null, heard: null, leaving: false };
    if (type === senderReport && end >= at + 28) found.ntp = readUint32(bytes, at + 10);
    if (type === senderReport || type === receiverReport) {
      found.heard ??= readBlocks(bytes, at + (type === senderReport ? 28 : 8), end, bytes[at]! & 0x1f, ownSsrc);
    }
    if (type === goodbye && readUint32(bytes, at + 4) === found.ssrc) found.leaving = true;
    at = end;
  }
  return found;
}

function readBlocks(bytes: Uint8Array, from: number, end: number, count: number, ssrc: number): PeerReport['heard'] {
  for (let i = 0, at = from; i < count && at + 24 <= end; i++, at += 24) {
    if (readUint32(bytes, at) !== ssrc) continue;
    return {
      fractionLost: bytes[at + 4]! / 256,
      cumulativeLost: (readUint32(bytes, at + 4) << 8) >> 8,
      lastReport: readUint32(bytes, at + 16),
      delay: readUint32(bytes, at + 20),
    };
  }
  return null;
}
