// What a carrier's SIP status for a call that nobody answered means. Carriers hand the far end's status on.

import type { DialFailure } from '../../interfaces/phone-edge.ts';

const FAILURES: Record<number, DialFailure> = {
  401: 'permission_denied',
  403: 'permission_denied',
  404: 'invalid_destination',
  407: 'permission_denied',
  408: 'no_answer',
  410: 'invalid_destination',
  480: 'no_answer',
  482: 'routing_error',
  483: 'routing_error',
  484: 'invalid_destination',
  486: 'busy',
  487: 'no_answer',
  500: 'unavailable',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
  600: 'busy',
  603: 'declined',
  604: 'invalid_destination',
  607: 'declined',
  608: 'marked_as_spam',
};

/** `failed` for whatever the table does not know. */
export function failureOfSipStatus(status: number | null): DialFailure {
  return (status === null ? undefined : FAILURES[status]) ?? 'failed';
}

/** A status as carriers write it; null when there is none. */
export function sipStatusOf(value: unknown): number | null {
  const status = Number(value);
  return Number.isInteger(status) && status >= 100 && status <= 699 ? status : null;
}
