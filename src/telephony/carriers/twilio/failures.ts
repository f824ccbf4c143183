// Twilio's error codes: https://www.twilio.com/docs/api/errors

import type { DialFailure } from '../../../interfaces/phone-edge.ts';
import { TelephonyError, type TelephonyErrorKind } from '../../../interfaces/telephony.ts';
import type { CarrierReply } from '../carrier-http.ts';

/** A call that Twilio did not take. */
export function dialFailureOf(reply: CarrierReply & { is: 'refused' | 'lost' }): DialFailure {
  if (reply.is === 'lost' || reply.status === 429) return 'unavailable';
  return (
    DIAL_FAILURES[reply.code ?? ''] ?? (reply.status === 401 || reply.status === 403 ? 'permission_denied' : 'failed')
  );
}

const DIAL_FAILURES: Record<string, DialFailure> = {
  10004: 'unavailable', // too many calls at a time
  13223: 'invalid_destination',
  13224: 'invalid_destination',
  13225: 'permission_denied', // forbidden number
  13227: 'permission_denied', // geo permissions
  20003: 'permission_denied', // credentials
  20005: 'permission_denied', // account not active
  20429: 'unavailable',
  21210: 'permission_denied', // caller id not verified
  21211: 'invalid_destination',
  21212: 'permission_denied', // caller id invalid
  21214: 'invalid_destination',
  21215: 'permission_denied', // geo permissions
  21216: 'permission_denied', // blocked by Twilio
  21217: 'invalid_destination',
  21219: 'permission_denied', // trial accounts call verified numbers only
};

/** For what users ask of numbers and texts. `what`: `Twilio could not ...`. */
export function telephonyErrorOf(what: string, reply: CarrierReply & { is: 'refused' | 'lost' }): TelephonyError {
  if (reply.is === 'lost') return new TelephonyError('unavailable', `${what}: ${reply.message}. Try again later.`);
  const { kind, advice = '' } = ERRORS[reply.code ?? ''] ?? errorOfStatus(reply.status);
  const message = `${what}: ${sentence(reply.message)}${advice === '' ? '' : ` ${advice}`}`;
  return new TelephonyError(kind, message, { carrierCode: reply.code, optedOut: reply.code === '21610' });
}

interface Meaning {
  kind: TelephonyErrorKind;
  advice?: string;
}

const CREDENTIALS = 'Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.';

const ERRORS: Record<string, Meaning> = {
  20003: { kind: 'permission_denied', advice: CREDENTIALS },
  20005: { kind: 'permission_denied', advice: 'The Twilio account is not active.' },
  20404: { kind: 'no_such_number' },
  20429: { kind: 'unavailable' },
  21211: { kind: 'invalid_destination' },
  21214: { kind: 'invalid_destination' },
  21217: { kind: 'invalid_destination' },
  21265: { kind: 'invalid_destination' },
  21404: { kind: 'permission_denied', advice: 'Trial accounts can rent one number.' },
  21408: { kind: 'permission_denied', advice: 'Allow the country under Messaging > Geo permissions at Twilio.' },
  21422: { kind: 'no_such_number', advice: 'Somebody else has it. Choose another.' },
  21452: { kind: 'no_such_number', advice: 'Choose another area code.' },
  21606: { kind: 'no_such_number', advice: 'It must be a number of this Twilio account that can send texts.' },
  21608: { kind: 'permission_denied', advice: 'Trial accounts write to verified numbers only.' },
  21610: { kind: 'invalid_destination', advice: 'They can open it again by texting START.' },
  21612: { kind: 'invalid_destination' },
  21614: { kind: 'invalid_destination', advice: 'It is no mobile number.' },
  21631: { kind: 'permission_denied', advice: 'An address is required for numbers of this country.' },
  21649: { kind: 'permission_denied', advice: 'A regulatory bundle is required for numbers of this country.' },
};

function errorOfStatus(status: number): Meaning {
  if (status === 401 || status === 403) return { kind: 'permission_denied', advice: CREDENTIALS };
  if (status === 404) return { kind: 'no_such_number' };
  return { kind: status === 429 ? 'unavailable' : 'permission_denied' };
}

/** Why a text did not arrive; for codes of status callbacks: https://www.twilio.com/docs/messaging/guides/debugging-common-issues */
export function textFailureOf(code: string): string {
  return TEXT_FAILURES[code] ?? `Twilio gave up with error ${code}`;
}

const TEXT_FAILURES: Record<string, string> = {
  21610: 'the recipient has asked for no more messages',
  30001: 'the queue of the sender is full',
  30002: 'the Twilio account is suspended',
  30003: 'the phone cannot be reached',
  30004: 'the message was blocked by the recipient or the network',
  30005: 'there is no such number',
  30006: 'it is a landline, or a network that takes no texts',
  30007: 'the network took the message for spam',
  30008: 'the network did not say why',
  30022: 'more texts than the A2P campaign may send',
  30032: 'the toll-free number is not verified',
  30034: 'the number is not registered for A2P 10DLC',
};

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
