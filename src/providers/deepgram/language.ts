// Our language setting in Deepgram's query. https://developers.deepgram.com/docs/models-languages-overview

/** Languages of nova-3 that it takes one at a time; any other is refused with 400. From the page above and its changelog up to October 2026. */
const languages = new Set(
  (
    'af ar be bg bn bs ca cs da de el en es et fa fi fr gu he hi hr hu hy id it ja ka kk kn ko lt lv mk mr ms ne nl no pa pl pt ro ru sk sl ' +
    'sr sv ta te th tl tr uk ur vi zh'
  ).split(' '),
);
/** Regions that Deepgram tells apart; all others are refused, and asked for by their language alone. */
const regions = new Set(
  'en-US en-AU en-GB en-IN en-NZ es-419 fr-CA pt-BR pt-PT de-CH nl-BE ko-KR sv-SE da-DK th-TH zh-CN zh-TW zh-HK'.split(
    ' ',
  ),
);
const otherNames: Record<string, string> = { 'fil-PH': 'tl', fil: 'tl', nb: 'no', nn: 'no', yue: 'zh-HK' };

/**
 * One language by its own model, several of one base language by that base, anything wider as `multi` (code switching). Undefined when
 * Deepgram does not know the one that is wanted.
 */
export function toDeepgramLanguage(language: string | string[]): string | undefined {
  const tags = typeof language === 'string' ? [language] : language;
  if (tags.length === 0) return 'en';
  if (tags.includes('multi')) return 'multi';
  const names = new Set(tags.map(nameOf));
  if (names.size === 1) return [...names][0];
  const bases = new Set([...names].map((name) => name?.split('-')[0]));
  return bases.size === 1 ? [...bases][0] : 'multi';
}

function nameOf(tag: string): string | undefined {
  const [base = ''] = tag.split('-');
  const name = otherNames[tag] ?? otherNames[base] ?? (regions.has(tag) ? tag : base);
  return regions.has(name) || languages.has(name) ? name : undefined;
}

/** Deepgram refuses more than 500 tokens of key terms; a token of a name is rarely shorter than 3 characters. */
const maxKeytermCharacters = 1_500;

/** Favoured words: nova-3 and flux take key terms (the first that fit), older models keywords with a weight. */
export function toDeepgramKeywords(model: string, keywords: readonly string[]): Record<string, string[]> {
  const words = keywords.map((word) => word.trim()).filter((word) => word !== '');
  if (words.length === 0) return {};
  if (!/^(nova-3|flux)/.test(model)) return { keywords: words.map((word) => `${word}:2`) };
  let room = maxKeytermCharacters;
  return { keyterm: words.filter((word) => (room -= word.length) >= 0) };
}
