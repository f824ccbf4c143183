// Changes the rate of whole sounds, with a low-pass that keeps images and aliases 60 dB down. Plain and slow: for tests and figures.

const HALF_WIDTH = 24;

export function resample(pcm: Int16Array, fromHz: number, toHz: number): Int16Array {
  if (fromHz === toHz) return pcm.slice();
  const step = fromHz / toHz;
  const cutoff = Math.min(1, toHz / fromHz) * 0.95;
  const reach = HALF_WIDTH / cutoff;
  return Int16Array.from({ length: Math.floor(pcm.length / step) }, (_, index) => {
    const center = index * step;
    let sum = 0;
    for (let i = Math.ceil(center - reach); i <= center + reach; i++) {
      const distance = (i - center) * cutoff;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / HALF_WIDTH);
      sum += (pcm[i] ?? 0) * sinc(distance) * window * cutoff;
    }
    return Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  });
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
