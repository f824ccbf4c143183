// Looking at a recording by measurement: how loud it is, and where there is sound. Its words: `speech/listen.ts`.

import { decodeWav } from '../../src/media/index.ts';

export interface Recording {
  rateHz: number;
  channels: Int16Array[];
  seconds: number;
}

/** A stretch of sound, in seconds of the recording. */
export interface Stretch {
  startS: number;
  endS: number;
}

export async function fetchRecording(url: string): Promise<Recording> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return readRecording(new Uint8Array(await response.arrayBuffer()));
}

export function readRecording(wav: Uint8Array): Recording {
  const { rateHz, channels } = decodeWav(wav);
  return { rateHz, channels, seconds: (channels[0]?.length ?? 0) / rateHz };
}

/** Root mean square of a stretch in seconds, full scale = 1. */
export function level({ rateHz }: Recording, channel: Int16Array, fromS = 0, toS = Infinity): number {
  const part = cut(channel, rateHz, fromS, toS);
  if (part.length === 0) return 0;
  return Math.sqrt(part.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0) / part.length);
}

export function cut(channel: Int16Array, rateHz: number, fromS: number, toS = Infinity): Int16Array {
  return channel.subarray(
    Math.max(0, Math.round(fromS * rateHz)),
    Math.min(channel.length, Math.max(0, Math.round(toS * rateHz))),
  );
}

const FRAME_S = 0.01;
/** Full scale = 1: far above the noise of a codec, far below speech. */
const SOUND_LEVEL = 0.004;

/** Where a channel sounds; quiet of at least `quietS` parts one stretch from the next. */
export function stretches(recording: Recording, channel: Int16Array, quietS = 0.35): Stretch[] {
  const found: Stretch[] = [];
  for (let fromS = 0; fromS < recording.seconds; fromS += FRAME_S) {
    if (level(recording, channel, fromS, fromS + FRAME_S) < SOUND_LEVEL) continue;
    const last = found.at(-1);
    if (last && fromS - last.endS < quietS) last.endS = fromS + FRAME_S;
    else found.push({ startS: fromS, endS: fromS + FRAME_S });
  }
  return found;
}
