// G.722 at 64 kbit/s (ITU-T G.722): two bands of 8 kHz, each by adaptive differential coding, six bits for the lower and two for the higher
// one. 16 kHz pcm16 in, one byte for two samples out. Names of tables and steps follow the recommendation's own.

/** Analysis and synthesis filter, one half of its 24 symmetric taps. */
const QMF = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11];

/** Decision levels of the lower band's quantizer (Table 14), and the codes that stand for their intervals. */
const Q6 = [
  0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219, 1339,
  1458, 1612, 1765, 1980, 2195, 2557, 2919,
];
const ILN = [
  0, 63, 62, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4,
];
const ILP = [
  0, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33,
  32,
];
/** What a code of six and of four bits means, in units of the step. */
const QM6 = [
  -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
  -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728, 24808,
  21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456, 4944, 4464, 4008,
  3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
];
const QM4 = [0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0];
/** How a code of the lower band moves its step. */
const RL42 = [0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0];
const WL = [-60, -30, 58, 172, 334, 538, 1198, 3042];
/** The same of the higher band. */
const QM2 = [-7408, -1616, 7408, 1616];
const IHN = [0, 1, 0];
const IHP = [0, 3, 2];
const RH2 = [2, 1, 2, 1];
const WH = [0, -214, 798];
/** Mantissas of the logarithmic step. */
const ILB = [
  2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834, 2896, 2960, 3025,
  3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
];

/** One band's predictor: two poles, six zeros, and the step of its quantizer. */
interface Band {
  /** Signal estimate. */
  s: number;
  r0: number;
  r1: number;
  p0: number;
  p1: number;
  a1: number;
  a2: number;
  b: Int32Array;
  d: Int32Array;
  /** Logarithm of the step, and the step. */
  nb: number;
  det: number;
}

function createBand(det: number): Band {
  return { s: 0, r0: 0, r1: 0, p0: 0, p1: 0, a1: 0, a2: 0, b: new Int32Array(6), d: new Int32Array(6), nb: 0, det };
}

function clip16(value: number): number {
  return value > 32767 ? 32767 : value < -32768 ? -32768 : value;
}

/** Block 4: takes the quantized difference in, adapts poles and zeros, makes the next estimate. */
function adapt(band: Band, difference: number): void {
  const { b, d } = band;
  const r = clip16(band.s + difference);
  const p = clip16(zeroPart(band) + difference);
  const same1 = p < 0 === band.p0 < 0;
  const same2 = p < 0 === band.p1 < 0;
  const slope = clip16(band.a1 << 2);
  let a2 = Math.min(32767, same1 ? -slope : slope) >> 7;
  a2 += same2 ? 128 : -128;
  a2 += (band.a2 * 32512) >> 15;
  a2 = a2 > 12288 ? 12288 : a2 < -12288 ? -12288 : a2;
  let a1 = (same1 ? 192 : -192) + ((band.a1 * 32640) >> 15);
  const limit = 15360 - a2;
  a1 = a1 > limit ? limit : a1 < -limit ? -limit : a1;
  const gain = difference === 0 ? 0 : 128;
  for (let i = 0; i < 6; i++) {
    const step = difference < 0 === d[i]! < 0 ? gain : -gain;
    b[i] = clip16(step + ((b[i]! * 32640) >> 15));
  }
  d.copyWithin(1, 0, 5);
  d[0] = difference;
  band.a1 = a1;
  band.a2 = a2;
  band.p1 = band.p0;
  band.p0 = p;
  band.r1 = band.r0;
  band.r0 = r;
  const poles = clip16(((a1 * clip16(r + r)) >> 15) + ((a2 * clip16(band.r1 + band.r1)) >> 15));
  band.s = clip16(poles + zeroPart(band));
}

/** What the six zeros foretell. */
function zeroPart({ b, d }: Band): number {
  let sum = 0;
  for (let i = 0; i < 6; i++) sum += (b[i]! * clip16(d[i]! + d[i]!)) >> 15;
  return clip16(sum);
}

