// A complex Fourier transform of length 400, the frame of Whisper's and Smart Turn's front end. Stockham's autosort form with
// radices 4, 4, 5, 5: no bit reversal, and no library for one length.

const SIZE = 400;
const RADICES = [4, 4, 5, 5];

const cosine = Float64Array.from({ length: SIZE }, (_, i) => Math.cos((2 * Math.PI * i) / SIZE));
const sine = Float64Array.from({ length: SIZE }, (_, i) => -Math.sin((2 * Math.PI * i) / SIZE));

export interface Complex {
  re: Float64Array;
  im: Float64Array;
}

export function createComplex(): Complex {
  return { re: new Float64Array(SIZE), im: new Float64Array(SIZE) };
}

const spare = createComplex();

/** Transforms `input` (400 values each). The result is in the returned pair, which is `input` or shared scratch: use it at once. */
export function fft400(input: Complex): Complex {
  let from = input;
  let to = spare;
  let length = SIZE;
  let stride = 1;
  for (const radix of RADICES) {
    pass(from, to, length, stride, radix);
    length /= radix;
    stride *= radix;
    [from, to] = [to, from];
  }
  return from;
}

function pass(from: Complex, to: Complex, length: number, stride: number, radix: number): void {
  const part = length / radix;
  const twiddleStep = SIZE / length;
  const rootStep = SIZE / radix;
  for (let p = 0; p < part; p++) {
    for (let k = 0; k < radix; k++) {
      const twiddle = (p * k * twiddleStep) % SIZE;
      const c = cosine[twiddle]!;
      const s = sine[twiddle]!;
      const target = stride * (radix * p + k);
      for (let q = 0; q < stride; q++) {
        let re = from.re[q + stride * p]!;
        let im = from.im[q + stride * p]!;
        for (let j = 1; j < radix; j++) {
          const root = ((j * k) % radix) * rootStep;
          const a = from.re[q + stride * (p + j * part)]!;
          const b = from.im[q + stride * (p + j * part)]!;
          re += a * cosine[root]! - b * sine[root]!;
          im += a * sine[root]! + b * cosine[root]!;
        }
        to.re[q + target] = re * c - im * s;
        to.im[q + target] = re * s + im * c;
      }
    }
  }
}
