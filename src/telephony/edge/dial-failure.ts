// Why nobody answered, from the final status of an INVITE (RFC 3261 section 21, RFC 5057, RFC 8197, RFC 8688). The words are those that
// become disconnection reasons of the contract.

import type { DialFailure } from '../../interfaces/phone-edge.ts';

const FAILURE_OF_STATUS: Readonly<Record<number, DialFailure>> = {
  401: 'permission_denied',
  402: 'permission_denied',
  403: 'permission_denied',
  404: 'invalid_destination',
  405: 'routing_error',
  406: 'routing_error',
  407: 'permission_denied',
  408: 'no_answer',
  410: 'invalid_destination',
  413: 'routing_error',
  414: 'routing_error',
  415: 'routing_error',
  416: 'routing_error',
  420: 'routing_error',
  421: 'routing_error',
  433: 'permission_denied',
  480: 'no_answer',
  481: 'routing_error',
  482: 'routing_error',
  483: 'routing_error',
  484: 'invalid_destination',
  485: 'invalid_destination',
  486: 'busy',
  487: 'no_answer',
  488: 'routing_error',
  502: 'routing_error',
  600: 'busy',
  603: 'declined',
  604: 'invalid_destination',
  606: 'routing_error',
  607: 'marked_as_spam',
  608: 'marked_as_spam',
};

/** The end of one attempt to call somebody. */
export interface FailedAttempt {
  status: number;
  by: 'peer' | 'us' | 'timeout' | 'transport';
  /** Had anything rung there? */
  rang: boolean;
  /** Did we want it to end (hang-up)? */
  wasCancelled: boolean;
}

/** Silence of a trunk that never rang is a trunk that cannot be reached; silence after ringing is nobody at home. */
export function dialFailureOf({ status, by, rang, wasCancelled }: FailedAttempt): DialFailure {
  if (wasCancelled) return 'cancelled';
  if (by === 'transport') return 'unavailable';
  // The one who gave up for lack of an answer is the user agent: its ring time was over.
  if (by === 'us') return 'no_answer';
  if (by === 'timeout') return rang ? 'no_answer' : 'unavailable';
  const known = FAILURE_OF_STATUS[status];
  if (known) return known;
  return status >= 500 && status < 600 ? 'unavailable' : 'failed';
}

/** May the next target of the trunk do better (RFC 3263 section 4.3, and what carriers send when a gateway of theirs is down)? */
export function isWorthAnotherTarget({ status, by, rang, wasCancelled }: FailedAttempt): boolean {
  if (wasCancelled || rang) return false;
  if (by === 'transport' || by === 'timeout') return true;
  return by === 'peer' && (status === 500 || status === 502 || status === 503 || status === 504 || status === 408);
}
