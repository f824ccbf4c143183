/** Under what the vectors of a chunk are stored: what the model is, and what is done with a chunk before and with its vectors after. */
export function vectorsName(model: string): string {
  return `${model}, sentences in int8`;
}
