// Does a text sound finished? Read from punctuation, dangling words and digit groups; speech recognisers put a full stop after
// fragments too, so a dangling word outweighs it.

import { plainWords } from '../spoken-text.ts';

/** `finished`: clearly ends. `unfinished`: clearly goes on. `plain`: could be either. `empty`: no words are known yet. */
export type Phrase = 'finished' | 'unfinished' | 'plain' | 'empty';

/** A run of spoken digits of these lengths may still be a part of a longer number (phone, card, order). */
const DIGIT_GROUP = { min: 3, max: 9 };

const DANGLING: Record<string, string> = {
  en: 'and or but because so if when while although unless until the a an to of with for from my your our their his um uh uhm er erm hmm like than then about into maybe plus',
  de: 'und oder aber weil denn wenn dass der die das ein eine einen einem mit von für zu mein meine ähm äh also',
  es: 'y o pero porque que si cuando el la los las un una de del con para por mi tu su eh este',
  fr: 'et ou mais parce que si quand le la les un une de du des avec pour mon ma mes euh',
  it: 'e o ma perché che se quando il la lo gli un una di del con per mio mia ehm',
  pt: 'e ou mas porque que se quando o a os as um uma de do da com para meu minha hum',
  nl: 'en of maar omdat als dat de het een van met voor mijn uh eh',
};

const DIGIT_WORDS = new Set('zero oh one two three four five six seven eight nine double triple'.split(' '));

/** `language`: base language (`en`); unknown ones are judged by punctuation and digits alone. */
export function phraseOf(text: string, language: string): Phrase {
  const words = plainWords(text);
  const last = words.at(-1);
  if (last === undefined) return 'empty';
  const trimmed = text.trim();
  if (/[?!？！]["'”’)]*$/.test(trimmed)) return 'finished';
  if (/(…|\.\.\.|,|-|—)$/.test(trimmed)) return 'unfinished';
  if (danglingWords(language).has(last) || isOpenDigitGroup(words)) return 'unfinished';
  return /[.。]["'”’)]*$/.test(trimmed) ? 'finished' : 'plain';
}

function danglingWords(language: string): Set<string> {
  let set = danglingSets.get(language);
  if (!set) danglingSets.set(language, (set = new Set((DANGLING[language] ?? '').split(' '))));
  return set;
}
const danglingSets = new Map<string, Set<string>>();

function isOpenDigitGroup(words: readonly string[]): boolean {
  let digits = 0;
  for (let index = words.length - 1; index >= 0; index -= 1) {
    const word = words[index] as string;
    if (/^\d+$/.test(word)) digits += word.length;
    else if (DIGIT_WORDS.has(word)) digits += 1;
    else break;
  }
  return digits >= DIGIT_GROUP.min && digits <= DIGIT_GROUP.max;
}
