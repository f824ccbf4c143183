// A WAV whose channels tell themselves apart: caller left, agent right, taking turns.

const rateHz = 8000;

/** 16-bit stereo of `seconds`: every 2 s the other side "speaks". */
export function twoChannelTone(seconds: number): Buffer {
  const frames = seconds * rateHz;
  const wav = Buffer.alloc(44 + frames * 4);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + frames * 4, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(rateHz, 24);
  wav.writeUInt32LE(rateHz * 4, 28);
  wav.writeUInt16LE(4, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(frames * 4, 40);
  for (let frame = 0; frame < frames; frame++) {
    const second = frame / rateHz;
    const agent = Math.floor(second / 2) % 2 === 0;
    // Syllables: a slow envelope over the tone.
    const loud = 9000 * Math.abs(Math.sin(second * 7)) * Math.abs(Math.sin(second * 2.3));
    const sample = Math.round(loud * Math.sin(2 * Math.PI * (agent ? 180 : 260) * second));
    wav.writeInt16LE(agent ? 0 : sample, 44 + frame * 4);
    wav.writeInt16LE(agent ? sample : 0, 46 + frame * 4);
  }
  return wav;
}
