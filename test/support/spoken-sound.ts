// Sound that carries its words: every sample of a word has the word's number, silence is 0, noise is 1. Scripted ears read it back, so
// a test can tell whether a recogniser really got the sound.

export const NOISE = 1;
const FIRST_WORD = 2;

export interface Lexicon {
  numberOf(word: string): number;
  wordOf(number: number): string | undefined;
}

export function createLexicon(): Lexicon {
  const words: string[] = [];
  return {
    // Every spoken word gets a number of its own, so that a repeated word is heard twice.
    numberOf: (word) => words.push(word) - 1 + FIRST_WORD,
    wordOf: (number) => words[number - FIRST_WORD],
  };
}
