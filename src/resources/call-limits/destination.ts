// What a number costs to fear: where it is, and whether it is of a kind that fraud likes.

import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

export interface Destination {
  /** A country (ISO 3166-1 alpha-2), else the calling code with its plus. */
  place: string;
  kind: 'ordinary' | 'premium_rate' | 'unknown';
}

/** Null for what is no number of the public network: SIP URIs, extensions of somebody's own switch. */
export function destinationOf(to: string): Destination | null {
  const parsed = /^\+\d/.test(to) ? parsePhoneNumberFromString(to) : undefined;
  if (!parsed) return null;
  const place = parsed.country ?? `+${parsed.countryCallingCode}`;
  if (parsed.getType() === 'PREMIUM_RATE') return { place, kind: 'premium_rate' };
  // Satellites, shared-cost networks without a country, ranges that nobody was given.
  return { place, kind: parsed.country !== undefined && parsed.isValid() ? 'ordinary' : 'unknown' };
}
