// What a leg of the telephone in the main thread and its peer in the media host say to each other: RTP of our own, or frames of a carrier's
// socket.

import type { LineQuality } from '../../interfaces/phone-edge.ts';
import type { CallLeg, LegId } from '../../interfaces/leg.ts';

export type AudioCodec = 'pcmu' | 'pcma' | 'g722';

/** Keys of one direction of SRTP by SDES (RFC 4568). */
export interface SrtpKeys {
  suite: 'AES_CM_128_HMAC_SHA1_80' | 'AES_CM_128_HMAC_SHA1_32';
  /** Master key and salt, 30 bytes. */
  keyAndSalt: Uint8Array;
}

/** What offer and answer settled; said again after each new one. */
export interface RtpSession {
  /** Where to send to until sound tells better (symmetric RTP, guarded by SSRC). Null: nowhere (held, or no answer yet). */
  remote: { address: string; port: number } | null;
  /** Nothing is sent before sound came: `remote` is in a network that the far side may not send us into. */
  mustComeFirst?: boolean;
  /** RTCP goes there; null: the port after, `muxed`: the same port (RFC 5761). */
  rtcp: { address: string; port: number } | 'muxed' | null;
  send: { codec: AudioCodec; payloadType: number };
  /** Sound of one packet that we send (`a=ptime` of the far side): 10 to 60 ms, 20 where it said nothing. */
  packetMs?: number;
  /** Every payload type that may come. */
  receive: { codec: AudioCodec; payloadType: number }[];
  /** Payload type of telephone-event at 8000 Hz, each way (RFC 4733); null: the far side has none, and digits go and come as tones. */
  digits: { send: number; receive: number } | null;
  srtp: { send: SrtpKeys; receive: SrtpKeys } | null;
  /** Sendonly and inactive of either side: what we may send, what we expect. */
  direction: { send: boolean; receive: boolean };
}

export type RtpOrder =
  /** Binds a pair of ports; answered by `bound`. */
  | { do: 'open'; wire: 'rtp'; role: CallLeg['role']; family?: 4 | 6 }
  | { do: 'session'; session: RtpSession }
  /** For Media Sessions of a carrier: `frame`s come and go by these orders. */
  | {
      do: 'open';
      wire: 'frames';
      role: CallLeg['role'];
      codec: 'pcmu' | 'pcma' | 'pcm16';
      rateHz: 8000 | 16000 | 24000;
    }
  /** Sound of the far end, as it came, in order. Frames of one turn of the event loop travel packed, all legs together. */
  | { do: 'frame'; bytes: Uint8Array }
  /** 0-9, *, #, A-D, in order, behind those that are still being sent; `digitsSent` when the last of them is. Others are left out. */
  | { do: 'digits'; digits: string; gapMs: number }
  /** Writes every packet, both ways, to a capture file (PCAP) from now on: decrypted, no more than 64 MB. Null ends it. */
  | { do: 'capture'; file: string | null }
  /** Says goodbye (RTCP BYE), tells its last `quality`, then `closed`, and lets go of ports and file. */
  | { do: 'close' };

export type RtpNews =
  /** `address`: the one to be offered, unless the edge knows a better one (it listens on all). */
  | { is: 'bound'; address: string; port: number }
  | { is: 'digit'; digit: string; durationMs: number }
  | { is: 'digitsSent' }
  /** Sound came for the first time; none came for so long, though it was owed; it comes again. */
  | { is: 'sound'; state: 'first' | 'lost' | 'back' }
  /** Each 5 s, and at the close. */
  | { is: 'quality'; quality: LineQuality }
  /** For the carrier's socket, all of one tick; empty `frames` with `cut`: what the far end still holds is to be thrown away. */
  | { is: 'frames'; frames: Uint8Array[]; cut: boolean }
  /** What could not be done: `open` (no port is free), `capture`. The message is fit for the log. */
  | { is: 'fault'; what: string; message: string }
  /** Answers the order to close, once and last. */
  | { is: 'closed' }
  /** The media host has died, and this peer with it: the last that is heard of it. Not told once the order to close was given. */
  | { is: 'died' };

/** How the main thread speaks to a peer of the telephone: `phonePeer` of the media host. */
export type OpenPhonePeer = (leg: LegId, onNews: (news: RtpNews) => void) => { send(order: RtpOrder): void };
