// Telnyx' errors: https://developers.telnyx.com/docs/overview/errors

import type { DialFailure } from '../../../interfaces/phone-edge.ts';
import { TelephonyError, type TelephonyErrorKind } from '../../../interfaces/telephony.ts';
import type { CarrierReply } from '../carrier-http.ts';
import { failureOfSipStatus } from '../failure-of-sip-status.ts';

type NotDone = CarrierReply & { is: 'refused' | 'lost' };

const CREDENTIALS = new Set(['10009', '10010']);
/** 10015: bad request; 10016: the number must be in E.164; 10002: it is no phone number. */
const DESTINATIONS = new Set(['10002', '10015', '10016']);

/** A call that Telnyx did not take. */
export function dialFailureOf(reply: NotDone): DialFailure {
  if (reply.is === 'lost' || reply.status === 429) return 'unavailable';
  if (DESTINATIONS.has(reply.code ?? '')) return 'invalid_destination';
  return 'permission_denied';
}

/** A call that nobody answered, by what `call.hangup` says. */
export function failureOfHangup(cause: unknown, sipStatus: number | null): DialFailure {
  switch (cause) {
    case 'user_busy':
      return 'busy';
    case 'timeout':
    case 'no_answer':
      return 'no_answer';
    case 'not_found':
      return 'invalid_destination';
    case 'originator_cancel':
      return 'cancelled';
    case 'call_rejected': {
      const failure = failureOfSipStatus(sipStatus);
      return failure === 'failed' ? 'declined' : failure;
    }
    default:
      return failureOfSipStatus(sipStatus);
  }
}

/** For what users ask of numbers and texts. */
export function telephonyErrorOf(what: string, reply: NotDone): TelephonyError {
  if (reply.is === 'lost') return new TelephonyError('unavailable', `${what}: ${reply.message}. Try again later.`);
  const { code, status } = reply;
  const advice = CREDENTIALS.has(code ?? '') ? ' Check TELNYX_API_KEY.' : (ADVICE[code ?? ''] ?? '');
  const message = `${what}: ${/[.!?]$/.test(reply.message) ? reply.message : `${reply.message}.`}${advice}`;
  return new TelephonyError(kindOf(code, status), message, { carrierCode: code, optedOut: code === '40300' });
}

function kindOf(code: string | null, status: number): TelephonyErrorKind {
  if (status === 429) return 'unavailable';
  if (CREDENTIALS.has(code ?? '') || status === 401 || status === 403) return 'permission_denied';
  if (status === 404 || code === '40305') return 'no_such_number';
  return TEXT_DESTINATIONS.has(code ?? '') || DESTINATIONS.has(code ?? '')
    ? 'invalid_destination'
    : 'permission_denied';
}

const TEXT_DESTINATIONS = new Set(['40001', '40300', '40310', '40301']);
const ADVICE: Record<string, string> = {
  40300: ' They can open it again by texting START.',
  40305: ' Bind the number to the messaging profile of TELNYX_MESSAGING_PROFILE_ID.',
  40310: ' It must be a number in E.164 that takes texts.',
};

/** Why a text did not arrive: https://developers.telnyx.com/docs/messaging/messages/error-codes */
export function textFailureOf(code: string, detail: string): string {
  return TEXT_FAILURES[code] ?? (detail === '' ? `Telnyx gave up with error ${code}` : detail);
}

const TEXT_FAILURES: Record<string, string> = {
  40001: 'it is a landline, or a network that takes no texts',
  40002: 'the network took the message for spam',
  40003: 'the network took the message for spam',
  40004: 'the network refused the message',
  40005: 'the message was too old before it could be delivered',
  40006: 'the network of the recipient cannot be reached',
  40008: 'the phone cannot be reached',
  40009: 'the message is not valid',
  40010: 'the number is not registered for A2P 10DLC',
  40011: 'more texts than may be sent',
  40300: 'the recipient has asked for no more messages',
};
