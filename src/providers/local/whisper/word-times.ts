// Places words in time when the recogniser gives none: the sound's voiced parts are shared out by the length of the words.

const FRAME = 160;
/** Frames this far below the loudest count as unvoiced, dB. */
const BELOW_PEAK_DB = 30;
/** A letter's share; the constant stands for the pause and onset of each word. */
const PER_WORD = 1.5;

export interface SpokenWord {
  word: string;
  /** Seconds from the start of the sound. */
  start: number;
  end: number;
}

/** `pcm`: 16 kHz. Words come back in order, each within the voiced part; the last one ends with the voice. */
export function spreadWords(text: string, pcm: Int16Array): SpokenWord[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return [];
  const voiced = voicedFrames(pcm);
  const weights = words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, '').length + PER_WORD);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return words.map((word, index) => {
    const first = voiced[Math.floor((sum / total) * voiced.length)] as number;
    sum += weights[index] as number;
    const last = voiced[Math.max(0, Math.floor((sum / total) * voiced.length + 1e-9) - 1)] as number;
    return { word, start: (first * FRAME) / 16_000, end: ((Math.max(first, last) + 1) * FRAME) / 16_000 };
  });
}

/** Indices of 10 ms frames with voice in them; all of them when none stands out. */
function voicedFrames(pcm: Int16Array): number[] {
  const count = Math.max(1, Math.floor(pcm.length / FRAME));
  const energies = Array.from({ length: count }, (_, frame) => {
    let energy = 1;
    for (let i = frame * FRAME; i < Math.min(pcm.length, (frame + 1) * FRAME); i++) energy += pcm[i]! * pcm[i]!;
    return energy;
  });
  const floor = Math.max(...energies) * 10 ** (-BELOW_PEAK_DB / 10);
  return energies.flatMap((energy, frame) => (energy >= floor ? [frame] : []));
}
