// The header of an RTP packet (RFC 3550 section 5.1), read from any bytes and written.

export interface RtpHeader {
  marker: boolean;
  /** 0..127 */
  payloadType: number;
  /** 0..65535 */
  sequence: number;
  /** Unsigned 32 bits, as `ssrc`. */
  timestamp: number;
  ssrc: number;
}

export interface RtpPacket extends RtpHeader {
  /** Lies in the bytes it was read from. */
  payload: Uint8Array;
}

export const rtpHeaderBytes = 12;
const version2 = 0x80;

/** Null when these bytes are no RTP packet. List of sources, header extension and padding are left out. */
export function readRtp(bytes: Uint8Array): RtpPacket | null {
  const start = payloadStart(bytes);
  if (start === null) return null;
  const padding = bytes[0]! & 0x20 ? bytes[bytes.length - 1]! : 0;
  if ((bytes[0]! & 0x20 && padding === 0) || start + padding > bytes.length) return null;
  return {
    marker: (bytes[1]! & 0x80) !== 0,
    payloadType: bytes[1]! & 0x7f,
    sequence: (bytes[2]! << 8) | bytes[3]!,
    timestamp: readUint32(bytes, 4),
    ssrc: readUint32(bytes, 8),
    payload: bytes.subarray(start, bytes.length - padding),
  };
}

/** Offset of the payload behind list of sources and header extension, or null when these bytes are no RTP packet. */
export function payloadStart(bytes: Uint8Array): number | null {
  if (bytes.length < rtpHeaderBytes || bytes[0]! >> 6 !== 2) return null;
  let start = rtpHeaderBytes + (bytes[0]! & 0x0f) * 4;
  if (bytes[0]! & 0x10) {
    if (start + 4 > bytes.length) return null;
    start += 4 + ((bytes[start + 2]! << 8) | bytes[start + 3]!) * 4;
  }
  return start <= bytes.length ? start : null;
}

export function writeRtp(header: RtpHeader, payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(rtpHeaderBytes + payload.length);
  writeRtpInto(bytes, header, payload);
  return bytes;
}

/** `bytes` are as many as header and payload have together. */
export function writeRtpInto(bytes: Buffer, header: RtpHeader, payload: Uint8Array): void {
  bytes[0] = version2;
  bytes[1] = (header.marker ? 0x80 : 0) | header.payloadType;
  bytes.writeUInt16BE(header.sequence, 2);
  bytes.writeUInt32BE(header.timestamp, 4);
  bytes.writeUInt32BE(header.ssrc, 8);
  bytes.set(payload, rtpHeaderBytes);
}

/** Where RTP and RTCP share a port, the second byte tells them apart (RFC 5761 section 4). */
export function isRtcp(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && bytes[1]! >= 192 && bytes[1]! <= 223;
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
