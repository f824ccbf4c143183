// How good a line sounds, estimated from what was measured (the E-model of ITU-T G.107, with the delay of its Annex for short paths).

export interface LineMeasure {
  /** 0..1 */
  loss: number;
  /** From mouth to ear, ms. */
  delayMs: number;
}

/** Best rating of a line of the telephone, before anything impairs it (G.107 default values). */
const bestRating = 93.2;
/** Robustness of G.711 with concealment against lost packets (G.113 Appendix I). */
const lossRobustness = 25.1;
/** Beyond this, delay disturbs the talk itself. */
const awkwardDelayMs = 177.3;

/** Mean opinion score, 1..4.5. */
export function meanOpinion({ loss, delayMs }: LineMeasure): number {
  const percent = loss * 100;
  const delay = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - awkwardDelayMs);
  const r = bestRating - delay - (95 * percent) / (percent + lossRobustness);
  if (r <= 0) return 1;
  return Math.round(Math.min(4.5, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6) * 100) / 100;
}
