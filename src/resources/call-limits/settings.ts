// The limits as a user sets and sees them.

import { isSupportedCountry } from 'libphonenumber-js/max';
import { invalidRequest, quoted, type Schema } from '../../contract/index.ts';
import type { CallLimits } from '../../storage/index.ts';

type Given = Schema<'CallLimits'>;

const MAX_KEYS = 300;

/** Fields that are left out stay; maps are replaced as a whole. Throws 400 for a destination that is neither country nor first digits. */
export function changedCallLimits(current: CallLimits, given: Given): CallLimits {
  for (const field of ['destinations', 'prices_per_minute'] as const) {
    const keys = Object.keys(given[field] ?? {});
    if (keys.length > MAX_KEYS)
      throw invalidRequest(`call_limits.${field}: expected at most ${MAX_KEYS} destinations, got ${keys.length}.`);
    for (const key of keys)
      if (!/^\+[1-9]\d{0,14}$/.test(key) && !isSupportedCountry(key))
        throw invalidRequest(
          `call_limits.${field}: expected a country like DE or first digits like +1900, got ${quoted(key)}.`,
        );
  }
  return { ...current, ...given } as CallLimits;
}

export function renderCallLimits(limits: CallLimits): Required<Given> {
  return {
    allow_premium_rate: limits.allow_premium_rate ?? false,
    allow_unknown_destinations: limits.allow_unknown_destinations ?? false,
    daily_calls_per_destination: limits.daily_calls_per_destination ?? null,
    daily_minutes_per_destination: limits.daily_minutes_per_destination ?? null,
    destinations: limits.destinations ?? {},
    daily_spend: limits.daily_spend ?? null,
    prices_per_minute: limits.prices_per_minute ?? {},
    default_price_per_minute: limits.default_price_per_minute ?? 0.1,
  };
}
