// How a hang-up of ours is said in SIP: a status before the answer, and a Reason header (RFC 3326) with the cause of Q.850 that gateways to
// the telephone network pass on.

import type { HangupReason } from '../../interfaces/leg.ts';
import type { SipHeader } from '../sip/message.ts';

interface Words {
  status: number;
  cause: number;
  text: string;
}

const WORDS: Readonly<Record<HangupReason, Words>> = {
  ended: { status: 480, cause: 16, text: 'Normal call clearing' },
  rejected: { status: 603, cause: 21, text: 'Call rejected' },
  busy: { status: 486, cause: 17, text: 'User busy' },
  shutdown: { status: 503, cause: 41, text: 'Temporary failure' },
  unknown: { status: 404, cause: 1, text: 'Unallocated number' },
  unavailable: { status: 503, cause: 41, text: 'Temporary failure' },
  error: { status: 500, cause: 41, text: 'Temporary failure' },
};

/** Before the answer. */
export function rejectionOf(reason: HangupReason): { status: number; headers: SipHeader[] } {
  const { status } = WORDS[reason];
  const headers = [reasonHeader(reason)];
  // A switch with several routes takes the next one, and comes back here later.
  if (status === 503) headers.push({ name: 'Retry-After', value: '10' });
  return { status, headers };
}

/** Of a BYE or CANCEL. */
export function reasonHeader(reason: HangupReason): SipHeader {
  const { cause, text } = WORDS[reason];
  return { name: 'Reason', value: `Q.850;cause=${cause};text="${text}"` };
}
