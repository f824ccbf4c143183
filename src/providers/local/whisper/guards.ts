// What keeps Whisper honest when it is given less than its 30 s: without these the word error rate is 28-61 % instead of 3-6.
// The figures were measured on human and synthetic speech and on noises (docs/models.md).

/**
 * With a short window "end of text" loses narrowly to "say it again" (probability 0.2-0.5, and below 0.07 inside a sentence):
 * at this probability the end is taken although another token is likelier.
 */
export const endOfTextFloor = 0.15;

/**
 * Behind a text that is already known, "end of text" as the very next token is likelier than this where only noise follows
 * (0.55-0.96), and far less likely where speech does (at most 0.05).
 */
export const nothingNewFloor = 0.3;

/** Nobody says more tokens than this. */
export function tokenLimit(samples: number): number {
  return Math.ceil((samples / 16_000) * 8) + 12;
}

/**
 * Length of the repeated tail that should go, or 0. A loop is a phrase of five or more tokens said twice in a row, or one of up to
 * four tokens said four times.
 */
export function loopLength(ids: readonly number[]): number {
  for (let length = 1; length * 2 <= ids.length; length++) {
    const times = length < 5 ? 4 : 2;
    if (ids.length < length * times) continue;
    let at = ids.length - 1;
    const until = ids.length - length * (times - 1);
    while (at >= until && ids[at] === ids[at - length]) at--;
    if (at < until) return length * (times - 1);
  }
  return 0;
}

/**
 * Is what was decoded made out of noise? Reverberant speech reaches `noSpeech` 0.77 and a curt "No" a mean of -1.6, so neither
 * number decides alone.
 */
export function isSilence(noSpeech: number, meanLogp: number, firstLogp: number): boolean {
  return noSpeech > 0.82 || (noSpeech > 0.5 && (meanLogp < -1.05 || firstLogp < -2.5));
}
