// From cosines, whose scale is each model's own, to the contract's `filter_score`. Its usual value of 0.6 should let through what is about
// the question and nothing else, so it is put where that border lies for the model; the rest follows in two straight lines.

export const USUAL_FILTER_SCORE = 0.6;

/** `closeCosine`: where that border lies. 0..1, and 1 for what is the same. */
export function filterScoreOf(cosine: number, closeCosine: number): number {
  if (cosine <= 0) return 0;
  if (cosine < closeCosine) return (USUAL_FILTER_SCORE * cosine) / closeCosine;
  const above = (cosine - closeCosine) / (1 - closeCosine);
  return Math.min(1, USUAL_FILTER_SCORE + (1 - USUAL_FILTER_SCORE) * above);
}