/** The step that belongs to a logarithm (SCALEL, SCALEH). */
function stepOf(nb: number, shiftFrom: number): number {
  const shift = shiftFrom - (nb >> 11);
  const mantissa = ILB[(nb >> 6) & 31]!;
  return (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
}

function moveLowStep(band: Band, code4: number): void {
  const nb = ((band.nb * 127) >> 7) + WL[RL42[code4]!]!;
  band.nb = nb < 0 ? 0 : nb > 18432 ? 18432 : nb;
  band.det = stepOf(band.nb, 8);
}

function moveHighStep(band: Band, code: number): void {
  const nb = ((band.nb * 127) >> 7) + WH[RH2[code]!]!;
  band.nb = nb < 0 ? 0 : nb > 22528 ? 22528 : nb;
  band.det = stepOf(band.nb, 10);
}

function encodeLow(band: Band, low: number): number {
  const error = clip16(low - band.s);
  const size = error >= 0 ? error : -(error + 1);
  let level = 1;
  while (level < 30 && size >= (Q6[level]! * band.det) >> 12) level++;
  const code = error < 0 ? ILN[level]! : ILP[level]!;
  const code4 = code >> 2;
  const difference = (band.det * QM4[code4]!) >> 15;
  moveLowStep(band, code4);
  adapt(band, difference);
  return code;
}

function encodeHigh(band: Band, high: number): number {
  const error = clip16(high - band.s);
  const size = error >= 0 ? error : -(error + 1);
  const level = size >= (564 * band.det) >> 12 ? 2 : 1;
  const code = error < 0 ? IHN[level]! : IHP[level]!;
  const difference = (band.det * QM2[code]!) >> 15;
  moveHighStep(band, code);
  adapt(band, difference);
  return code;
}

/** Gives a function with a memory of its own: pcm16 at 16 kHz in, an even number of samples. */
export function createG722Encoder(): (pcm: Int16Array) => Uint8Array {
  const low = createBand(32);
  const high = createBand(8);
  const x = new Int32Array(24);
  return (pcm) => {
    const bytes = new Uint8Array(pcm.length >> 1);
    for (let i = 0; i < bytes.length; i++) {
      x.copyWithin(0, 2);
      x[22] = pcm[2 * i]!;
      x[23] = pcm[2 * i + 1]!;
      let odd = 0;
      let even = 0;
      for (let k = 0; k < 12; k++) {
        odd += x[2 * k]! * QMF[k]!;
        even += x[2 * k + 1]! * QMF[11 - k]!;
      }
      const lowCode = encodeLow(low, (even + odd) >> 14);
      bytes[i] = (encodeHigh(high, (even - odd) >> 14) << 6) | lowCode;
    }
    return bytes;
  };
}

/** Gives a function with a memory of its own: pcm16 at 16 kHz comes out, two samples a byte. */
export function createG722Decoder(): (bytes: Uint8Array) => Int16Array {
  const low = createBand(32);
  const high = createBand(8);
  const x = new Int32Array(24);
  return (bytes) => {
    const pcm = new Int16Array(bytes.length * 2);
    for (let i = 0; i < bytes.length; i++) {
      const lowBand = decodeLow(low, bytes[i]! & 0x3f);
      const highBand = decodeHigh(high, bytes[i]! >> 6);
      x.copyWithin(0, 2);
      x[22] = lowBand + highBand;
      x[23] = lowBand - highBand;
      let first = 0;
      let second = 0;
      for (let k = 0; k < 12; k++) {
        second += x[2 * k]! * QMF[k]!;
        first += x[2 * k + 1]! * QMF[11 - k]!;
      }
      pcm[2 * i] = clip16(first >> 11);
      pcm[2 * i + 1] = clip16(second >> 11);
    }
    return pcm;
  };
}

function clip15(value: number): number {
  return value > 16383 ? 16383 : value < -16384 ? -16384 : value;
}

function decodeLow(band: Band, code: number): number {
  const sound = clip15(band.s + ((band.det * QM6[code]!) >> 15));
  const code4 = code >> 2;
  const difference = (band.det * QM4[code4]!) >> 15;
  moveLowStep(band, code4);
  adapt(band, difference);
  return sound;
}

function decodeHigh(band: Band, code: number): number {
  const difference = (band.det * QM2[code]!) >> 15;
  const sound = clip15(band.s + difference);
  moveHighStep(band, code);
  adapt(band, difference);
  return sound;
}
