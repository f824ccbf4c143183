// How things that are written otherwise than they are said are said: one rule a kind, tried in order at each word.

import { cardinal, digits, ordinal, spokenNumber, year } from './numbers.ts';

export interface Rule {
  /** Sticky; must end where a word ends. */
  pattern: RegExp;
  /** Undefined: not this after all. */
  say(match: RegExpExecArray): string | undefined;
}

const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
/** What may stand between the matched thing and the next blank. */
const END = String.raw`(?=["'”’)\]]*[.,!?;:…]*["'”’)\]]*(?:\s|$|[-–—]))`;

function rule(source: string, say: Rule['say'], flags = 'iy'): Rule {
  return { pattern: new RegExp(source + END, flags), say };
}

const months = 'January February March April May June July August September October November December'.split(' ');
const monthPattern = months
  .map((month) => `${month}|${month.slice(0, 3)}${month === 'September' ? '|Sept' : ''}`)
  .join('|');

function monthName(written: string): string {
  return months.find((month) => month.toLowerCase().startsWith(written.toLowerCase().slice(0, 3))) as string;
}

function date(month: string, day: string, yearText: string | undefined): string | undefined {
  const dayNumber = Number(day);
  if (dayNumber < 1 || dayNumber > 31) return undefined;
  return `${month} ${ordinal(dayNumber)}${yearText ? `, ${year(Number(yearText))}` : ''}`;
}

function numericDate(month: string, day: string, yearText: string): string | undefined {
  const name = months[Number(month) - 1];
  return name === undefined ? undefined : date(name, day, yearText.length === 2 ? `20${yearText}` : yearText);
}

const zones = 'EST|EDT|CST|CDT|MST|MDT|PST|PDT|ET|CT|MT|PT|UTC|GMT|CET';

function clockTime(
  hour: string,
  minute: string | undefined,
  half: string | undefined,
  zone: string | undefined,
): string | undefined {
  const h = Number(hour);
  const m = Number(minute ?? 0);
  if (h > 24 || m > 59) return undefined;
  const letters = half ? ` ${[...half.toLowerCase().replace(/[^apm]/g, '')].join(' ')}` : '';
  const zoneLetters = zone ? ` ${[...zone].join(' ')}` : '';
  const said =
    m > 0
      ? `${cardinal(h)} ${m < 10 ? `oh ${cardinal(m)}` : cardinal(m)}`
      : half
        ? cardinal(h)
        : h > 12
          ? `${cardinal(h)} hundred`
          : `${cardinal(h)} o'clock`;
  return said + letters + zoneLetters;
}

interface Currency {
  one: string;
  many: string;
  cent: string;
  cents: string;
}

const currencies: Record<string, Currency> = {
  $: { one: 'dollar', many: 'dollars', cent: 'cent', cents: 'cents' },
  '€': { one: 'euro', many: 'euros', cent: 'cent', cents: 'cents' },
  '£': { one: 'pound', many: 'pounds', cent: 'penny', cents: 'pence' },
  '¥': { one: 'yen', many: 'yen', cent: 'sen', cents: 'sen' },
};
const magnitudes: Record<string, string> = {
  k: 'thousand',
  thousand: 'thousand',
  m: 'million',
  million: 'million',
  bn: 'billion',
  b: 'billion',
  billion: 'billion',
  trillion: 'trillion',
};

function money(symbol: string, amount: string, magnitude: string | undefined): string {
  const currency = currencies[symbol] as Currency;
  if (magnitude) return `${spokenNumber(amount)} ${magnitudes[magnitude.toLowerCase()]} ${currency.many}`;
  const [whole = '0', fraction] = amount.replaceAll(',', '').split('.');
  const units = Number(whole);
  const parts = [];
  const cents = fraction ? Number(fraction.padEnd(2, '0').slice(0, 2)) : 0;
  if (fraction && fraction.length > 2) return `${spokenNumber(amount)} ${currency.many}`;
  if (units > 0 || cents === 0) parts.push(`${cardinal(units)} ${units === 1 ? currency.one : currency.many}`);
  if (cents > 0) parts.push(`${cardinal(cents)} ${cents === 1 ? currency.cent : currency.cents}`);
  return parts.join(' and ');
}

