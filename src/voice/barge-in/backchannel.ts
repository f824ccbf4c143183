// Small sounds of listening that are no attempt to take the floor.

import { plainWords } from '../spoken-text.ts';

const BACKCHANNELS: Record<string, string> = {
  en: 'yeah yep yup yea ok okay right alright sure mm mmm mhm hm hmm uh huh uhhuh mmhmm ah aha oh wow great cool nice good i see got it gotcha really interesting indeed',
  de: 'ja genau okay ok hm mhm aha ach so gut klar stimmt verstehe',
  es: 'sí si claro vale ok ajá aja mm mhm ya bueno entiendo',
  fr: 'oui ouais ok daccord hm mhm ah bon bien je vois',
  it: 'sì si ok certo mm mhm ah bene capisco',
  pt: 'sim ok certo tá ta mm mhm ah bom entendi',
  nl: 'ja ok oké oke hm mhm aha goed precies',
};

/** More words than this are a sentence, whatever they are. */
const MAX_WORDS = 4;

/** Is this only "yeah", "uh-huh", "I see"? `language`: base language; English is always understood. An empty text is none. */
export function isBackchannel(text: string, language: string): boolean {
  const words = plainWords(text);
  if (words.length === 0 || words.length > MAX_WORDS) return false;
  return words.every((word) => wordsOf('en').has(word) || wordsOf(language).has(word));
}

function wordsOf(language: string): Set<string> {
  let set = sets.get(language);
  if (!set) sets.set(language, (set = new Set((BACKCHANNELS[language] ?? '').split(' '))));
  return set;
}
const sets = new Map<string, Set<string>>();
