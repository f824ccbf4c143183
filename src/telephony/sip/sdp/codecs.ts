// Codecs of the telephone and their payload types (RFC 3551 section 6, RFC 4733).

import type { AudioCodec } from '../../../media/index.ts';
import { attributeValues, type SdpAttribute, type SdpMedia } from './sdp.ts';

interface CodecFacts {
  /** Fixed by RFC 3551. */
  payloadType: number;
  /** G.722 samples at 16 kHz and is declared at 8000 (RFC 3551 section 4.5.2). */
  rtpmap: string;
}

const CODECS: Record<AudioCodec, CodecFacts> = {
  pcmu: { payloadType: 0, rtpmap: 'PCMU/8000' },
  pcma: { payloadType: 8, rtpmap: 'PCMA/8000' },
  g722: { payloadType: 9, rtpmap: 'G722/8000' },
};

/** Where nothing else says otherwise. */
export const DIGITS_PAYLOAD_TYPE = 101;

export interface CodecChoice {
  codec: AudioCodec;
  payloadType: number;
}

export interface OfferedSound {
  /** Those that we know, in the order of the `m=` line. */
  codecs: CodecChoice[];
  /** Payload type of telephone-event at 8000. */
  digits: number | null;
}

/** Reads the formats of a stream; a payload type below 96 needs no rtpmap. */
export function readCodecs(media: SdpMedia): OfferedSound {
  const maps = new Map<number, string>();
  for (const value of attributeValues('rtpmap', media)) {
    const [, type, name] = /^([0-9]{1,3})[ \t]+(\S+)/.exec(value) ?? [];
    if (type && name) maps.set(Number(type), name.toUpperCase());
  }
  const sound: OfferedSound = { codecs: [], digits: null };
  for (const format of media.formats) {
    const payloadType = Number(format);
    if (!/^[0-9]{1,3}$/.test(format) || payloadType > 127) continue;
    const name = maps.get(payloadType) ?? staticName(payloadType);
    if (name === 'TELEPHONE-EVENT/8000') sound.digits ??= payloadType;
    const codec = name === undefined ? null : codecNamed(name);
    if (codec) sound.codecs.push({ codec, payloadType });
  }
  return sound;
}

function staticName(payloadType: number): string | undefined {
  return Object.values(CODECS).find((facts) => facts.payloadType === payloadType)?.rtpmap;
}

/** `PCMU/8000/1`; G.722 at its true rate too, as some say it against the RFC. */
function codecNamed(rtpmap: string): AudioCodec | null {
  switch (rtpmap.replace(/\/1$/, '')) {
    case 'PCMU/8000':
      return 'pcmu';
    case 'PCMA/8000':
      return 'pcma';
    case 'G722/8000':
    case 'G722/16000':
      return 'g722';
    default:
      return null;
  }
}

export const offeredChoice = (codec: AudioCodec): CodecChoice => ({ codec, payloadType: CODECS[codec].payloadType });

/** `formats` of the `m=` line and what explains them. */
export function describeCodecs(sound: OfferedSound): { formats: string[]; attributes: SdpAttribute[] } {
  const formats = sound.codecs.map(({ payloadType }) => String(payloadType));
  const attributes = sound.codecs.map(({ codec, payloadType }) => ({
    name: 'rtpmap',
    value: `${payloadType} ${CODECS[codec].rtpmap}`,
  }));
  if (sound.digits !== null) {
    formats.push(String(sound.digits));
    attributes.push({ name: 'rtpmap', value: `${sound.digits} telephone-event/8000` });
    attributes.push({ name: 'fmtp', value: `${sound.digits} 0-16` });
  }
  return { formats, attributes };
}
