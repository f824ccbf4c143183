// ARPAbet, the alphabet of the CMU dictionary, in the IPA that Piper voices were trained on (espeak-ng's American English).

const vowels: Record<string, string> = {
  AA: 'ɑː',
  AE: 'æ',
  AH: 'ʌ',
  AO: 'ɔː',
  AW: 'aʊ',
  AY: 'aɪ',
  EH: 'ɛ',
  ER: 'ɜː',
  EY: 'eɪ',
  IH: 'ɪ',
  IY: 'iː',
  OW: 'oʊ',
  OY: 'ɔɪ',
  UH: 'ʊ',
  UW: 'uː',
};
/** Vowels that sound otherwise without stress. */
const unstressed: Record<string, string> = { AH: 'ə', ER: 'ɚ', IY: 'i' };
const consonants: Record<string, string> = {
  B: 'b',
  CH: 'tʃ',
  D: 'd',
  DH: 'ð',
  F: 'f',
  G: 'ɡ',
  HH: 'h',
  JH: 'dʒ',
  K: 'k',
  L: 'l',
  M: 'm',
  N: 'n',
  NG: 'ŋ',
  P: 'p',
  R: 'ɹ',
  S: 's',
  SH: 'ʃ',
  T: 't',
  TH: 'θ',
  V: 'v',
  W: 'w',
  Y: 'j',
  Z: 'z',
  ZH: 'ʒ',
};
const marks: Record<string, string> = { '1': 'ˈ', '2': 'ˌ' };

/** `['HH', 'AH0', 'L', 'OW1']` -> `həlˈoʊ`. Unknown symbols are left out. */
export function arpabetToIpa(phones: readonly string[]): string {
  return phones.map((phone, index) => ipaOf(phone, phones[index - 1], phones[index + 1])).join('');
}

function ipaOf(phone: string, before: string | undefined, after: string | undefined): string {
  const base = phone.replace(/\d$/, '');
  const stress = phone.slice(base.length);
  const vowel = vowels[base];
  if (vowel === undefined) return isFlap(base, before, after) ? 'ɾ' : (consonants[base] ?? '');
  if (base === 'OW' && after === 'R') return `${marks[stress] ?? ''}oː`;
  return (marks[stress] ?? '') + ((stress === '0' ? unstressed[base] : undefined) ?? vowel);
}

/** The American t between vowels, before an unstressed one: "water". */
function isFlap(base: string, before: string | undefined, after: string | undefined): boolean {
  return base === 'T' && /\d$/.test(before ?? '') && /0$/.test(after ?? '');
}
