// Shapes of sound that more than one room handles.

/** Sound on a wire or at a port. `pcm16` is signed 16-bit, mono, native endian in memory and little endian on wires. */
export interface Format {
  rate: 8000 | 16000 | 24000 | 48000;
  codec: 'pcm16' | 'pcmu' | 'pcma';
}

/** A word with its place in seconds: in the call's audio for transcripts, in its own speech for text to speech. */
export interface WordTime {
  word: string;
  start: number;
  end: number;
}
