// What the world's numbering plans say about a number: is it one, whose is it, how is it written.

import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { invalidRequest, quoted } from '../../contract/index.ts';

/** Calls there are never placed (behaviour 9.7). */
export const BLOCKED_COUNTRIES: readonly string[] = ['CU', 'IR', 'KP', 'SY', 'RU', 'BY', 'VE'];
/** Their calling codes, for numbers that belong to no known range. */
const BLOCKED_CODES = new Set(['53', '98', '850', '963', '7', '375', '58']);

const E164 = /^\+[1-9]\d{6,14}$/;
/** What a SIP address can carry: digits, letters, and the signs of keypads and extensions. */
const DIALLABLE = /^[+\w.*#-]{1,64}$/;

/** `+`, country code and number, of a length that its country knows. */
export function isE164(number: string): boolean {
  return E164.test(number) && parsePhoneNumberFromString(number)?.isPossible() === true;
}

/** Throws 400 unless the number is in E.164; with `pseudo` anything that a switch could dial will do. */
export function checkNumber(field: string, number: string, pseudo = false): void {
  if (isE164(number)) return;
  const given = quoted(number);
  if (!pseudo) throw invalidRequest(`${field}: expected a number in E.164 format like +14155550100, got ${given}.`);
  if (!DIALLABLE.test(number))
    throw invalidRequest(`${field}: expected at most 64 digits, letters and the signs + . * # - _, got ${given}.`);
}

/** ISO 3166-1 alpha-2; null for numbers of no known country. */
export function countryOf(number: string): string | null {
  return parsePhoneNumberFromString(number)?.country ?? null;
}

/** Must nobody be called there? What cannot be told apart from a blocked country counts as one. */
export function isBlocked(number: string): boolean {
  const parsed = parsePhoneNumberFromString(number);
  if (!parsed) return false;
  return parsed.country ? BLOCKED_COUNTRIES.includes(parsed.country) : BLOCKED_CODES.has(parsed.countryCallingCode);
}

/** May a call from this number come in? Where countries are listed, callers of no known country stay out, too. */
export function mayCallIn(
  { allowed_inbound_country_list: allowed }: { allowed_inbound_country_list?: string[] | null },
  from: string,
): boolean {
  if (!allowed?.length) return true;
  const country = countryOf(from);
  return country !== null && allowed.includes(country);
}

/** Upper case; throws 400 for what is no country with telephones. */
export function readCountry(field: string, code: string): CountryCode {
  const country = code.toUpperCase();
  if (isSupportedCountry(country)) return country;
  throw invalidRequest(`${field}: expected a country code of ISO 3166-1 like US, got ${quoted(code)}.`);
}

/** For people: `+1 (415) 777-4444`, `+44 20 7946 0958`. What is no number comes back as it is. */
export function prettyNumber(number: string): string {
  const parsed = parsePhoneNumberFromString(number);
  if (!parsed) return number;
  return parsed.countryCallingCode === '1' ? `+1 ${parsed.formatNational()}` : parsed.formatInternational();
}

/** The three digits behind +1; null elsewhere. */
export function areaCodeOf(number: string): number | null {
  return /^\+1\d{10}$/.test(number) ? Number(number.slice(2, 5)) : null;
}

/** A number as people write it, in E.164; null when it is none. `country` is meant where none is named; without it that is none. */
export function toE164(written: string, country?: CountryCode): string | null {
  const parsed = parsePhoneNumberFromString(written, country);
  return parsed?.isPossible() === true && !parsed.ext ? parsed.number : null;
}