/** Digits in groups with a breath between them. */
function phoneNumber(written: string): string {
  const plus = written.startsWith('+') ? 'plus ' : '';
  const groups = written.split(/\D+/).filter((group) => group !== '');
  return plus + (groups.length > 1 ? groups : groupsOf(groups.join(''))).map(digits).join(', ');
}

/** An unbroken row: country code and the American 3-3-4, else threes with a last group of up to four. */
function groupsOf(row: string): string[] {
  const american = /^(1?)(\d{3})(\d{3})(\d{4})$/.exec(row);
  if (american) return american.slice(1).filter((group) => group !== '');
  return row.match(/\d{3}(?=\d{3})|\d+/g) ?? [];
}

/** Names in addresses: rows of digits one by one, signs by name. */
function spellAddress(text: string): string {
  return text
    .replace(/\d+/g, (row) => ` ${digits(row)} `)
    .replace(/\./g, ' dot ')
    .replace(/-/g, ' dash ')
    .replace(/_/g, ' underscore ')
    .replace(/\+/g, ' plus ')
    .replace(/@/g, ' at ')
    .replace(/\//g, ' slash ')
    .replace(/[^\w\s]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const topLevels =
  'com|org|net|io|ai|dev|app|co|edu|gov|us|uk|ca|de|fr|es|it|eu|info|biz|me|tv|shop|store|online|cloud|health|example';

const units: Record<string, [string, string]> = {
  km: ['kilometer', 'kilometers'],
  cm: ['centimeter', 'centimeters'],
  mm: ['millimeter', 'millimeters'],
  kg: ['kilogram', 'kilograms'],
  mg: ['milligram', 'milligrams'],
  ml: ['milliliter', 'milliliters'],
  lb: ['pound', 'pounds'],
  lbs: ['pound', 'pounds'],
  oz: ['ounce', 'ounces'],
  ft: ['foot', 'feet'],
  mi: ['mile', 'miles'],
  mph: ['mile per hour', 'miles per hour'],
  'km/h': ['kilometer per hour', 'kilometers per hour'],
  ms: ['millisecond', 'milliseconds'],
  hr: ['hour', 'hours'],
  hrs: ['hour', 'hours'],
  min: ['minute', 'minutes'],
  mins: ['minute', 'minutes'],
  sec: ['second', 'seconds'],
  kb: ['kilobyte', 'kilobytes'],
  mb: ['megabyte', 'megabytes'],
  gb: ['gigabyte', 'gigabytes'],
  tb: ['terabyte', 'terabytes'],
  kwh: ['kilowatt hour', 'kilowatt hours'],
  '°f': ['degree Fahrenheit', 'degrees Fahrenheit'],
  '°c': ['degree Celsius', 'degrees Celsius'],
  '°': ['degree', 'degrees'],
};
const unitPattern = Object.keys(units)
  .sort((a, b) => b.length - a.length)
  .map((unit) => unit.replace('/', '\\/'))
  .join('|');

const fractions: Record<string, string> = {
  '1/2': 'one half',
  '1/3': 'one third',
  '2/3': 'two thirds',
  '1/4': 'one quarter',
  '3/4': 'three quarters',
  '1/8': 'one eighth',
  '24/7': 'twenty four seven',
  '9/11': 'nine eleven',
};

export const rules: Rule[] = [
  rule(String.raw`[\w.+-]*\w@[\w-]+(?:\.[\w-]+)+`, ([text]) => spellAddress(text)),
  rule(
    String.raw`(?:https?:\/\/)?((?:[\w-]+\.)+(?:${topLevels})(?:\.(?:uk|au|nz|br|jp))?)(\/[\w\/.?=&%#-]*\w)?\/?`,
    ([, host = '', path = '']) => spellAddress(host.replace(/^www\./i, 'w w w.') + path),
  ),
  rule(String.raw`(?:\+?\d{1,3}[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}`, ([text]) => phoneNumber(text)),
  rule(String.raw`\+\d{8,15}`, ([text]) => phoneNumber(text)),
  rule(String.raw`\d{3}-\d{4}`, ([text]) => phoneNumber(text)),
  rule(String.raw`(\d{4})-(\d{2})-(\d{2})`, ([, y = '', m = '', d = '']) => numericDate(m, d, y)),
  rule(String.raw`(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})`, ([, m = '', d = '', y = '']) => numericDate(m, d, y)),
  rule(
    String.raw`(${monthPattern})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?`,
    ([, m = '', d = '', y]) => date(monthName(m), d, y),
    'y',
  ),
  rule(
    String.raw`(\d{1,2})(?:st|nd|rd|th)? (?:of )?(${monthPattern})(?:,? (\d{4}))?`,
    ([, d = '', m = '', y]) => {
      const said = date(monthName(m), d, y);
      return said && `the ${said.replace(/^(\w+) (\w+(?: \w+)?)/, '$2 of $1')}`;
    },
    'y',
  ),
  rule(String.raw`(\d{1,2}):(\d{2})(?::\d{2})?(?: ?([ap]\.?m\.?))?(?: (${zones}))?`, ([, h = '', m, half, zone]) =>
    clockTime(h, m, half, zone),
  ),
  rule(String.raw`(\d{1,2}) ?([ap]\.?m\.?)(?: (${zones}))?`, ([, h = '', half, zone]) =>
    clockTime(h, undefined, half, zone),
  ),
  rule(
    String.raw`(-?)([$€£¥]) ?(${NUMBER})(?: ?(k|m|bn|b|thousand|million|billion|trillion))?`,
    ([, minus, symbol = '', amount = '', magnitude]) => (minus ? 'minus ' : '') + money(symbol, amount, magnitude),
  ),
  rule(String.raw`([-−]?(?:${NUMBER})) ?(?:%|percent)`, ([, amount = '']) => `${spokenNumber(amount)} percent`),
  rule(String.raw`(\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)`, ([, number = '']) =>
    ordinal(Number(number.replaceAll(',', ''))),
  ),
  rule(
    String.raw`\d{1,2}\/\d{1,2}`,
    ([text]) =>
      fractions[text] ??
      text
        .split('/')
        .map((part) => cardinal(Number(part)))
        .join(' slash '),
  ),
  rule(String.raw`([-−]?(?:${NUMBER})) ?(${unitPattern})`, ([, amount = '', unit = '']) => {
    const names = units[unit.toLowerCase()];
    return names && `${spokenNumber(amount)} ${amount === '1' ? names[0] : names[1]}`;
  }),
  rule(String.raw`(\d{1,4}) ?[-–—] ?(\d{1,4})`, ([, from = '', to = '']) => `${plain(from)} to ${plain(to)}`),
  rule(String.raw`#(\d+)`, ([, number = '']) => `number ${spokenNumber(number)}`),
  rule(String.raw`No\. ?(\d+)`, ([, number = '']) => `number ${spokenNumber(number)}`),
  rule(String.raw`(\d{2,4})'?s`, ([, number = '']) =>
    plain(number).replace(/(\w+)$/, (last) => (last.endsWith('y') ? `${last.slice(0, -1)}ies` : `${last}s`)),
  ),
  rule(
    String.raw`(\d+(?:\.\d+)?)([kmb])`,
    ([, amount = '', magnitude = '']) => `${spokenNumber(amount)} ${magnitudes[magnitude.toLowerCase()]}`,
  ),
  rule(String.raw`(\d+(?:\.\d+){2,})`, ([text]) =>
    text
      .split('.')
      .map((part) => cardinal(Number(part)))
      .join(' point '),
  ),
  rule(String.raw`[-−+]?(?:${NUMBER})`, ([text]) => (/^\+/.test(text) ? 'plus ' : '') + plain(text)),
  // Codes: letters and digits mixed, at least one of each.
  rule(String.raw`(?=[a-z-]*\d)(?=[\d-]*[a-z])[a-z\d]+(?:-[a-z\d]+)*`, ([text]) => code(text)),
];

/** A bare number: four digits without a comma sound like a year or a house number. */
function plain(written: string): string {
  return /^[1-9]\d{3}$/.test(written) ? year(Number(written)) : spokenNumber(written);
}

/** `A12-B` -> `A one two B`; a longer row of letters inside is a word. */
function code(text: string): string | undefined {
  const parts = text.match(/[a-z]+|\d+/gi) ?? [];
  return parts
    .map((part) => {
      if (/\d/.test(part)) return part.length <= 2 && !part.startsWith('0') ? cardinal(Number(part)) : digits(part);
      return part.length > 3 ? part : [...part.toUpperCase()].join(' ');
    })
    .join(' ');
}
