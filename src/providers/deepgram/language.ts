// Our language setting in Deepgram's query. https://developers.deepgram.com/docs/models-languages-overview

/** One tag is passed on; several of one base language become that base; anything wider is `multi` (code switching). */
export function toDeepgramLanguage(language: string | string[]): string {
  const tags = typeof language === 'string' ? [language] : language;
  const [first] = tags;
  if (first === undefined) return 'en';
  if (tags.length === 1) return first;
  const bases = new Set(tags.map((tag) => tag.split('-')[0]));
  return bases.size === 1 && !tags.includes('multi') ? ([...bases][0] ?? 'en') : 'multi';
}

/** Favoured words: nova-3 and flux take key terms, older models keywords with a weight. */
export function toDeepgramKeywords(model: string, keywords: readonly string[]): Record<string, string[]> {
  const words = keywords.map((word) => word.trim()).filter((word) => word !== '');
  if (words.length === 0) return {};
  return /^(nova-3|flux)/.test(model) ? { keyterm: words } : { keywords: words.map((word) => `${word}:2`) };
}
