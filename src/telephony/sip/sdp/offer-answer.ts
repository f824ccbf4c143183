// Offer and answer about one stream of sound (RFC 3264): what we say of ourselves, and the RTP session that comes of it. Video, fax and
// further streams are refused with port 0. One object for the whole dialog: versions count up, lines keep their places, keys stay.

import { randomBytes, randomInt } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { AudioCodec, RtpSession, SrtpKeys } from '../../../media/index.ts';
import {
  describeCodecs,
  DIGITS_PAYLOAD_TYPE,
  offeredChoice,
  readCodecs,
  type CodecChoice,
  type OfferedSound,
} from './codecs.ts';
import { formatCryptoLine, KEY_BYTES, parseCryptoLine, SRTP_SUITES, type CryptoLine } from './crypto-line.ts';
import { readDirection, wordOf, type Direction } from './direction.ts';
import { addressOf, attributeValues, formatSdp, parseSdp, type Sdp, type SdpAttribute, type SdpMedia } from './sdp.ts';

/** What we would like. */
export interface LocalSound {
  /** Where the far side shall send to; IPv6 without brackets. */
  address: string;
  port: number;
  /** In the order of our offers. Answers follow the order of the offer (RFC 3264 section 6.1). */
  codecs: readonly AudioCodec[];
  /** Of ours alone; both false: hold that nobody hears. */
  direction: Direction;
  /** `optional`: offered in a plain profile, taken when offered. */
  srtp: 'off' | 'optional' | 'required';
}

export type Settled = { ok: true; session: RtpSession } | { ok: false; status: 400 | 488; reason: string };

export interface OfferAnswer {
  /** Our offer, for INVITE, re-INVITE or the 200 of a late one. */
  offer(local: LocalSound): string;
  /** Answers theirs. A refused one leaves what was settled as it is. */
  answer(offer: string, local: LocalSound): (Settled & { ok: true; sdp: string }) | (Settled & { ok: false });
  /** Takes their answer to our last offer; also of a provisional response, again and again. */
  take(answer: string): Settled;
}

/** Payload sizes that the sender of sound can make. */
const PACKET_MS = { least: 10, most: 60 };

export function createOfferAnswer(random: (bytes: number) => Buffer = randomBytes): OfferAnswer {
  const sessionId = String(randomInt(1, 2 ** 31));
  let version = 0;
  let said = '';
  let offered: { local: LocalSound; sound: OfferedSound; crypto: CryptoLine[] } | null = null;
  /** The lines of the last description, for the next must have as many in the same order (RFC 3264 section 8). */
  let lines: SdpMedia[] = [];
  let ours = 0;
  let digitsType = DIGITS_PAYLOAD_TYPE;
  /** Offered again once theirs had it: to leave it out would take it back. */
  let muxed = false;
  const ownKeys = new Map<SrtpKeys['suite'], SrtpKeys>();

  function keysFor(suite: SrtpKeys['suite']): SrtpKeys {
    const keys = ownKeys.get(suite) ?? { suite, keyAndSalt: random(KEY_BYTES) };
    ownKeys.set(suite, keys);
    return keys;
  }

  /** A changed description has a greater version, an unchanged one the same (RFC 3264 section 8). */
  function describe(local: LocalSound, media: SdpMedia[]): string {
    const text = (origin: number) =>
      formatSdp({
        origin: { username: '-', sessionId, version: String(origin), address: local.address },
        sessionName: '-',
        connection: local.address,
        attributes: [],
        media,
      });
    if (text(version) !== said) said = text(++version);
    lines = media;
    return said;
  }

  function offer(local: LocalSound): string {
    const sound = { codecs: local.codecs.map(offeredChoice), digits: digitsType };
    const crypto = local.srtp === 'off' ? [] : SRTP_SUITES.map((suite, at) => line(String(at + 1), keysFor(suite)));
    offered = { local, sound, crypto };
    const media = audioLine(local, { protocol: local.srtp === 'required' ? 'RTP/SAVP' : 'RTP/AVP', sound, crypto });
    media.attributes.push({ name: wordOf(local.direction), value: null });
    if (muxed) media.attributes.push(MUX);
    return describe(local, lines.length === 0 ? [media] : lines.map((old, at) => (at === ours ? media : refused(old))));
  }

  function answer(text: string, local: LocalSound): ReturnType<OfferAnswer['answer']> {
    const sdp = parseSdp(text);
    if (!sdp) return { ok: false, status: 400, reason: 'Malformed session description' };
    const chosen = choose(sdp, local);
    if (!chosen) return { ok: false, status: 488, reason: 'Nothing in the offer that we can speak' };
    const { media, codec, digits, crypto } = chosen;
    const keys = crypto && line(crypto.tag, keysFor(crypto.keys.suite));
    const direction = meet(local.direction, readDirection(media, sdp));
    muxed = hasMux(media);
    const own = audioLine(local, {
      protocol: media.protocol,
      sound: { codecs: [codec], digits },
      crypto: keys ? [keys] : [],
    });
    own.attributes.push({ name: wordOf(direction), value: null });
    if (muxed) own.attributes.push(MUX);
    ours = sdp.media.indexOf(media);
    digitsType = digits ?? digitsType;
    const session: RtpSession = {
      ...reach(media, sdp, muxed),
      send: codec,
      receive: [codec],
      digits: digits === null ? null : { send: digits, receive: digits },
      srtp: keys && crypto ? { send: keys.keys, receive: crypto.keys } : null,
      direction,
    };
    const answered = sdp.media.map((old) => (old === media ? own : refused(old)));
    return { ok: true, sdp: describe(local, answered), session };
  }

  function take(text: string): Settled {
    const sdp = parseSdp(text);
    if (!sdp || !offered) return { ok: false, status: 400, reason: 'Malformed session description' };
    const media = sdp.media[ours];
    const { local, sound, crypto } = offered;
    const theirs = media && readCodecs(media);
    const send = theirs?.codecs.find(({ codec }) => local.codecs.includes(codec));
    if (media?.kind !== 'audio' || media.port === 0 || !send) {
      return { ok: false, status: 488, reason: 'The answer holds nothing that we offered' };
    }
    const their = cryptoLines(media).find(({ tag, keys }) =>
      crypto.some((own) => own.tag === tag && own.keys.suite === keys.suite),
    );
    const own = crypto.find(({ tag }) => tag === their?.tag);
    if (!their && (local.srtp === 'required' || isSecure(media))) {
      return { ok: false, status: 488, reason: 'The answer has no key of a kind that we offered' };
    }
    const session: RtpSession = {
      ...reach(media, sdp, muxed && hasMux(media)),
      send,
      receive: sound.codecs,
      digits: theirs?.digits == null ? null : { send: theirs.digits, receive: sound.digits ?? theirs.digits },
      srtp: their && own ? { send: own.keys, receive: their.keys } : null,
      direction: meet(local.direction, readDirection(media, sdp)),
    };
    return { ok: true, session };
  }

  return { offer, answer, take };
}

