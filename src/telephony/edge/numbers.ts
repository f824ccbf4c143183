// Numbers as switches write them, in E.164 where that can be known.

import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Who withheld their number is written in many ways (RFC 3323 section 4.1.1.3, RFC 3325, and custom). */
const WITHHELD = /^(anonymous|restricted|unavailable|unknown|private|withheld|blocked)$/i;

/**
 * `user`: of a SIP or tel URI. Number parameters behind a semicolon (`;npdi`, `;phone-context`) and visual separators go; 00 is read as +,
 * and so are digits that are a number with its country. Anything else comes back as it is.
 */
export function numberOf(user: string): string {
  const written = user.split(';', 1)[0] ?? '';
  const digits = written.replace(/[\s().-]/g, '');
  if (/^\+\d{5,15}$/.test(digits)) return digits;
  if (/^00[1-9]\d{6,14}$/.test(digits)) return `+${digits.slice(2)}`;
  if (/^[1-9]\d{9,14}$/.test(digits) && isWorldwide(`+${digits}`)) return `+${digits}`;
  return /^[\d*#]+$/.test(digits) ? digits : written;
}

export function isWithheld(user: string | null): boolean {
  return user === null || user === '' || WITHHELD.test(user);
}

/** Does it look like something that is dialled? */
export function isDialled(user: string | null): boolean {
  return user !== null && /^[+\d*#][\d*#().-]*$/.test(user.split(';', 1)[0] ?? '');
}

/** Ten digits may be a national number as well, so only longer ones count as having their country. */
function isWorldwide(number: string): boolean {
  return number.length > 11 && parsePhoneNumberFromString(number)?.isValid() === true;
}
