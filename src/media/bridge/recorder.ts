// The recording of a call: caller left, everything else right, and a mono mix, placed by media time and appended to WAV files in blocks of
// one second, so that whatever kills the process leaves at most a few seconds unwritten.

import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SourceId } from '../../interfaces/bridge.ts';
import type { Us } from '../../interfaces/clock.ts';
import { wavHeader, wavHeaderBytes } from '../wav.ts';

export interface RecorderOptions {
  stereoFile: string;
  monoFile: string;
  rateHz: number;
  /** Said once: the disk refuses. The call goes on without a recording. */
  onFault(message: string): void;
}

export interface Recorder {
  /** `channel`: 0 = caller, 1 = everything else. Sources of the same channel are added up. `sound`: at the recording's rate. */
  add(source: SourceId, channel: 0 | 1, sound: Int16Array, at: Us): void;
  tick(now: Us): void;
  /** Writes everything up to `now` and the final headers. Gives the samples per channel. Idempotent. */
  close(now: Us): Promise<number>;
}

/** More than what is waited for and a block of one second. */
const ringSeconds = 4;
/** Sound may arrive this late and still find its place. */
const settleUs = 1_500_000;
const blocksPerSync = 10;
/** A source whose time is this close to where it left off goes on there, so that jitter makes no clicks. */
const continueUs = 60_000;

export function createRecorder(options: RecorderOptions): Recorder {
  const { rateHz } = options;
  const ringFrames = rateHz * ringSeconds;
  const ring = [new Int16Array(ringFrames), new Int16Array(ringFrames)] as const;
  /** Where each source's next sample lies, in samples since the beginning. */
  const cursors = new Map<SourceId, number>();
  const files = openFiles(options);
  let written = 0;
  let closing: Promise<number> | null = null;

  function add(source: SourceId, channel: 0 | 1, sound: Int16Array, at: Us): void {
    if (closing) return;
    const wanted = Math.round((at * rateHz) / 1e6);
    let cursor = cursors.get(source);
    if (cursor === undefined || Math.abs(wanted - cursor) * 1e6 > continueUs * rateHz) cursor = wanted;
    cursors.set(source, cursor + sound.length);
    const from = Math.max(0, written - cursor);
    const to = Math.min(sound.length, written + ringFrames - cursor);
    const track = ring[channel];
    let slot = (cursor + from) % ringFrames;
    for (let i = from; i < to; i++) {
      track[slot] = clip(track[slot]! + sound[i]!);
      if (++slot === ringFrames) slot = 0;
    }
  }

  /** Takes `frames` of the ring out as interleaved stereo and mono. */
  function take(frames: number): { stereo: Int16Array; mono: Int16Array } {
    const stereo = new Int16Array(frames * 2);
    const mono = new Int16Array(frames);
    const [lefts, rights] = ring;
    let slot = written % ringFrames;
    for (let i = 0; i < frames; i++) {
      const left = lefts[slot]!;
      const right = rights[slot]!;
      stereo[2 * i] = left;
      stereo[2 * i + 1] = right;
      mono[i] = clip(left + right);
      lefts[slot] = 0;
      rights[slot] = 0;
      if (++slot === ringFrames) slot = 0;
    }
    written += frames;
    return { stereo, mono };
  }

  function writeUpTo(end: number): void {
    while (written + rateHz <= end) files.append(take(rateHz));
  }

  return {
    add,
    tick(now) {
      if (!closing) writeUpTo(Math.floor(((now - settleUs) * rateHz) / 1e6));
    },
    close(now) {
      closing ??= (async () => {
        const end = Math.floor((now * rateHz) / 1e6);
        writeUpTo(end);
        if (end > written) files.append(take(Math.min(end - written, ringFrames)));
        await files.close();
        return written;
      })();
      return closing;
    },
  };
}

/** The two files; writes are queued and never awaited by the caller. */
function openFiles(options: RecorderOptions) {
  let failed = false;
  let blocks = 0;
  let bytes = 0;
  let files: { stereo: FileHandle; mono: FileHandle } | null = null;

  function guard(step: () => Promise<void>): () => Promise<void> {
    return async () => {
      if (failed) return;
      try {
        await step();
      } catch (error) {
        failed = true;
        options.onFault(error instanceof Error ? error.message : String(error));
      }
    };
  }

  let queue = guard(async () => {
    const [stereo, mono] = [
      await openWav(options.stereoFile, options.rateHz, 2),
      await openWav(options.monoFile, options.rateHz, 1),
    ];
    files = { stereo, mono };
  })();

  return {
    append({ stereo, mono }: { stereo: Int16Array; mono: Int16Array }): void {
      queue = queue.then(
        guard(async () => {
          await files!.stereo.write(asBytes(stereo), 0, stereo.byteLength, wavHeaderBytes + bytes * 2);
          await files!.mono.write(asBytes(mono), 0, mono.byteLength, wavHeaderBytes + bytes);
          bytes += mono.byteLength;
          if (++blocks % blocksPerSync === 0) await Promise.all([files!.stereo.datasync(), files!.mono.datasync()]);
        }),
      );
    },
    async close(): Promise<void> {
      await queue;
      await guard(async () => {
        await files!.stereo.write(wavHeader(options.rateHz, 2, bytes * 2), 0, wavHeaderBytes, 0);
        await files!.mono.write(wavHeader(options.rateHz, 1, bytes), 0, wavHeaderBytes, 0);
        await Promise.all([files!.stereo.datasync(), files!.mono.datasync()]);
      })();
      await Promise.allSettled([files?.stereo.close(), files?.mono.close()]);
    },
  };
}

async function openWav(path: string, rateHz: number, channels: number): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  await file.write(wavHeader(rateHz, channels, 0), 0, wavHeaderBytes, 0);
  return file;
}

function asBytes(pcm: Int16Array): Uint8Array {
  return new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
}

function clip(value: number): number {
  return value > 32767 ? 32767 : value < -32768 ? -32768 : value;
}
