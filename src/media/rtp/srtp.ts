// SRTP and SRTCP (RFC 3711) with keys by SDES (RFC 4568): AES in counter mode, HMAC-SHA1. One object for one direction. Keys are KeyObjects:
// raw bytes cost Node four times as much a packet.

import { createCipheriv, createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { sequenceDistance } from '../reorder-buffer.ts';
import { payloadStart, readUint32 } from './rtp-packet.ts';
import type { SrtpKeys } from './rtp-protocol.ts';

export interface SrtpSender {
  protect(rtp: Uint8Array): Buffer;
  protectControl(rtcp: Uint8Array): Buffer;
}

export interface SrtpReceiver {
  /** Null: forged, damaged, or seen before. */
  unprotect(srtp: Uint8Array): Buffer | null;
  unprotectControl(srtcp: Uint8Array): Buffer | null;
}

interface SessionKeys {
  cipher: KeyObject;
  auth: KeyObject;
  salt: Buffer;
}

/** Labels of the key derivation (RFC 3711 section 4.3.2), each followed by the next two. */
const rtpLabels = 0;
const rtcpLabels = 3;
const saltBytes = 14;
const masterKeyBytes = 16;
const indexBytes = 4;
const encryptedFlag = 0x8000_0000;
/** SRTCP keeps 80 bits even where SRTP sends 32 (RFC 4568 section 6.2.2). */
const controlTagBytes = 10;
/** Packets older than this are taken for replayed. */
const replayWindow = 128;
/** Streams of one key that are followed at once: a far side may change its source. */
const mostStreams = 4;

export function createSrtpSender({ keyAndSalt, suite }: SrtpKeys): SrtpSender {
  const rtpKeys = deriveKeys(keyAndSalt, rtpLabels);
  const rtcpKeys = deriveKeys(keyAndSalt, rtcpLabels);
  const tagBytes = tagBytesOf(suite);
  let rollover = 0;
  let lastSequence = -1;
  let controlIndex = 0;
  return {
    protect(rtp) {
      const sequence = (rtp[2]! << 8) | rtp[3]!;
      if (lastSequence >= 0 && sequence < lastSequence && lastSequence - sequence > 0x8000) rollover++;
      lastSequence = sequence;
      const start = payloadStart(rtp)!;
      const body = crypt(rtpKeys, readUint32(rtp, 8), rollover * 0x10000 + sequence, rtp.subarray(start));
      const head = rtp.subarray(0, start);
      return Buffer.concat([head, body, tag(rtpKeys, [head, body, uint32(rollover)], tagBytes)]);
    },
    protectControl(rtcp) {
      const body = crypt(rtcpKeys, readUint32(rtcp, 4), controlIndex, rtcp.subarray(8));
      const head = rtcp.subarray(0, 8);
      const index = uint32((encryptedFlag | controlIndex) >>> 0);
      controlIndex = (controlIndex + 1) & 0x7fff_ffff;
      return Buffer.concat([head, body, index, tag(rtcpKeys, [head, body, index], controlTagBytes)]);
    },
  };
}

interface Stream {
  /** Highest index that was authentic: rollover counter * 2^16 + sequence number. */
  highest: number;
  seen: Float64Array;
}

export function createSrtpReceiver({ keyAndSalt, suite }: SrtpKeys): SrtpReceiver {
  const rtpKeys = deriveKeys(keyAndSalt, rtpLabels);
  const rtcpKeys = deriveKeys(keyAndSalt, rtcpLabels);
  const tagBytes = tagBytesOf(suite);
  const streams = new Map<number, Stream>();
  const controls = new Map<number, Stream>();
  return {
    unprotect(srtp) {
      const end = srtp.length - tagBytes;
      const start = payloadStart(srtp);
      if (start === null || start > end) return null;
      const ssrc = readUint32(srtp, 8);
      const index = guessIndex(streams.get(ssrc), (srtp[2]! << 8) | srtp[3]!);
      if (index < 0 || wasSeen(streams.get(ssrc), index)) return null;
      const rollover = uint32(Math.floor(index / 0x10000));
      const expected = tag(rtpKeys, [srtp.subarray(0, end), rollover], tagBytes);
      if (!timingSafeEqual(expected, srtp.subarray(end))) return null;
      note(streams, ssrc, index);
      return Buffer.concat([srtp.subarray(0, start), crypt(rtpKeys, ssrc, index, srtp.subarray(start, end))]);
    },
    unprotectControl(srtcp) {
      const end = srtcp.length - controlTagBytes - indexBytes;
      if (end < 8) return null;
      const signed = srtcp.subarray(0, end + indexBytes);
      const expected = tag(rtcpKeys, [signed], controlTagBytes);
      if (!timingSafeEqual(expected, srtcp.subarray(end + indexBytes))) return null;
      const ssrc = readUint32(srtcp, 4);
      const flagged = readUint32(srtcp, end);
      const index = flagged & 0x7fff_ffff;
      if (wasSeen(controls.get(ssrc), index)) return null;
      note(controls, ssrc, index);
      if (flagged < encryptedFlag) return Buffer.from(srtcp.subarray(0, end));
      return Buffer.concat([srtcp.subarray(0, 8), crypt(rtcpKeys, ssrc, index, srtcp.subarray(8, end))]);
    },
  };
}

/** Which of the packets with this sequence number it is (RFC 3711 section 3.3.1); below 0: none can be. */
function guessIndex(stream: Stream | undefined, sequence: number): number {
  if (!stream) return sequence;
  return stream.highest + sequenceDistance(stream.highest & 0xffff, sequence);
}

function wasSeen(stream: Stream | undefined, index: number): boolean {
  if (!stream) return false;
  return index <= stream.highest - replayWindow || stream.seen[index % replayWindow] === index;
}

function note(streams: Map<number, Stream>, ssrc: number, index: number): void {
  let stream = streams.get(ssrc);
  if (!stream) {
    if (streams.size >= mostStreams) streams.delete(streams.keys().next().value!);
    streams.set(ssrc, (stream = { highest: index, seen: new Float64Array(replayWindow).fill(-1) }));
  }
  stream.highest = Math.max(stream.highest, index);
  stream.seen[index % replayWindow] = index;
}

/** AES in counter mode, both ways (RFC 3711 section 4.1.1). `index` up to 48 bits. */
function crypt({ cipher, salt }: SessionKeys, ssrc: number, index: number, data: Uint8Array): Buffer {
  const iv = Buffer.alloc(16);
  salt.copy(iv);
  xor32(iv, 4, ssrc);
  xor32(iv, 8, Math.floor(index / 0x10000));
  xor32(iv, 12, ((index & 0xffff) << 16) >>> 0);
  return createCipheriv('aes-128-ctr', cipher, iv).update(data);
}

function xor32(bytes: Buffer, at: number, value: number): void {
  bytes.writeUInt32BE((bytes.readUInt32BE(at) ^ value) >>> 0, at);
}

function tag({ auth }: SessionKeys, parts: Uint8Array[], bytes: number): Buffer {
  const hmac = createHmac('sha1', auth);
  for (const part of parts) hmac.update(part);
  return hmac.digest().subarray(0, bytes);
}

function deriveKeys(keyAndSalt: Uint8Array, label: number): SessionKeys {
  if (keyAndSalt.length !== masterKeyBytes + saltBytes) throw new Error('an SRTP key and its salt are 30 bytes');
  const master = createSecretKey(keyAndSalt.subarray(0, masterKeyBytes));
  const derive = (which: number, bytes: number) => {
    const iv = Buffer.alloc(16);
    iv.set(keyAndSalt.subarray(masterKeyBytes));
    iv[7]! ^= which;
    return createCipheriv('aes-128-ctr', master, iv).update(Buffer.alloc(bytes));
  };
  return {
    cipher: createSecretKey(derive(label, masterKeyBytes)),
    auth: createSecretKey(derive(label + 1, 20)),
    salt: derive(label + 2, saltBytes),
  };
}

function tagBytesOf(suite: SrtpKeys['suite']): number {
  switch (suite) {
    case 'AES_CM_128_HMAC_SHA1_80':
      return 10;
    case 'AES_CM_128_HMAC_SHA1_32':
      return 4;
    default:
      return suite satisfies never;
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
