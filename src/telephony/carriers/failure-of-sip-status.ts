// The SIP status that carriers hand on of a call that nobody answered.

import type { DialFailure } from '../../interfaces/phone-edge.ts';
import { dialFailureOf } from '../edge/dial-failure.ts';

/** `failed` for none, and for whatever is not known. */
export function failureOfSipStatus(status: number | null): DialFailure {
  return status === null ? 'failed' : dialFailureOf({ status, by: 'peer', rang: true, wasCancelled: false });
}

/** A status as carriers write it; null when there is none. */
export function sipStatusOf(value: unknown): number | null {
  const status = Number(value);
  return Number.isInteger(status) && status >= 100 && status <= 699 ? status : null;
}
