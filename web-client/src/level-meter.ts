// How loud a track is, for meters.

import { createAudioAnalyser } from 'livekit-client';
import type { LocalAudioTrack, RemoteAudioTrack } from 'livekit-client';

export interface LevelMeter {
  /** Root mean square of the last 43 ms, 0..1. */
  level(): number;
  close(): void;
}

/** 2048 samples at 48 kHz. */
const windowSamples = 2048;

export function createLevelMeter(track: LocalAudioTrack | RemoteAudioTrack): LevelMeter {
  const { analyser, cleanup } = createAudioAnalyser(track, { fftSize: windowSamples });
  const samples = new Float32Array(windowSamples);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      return Math.sqrt(sum / windowSamples);
    },
    close: () => void cleanup(),
  };
}
