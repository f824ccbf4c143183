// A sound of a throat: what a voice activity detector takes for speech, and a recogniser finds no words in.

/** Two barks: breath and a falling voice through an open vocal tract, `ms` long in all. Mono pcm16. */
export function cough(rateHz: number, ms = 320): Int16Array {
  const random = seeded(7);
  const samples = Math.round((rateHz * ms) / 1000);
  const tract = [resonator(rateHz, 700, 110), resonator(rateHz, 1200, 140), resonator(rateHz, 2500, 220)];
  let glottis = 0;
  const sound = Float64Array.from({ length: samples }, (_, i) => {
    const within = ((i / samples) * 2) % 1;
    const envelope = Math.min(1, within * 10) * Math.min(1, (1 - within) * 4);
    glottis += (165 - 45 * within) / rateHz;
    const isPulse = glottis >= 1;
    if (isPulse) glottis -= 1;
    const source = (random() * 2 - 1) * 0.35 + (isPulse ? 14 : 0);
    return tract.reduce((sum, resonate) => sum + resonate(source), 0) * envelope;
  });
  const peak = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return Int16Array.from(sound, (sample) => Math.round((sample / peak) * 14_000));
}

/** A two-pole filter around one formant. */
function resonator(rateHz: number, centerHz: number, widthHz: number): (sample: number) => number {
  const radius = Math.exp((-Math.PI * widthHz) / rateHz);
  const a1 = 2 * radius * Math.cos((2 * Math.PI * centerHz) / rateHz);
  const a2 = -radius * radius;
  let before = 0;
  let twoBefore = 0;
  return (sample) => {
    const out = (1 - radius) * sample + a1 * before + a2 * twoBefore;
    twoBefore = before;
    before = out;
    return out;
  };
}

/** The same noise every time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
