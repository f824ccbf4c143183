// Numbers as English words.

const ones =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const scales: [number, string][] = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
  [1e3, 'thousand'],
  [100, 'hundred'],
];
const irregularOrdinals: Record<string, string> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

/** A whole number from 0 to below 1000 trillion: `four hundred twelve`. */
export function cardinal(value: number): string {
  if (value < 20) return ones[value] as string;
  if (value < 100) return [tens[Math.floor(value / 10)], ...(value % 10 > 0 ? [ones[value % 10]] : [])].join(' ');
  const [size, name] = scales.find(([scale]) => value >= scale) as [number, string];
  const rest = value % size;
  return `${cardinal(Math.floor(value / size))} ${name}${rest > 0 ? ` ${cardinal(rest)}` : ''}`;
}

/** `twenty first`. */
export function ordinal(value: number): string {
  return cardinal(value).replace(/\w+$/, (last) => {
    const irregular = irregularOrdinals[last];
    if (irregular) return irregular;
    return last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`;
  });
}

/** One by one: `four zero two`. Characters that are no digits are dropped. */
export function digits(text: string): string {
  return [...text.replace(/\D/g, '')].map((digit) => ones[Number(digit)]).join(' ');
}

/** As years and house numbers are said: `nineteen oh five`, `twenty twenty six`, `two thousand five`. For 1000..9999. */
export function year(value: number): string {
  const century = Math.floor(value / 100);
  const rest = value % 100;
  if (value % 1000 < 10) return cardinal(value);
  if (rest === 0) return `${cardinal(century)} hundred`;
  return `${cardinal(century)} ${rest < 10 ? `oh ${ones[rest]}` : cardinal(rest)}`;
}

/**
 * A number as written: `-3.25` -> `minus three point two five`, `1,200` -> `one thousand two hundred`. Long rows of digits without
 * separators and rows that begin with zero are codes and said digit by digit.
 */
export function spokenNumber(written: string): string {
  const negative = /^[-−]/.test(written);
  const [whole = '', fraction] = written.replace(/^[-−+]/, '').split('.');
  const plain = whole.replaceAll(',', '');
  const isCode = fraction === undefined && ((/^0\d/.test(plain) && !whole.includes(',')) || /^\d{5,}$/.test(whole));
  const said = isCode || plain.length > 15 ? digits(plain) : cardinal(Number(plain || '0'));
  const point = fraction ? ` point ${digits(fraction)}` : '';
  return `${negative ? 'minus ' : ''}${said}${point}`;
}