const line = (tag: string, keys: SrtpKeys): CryptoLine => ({ tag, keys });

function audioLine(
  local: LocalSound,
  { protocol, sound, crypto }: { protocol: string; sound: OfferedSound; crypto: CryptoLine[] },
): SdpMedia {
  const { formats, attributes } = describeCodecs(sound);
  const keys = crypto.map((own): SdpAttribute => ({ name: 'crypto', value: formatCryptoLine(own) }));
  const ptime = { name: 'ptime', value: '20' };
  return {
    kind: 'audio',
    port: local.port,
    protocol,
    formats,
    connection: null,
    attributes: [...attributes, ...keys, ptime],
  };
}

/** Reports on the port of the sound (RFC 5761). */
const MUX: SdpAttribute = { name: 'rtcp-mux', value: null };

const hasMux = (media: SdpMedia): boolean => attributeValues('rtcp-mux', media).length > 0;

/** Kind, protocol and formats stay as they were (RFC 3264 section 6). */
const refused = (media: SdpMedia): SdpMedia => ({ ...media, port: 0, connection: null, attributes: [] });

interface Chosen {
  media: SdpMedia;
  codec: CodecChoice;
  digits: number | null;
  crypto: CryptoLine | null;
}

/** The stream that we take: with keys before without, then the first. */
function choose(sdp: Sdp, local: LocalSound): Chosen | null {
  const fits = sdp.media.map((media) => fit(media, local)).filter((chosen) => chosen !== null);
  return fits.find(({ crypto }) => crypto !== null) ?? fits[0] ?? null;
}

function fit(media: SdpMedia, local: LocalSound): Chosen | null {
  if (media.kind !== 'audio' || media.port === 0 || !/^RTP\/S?AVPF?$/i.test(media.protocol)) return null;
  const { codecs, digits } = readCodecs(media);
  const codec = codecs.find((choice) => local.codecs.includes(choice.codec));
  const crypto = local.srtp === 'off' ? null : (cryptoLines(media)[0] ?? null);
  if (!codec || (crypto === null && (isSecure(media) || local.srtp === 'required'))) return null;
  return { media, codec, digits, crypto };
}

const cryptoLines = (media: SdpMedia): CryptoLine[] =>
  attributeValues('crypto', media).flatMap((value) => parseCryptoLine(value) ?? []);

const isSecure = (media: SdpMedia): boolean => /SAVP/i.test(media.protocol);

/** Where their sound, and their reports, are wanted. */
function reach(media: SdpMedia, sdp: Sdp, mux: boolean): Pick<RtpSession, 'remote' | 'rtcp' | 'packetMs'> {
  const address = addressOf(media, sdp);
  const [rtcp = ''] = attributeValues('rtcp', media);
  const [, port, other] = /^([0-9]{1,5})(?:[ \t]+IN[ \t]+IP[46][ \t]+([0-9A-Fa-f:.]+))?/i.exec(rtcp) ?? [];
  const ptime = Math.round(Number(attributeValues('ptime', media)[0]) / 10) * 10;
  const packetMs = Math.min(Math.max(ptime, PACKET_MS.least), PACKET_MS.most);
  return {
    remote: address === null ? null : { address, port: media.port },
    rtcp: mux ? 'muxed' : address && port && isPort(port) ? { address: other ?? address, port: Number(port) } : null,
    ...(Number.isFinite(packetMs) ? { packetMs } : {}),
  };
}

const isPort = (text: string): boolean => Number(text) > 0 && Number(text) < 65_536;

/** We send what they receive and hear what they send. */
function meet(own: Direction, their: Direction): Direction {
  return { send: own.send && their.receive, receive: own.receive && their.send };
}

/** Which family of addresses an offer speaks, so that ours can be of the same; null: it does not say. */
export function offeredFamily(offer: string): 4 | 6 | null {
  const sdp = parseSdp(offer);
  const media = sdp?.media.find(({ kind, port }) => kind === 'audio' && port > 0);
  const address = media?.connection ?? sdp?.connection;
  return address == null ? null : isIPv6(address) ? 6 : 4;
}
