// Short forms with a full stop, and signs, as they are said.

/** Before a name one thing, behind it another: `Dr. Smith`, `Oak Dr.` */
const byPlace: Record<string, { before: string; after: string }> = {
  'dr.': { before: 'doctor', after: 'drive' },
  'st.': { before: 'saint', after: 'street' },
};

const fixed: Record<string, string> = {
  'mr.': 'mister',
  'mrs.': 'missus',
  'ms.': 'miz',
  'prof.': 'professor',
  'rev.': 'reverend',
  'gen.': 'general',
  'capt.': 'captain',
  'lt.': 'lieutenant',
  'sgt.': 'sergeant',
  'jr.': 'junior',
  'sr.': 'senior',
  'ave.': 'avenue',
  'blvd.': 'boulevard',
  'rd.': 'road',
  'ln.': 'lane',
  'hwy.': 'highway',
  'apt.': 'apartment',
  'ste.': 'suite',
  'dept.': 'department',
  'approx.': 'approximately',
  'est.': 'established',
  'ext.': 'extension',
  'inc.': 'incorporated',
  'ltd.': 'limited',
  'corp.': 'corporation',
  'vs.': 'versus',
  vs: 'versus',
  'etc.': 'et cetera',
  'e.g.': 'for example',
  'i.e.': 'that is',
  'a.m.': 'A M',
  'p.m.': 'P M',
  'a.k.a.': 'A K A',
  'u.s.': 'U S',
  'u.k.': 'U K',
  'u.s.a.': 'U S A',
  'ph.d.': 'P H D',
  'w/': 'with',
  'w/o': 'without',
  '&': 'and',
  '@': 'at',
  '+': 'plus',
  '=': 'equals',
  '%': 'percent',
  'and/or': 'and or',
  ok: 'okay',
  'mon.': 'Monday',
  'tue.': 'Tuesday',
  'wed.': 'Wednesday',
  'thu.': 'Thursday',
  'fri.': 'Friday',
};

/** Undefined when `written` (without the sentence's own punctuation) is no short form. `next`: the word behind it, if any. */
export function sayAbbreviation(written: string, next: string | undefined): string | undefined {
  const key = written.toLowerCase();
  const place = Object.hasOwn(byPlace, key) ? byPlace[key] : undefined;
  if (place) return next !== undefined && /^\p{Lu}/u.test(next) ? place.before : place.after;
  if (key === 'us') return written === 'US' ? 'U S' : undefined;
  if (key === 'it') return undefined;
  return Object.hasOwn(fixed, key) ? fixed[key] : undefined;
}
