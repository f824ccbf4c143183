// Words to phonemes without any GPL code: the user's own list, then the CMU dictionary (BSD), then letters to sounds.

import { arpabetToIpa } from './arpabet.ts';
import type { LetterToSound } from './letter-to-sound.ts';
import { weakForms } from './weak-forms.ts';

export interface Pronunciation {
  word: string;
  alphabet: 'ipa' | 'cmu';
  phoneme: string;
}

export interface Pronouncer {
  /** IPA of one spoken piece (words parted by blanks), words parted by blanks; unknown signs are silent. `own`: see `ownWords`. */
  phonemes(spoken: string, own: Map<string, string>): string;
}

/** Words that the dictionary lacks and callers of our kind hear often. */
const supplement: Record<string, string> = {
  ringback: 'R IH1 NG B AE2 K',
  webhook: 'W EH1 B HH UH2 K',
  chatbot: 'CH AE1 T B AA2 T',
  covid: 'K OW1 V IH0 D',
  email: 'IY1 M EY2 L',
  app: 'AE1 P',
  apps: 'AE1 P S',
  wifi: 'W AY1 F AY2',
  miz: 'M IH1 Z',
};

const letterNames: Record<string, string> = {
  a: 'ˈeɪ',
  w: 'dˈʌbəljˌuː',
};

/** `dictionary`: lower-case word -> ARPAbet, phones parted by blanks. */
export function createPronouncer(dictionary: Record<string, string>, guess: LetterToSound): Pronouncer {
  const known = new Map([...Object.entries(dictionary), ...Object.entries(supplement)]);
  const lookUp = (word: string) => known.get(word);

  function word(lower: string): string {
    const weak = Object.hasOwn(weakForms, lower) ? weakForms[lower] : undefined;
    if (weak !== undefined) return weak;
    const phones = lookUp(lower);
    if (phones !== undefined) return arpabetToIpa(phones.split(' '));
    const possessive = /^(.+)'s?$/.exec(lower)?.[1];
    if (possessive) return withEnding(word(possessive), lower.endsWith("'") && possessive.endsWith('s') ? '' : 's');
    const ending = /^(.{3,})(n't|'ll|'re|'ve|'d)$/.exec(lower);
    if (ending) return word(ending[1] as string) + contractions[ending[2] as string];
    return compound(lower) ?? arpabetToIpa(guess(asciiLetters(lower)));
  }

  /** Two known words in one, as in "voicemail": a better guess than letter by letter. */
  function compound(lower: string): string | undefined {
    for (let cut = lower.length - 3; cut >= 3; cut--) {
      const [first, second] = [lookUp(lower.slice(0, cut)), lookUp(lower.slice(cut))];
      if (first && second) return arpabetToIpa(first.split(' ')) + arpabetToIpa(second.split(' ')).replaceAll('ˈ', 'ˌ');
    }
    return undefined;
  }

  function letter(lower: string): string {
    return letterNames[lower] ?? arpabetToIpa((lookUp(`${lower}.`) ?? lookUp(lower) ?? '').split(' '));
  }

  function spokenWord(written: string, own: Map<string, string>): string {
    const lower = written.toLowerCase().replace(/^'+|'+$/g, '');
    const given = own.get(lower);
    if (given !== undefined) return given;
    if (/^\p{L}$/u.test(written) && (lower !== 'a' || written === 'A') && lower !== 'i')
      return letter(asciiLetters(lower));
    if (isSpelled(written, lookUp)) return [...lower].map(letter).join(' ');
    return word(lower);
  }

  return {
    phonemes: (spoken, own) =>
      spoken
        .split(/\s+/)
        .map((part) => {
          const comma = part.endsWith(',') ? ',' : '';
          const bare = part.replace(/[^\p{L}\p{N}']/gu, '');
          return (bare === '' ? '' : spokenWord(bare, own)) + comma;
        })
        .filter((part) => part !== '')
        .join(' ')
        .normalize('NFD'),
  };
}

const contractions: Record<string, string> = { "n't": 'ənt', "'ll": 'əl', "'re": 'ɚ', "'ve": 'əv', "'d": 'd' };

/** The user's list by lower-case word, as IPA. */
export function ownWords(list: readonly Pronunciation[]): Map<string, string> {
  return new Map(
    list.map(({ word, alphabet, phoneme }) => [
      word.toLowerCase(),
      alphabet === 'ipa' ? phoneme.replace(/^\/|\/$/g, '') : arpabetToIpa(phoneme.trim().toUpperCase().split(/\s+/)),
    ]),
  );
}

/** Capitals that make no known word are spelled: "API", but "NASA". */
function isSpelled(written: string, lookUp: (word: string) => string | undefined): boolean {
  if (!/^[A-Z]{2,5}$/.test(written)) return false;
  return (
    lookUp(written.toLowerCase()) === undefined || !/[AEIOUY]/.test(written) || written === 'AI' || written === 'IT'
  );
}

/** The s of plurals and possessives. */
function withEnding(ipa: string, ending: string): string {
  if (ending === '') return ipa;
  if (/[szʃʒ]$/.test(ipa)) return `${ipa}ɪz`;
  return ipa + (/[ptkfθ]$/.test(ipa) ? 's' : 'z');
}

function asciiLetters(word: string): string {
  return word
    .normalize('NFD')
    .replace(/ß/g, 'ss')
    .replace(/[^a-z]/g, '');
}
