// Text messages to the person of one conversation, by the carrier of its number.

import type { Log } from '../interfaces/log.ts';
import type { LineFailure, Texting } from '../interfaces/phone-line.ts';
import { TelephonyError, type Telephony } from '../interfaces/telephony.ts';

const FAILURES: Record<TelephonyError['kind'], LineFailure> = {
  unavailable: 'unavailable',
  not_set_up: 'unavailable',
  permission_denied: 'rejected',
  no_such_number: 'rejected',
  invalid_destination: 'rejected',
};

/** `from`: a number of the workspace. `to`: the person's. */
export function createTexting(
  deps: { telephony: Pick<Telephony, 'sendText'>; log: Log },
  { from, to }: { from: string; to: string },
): Texting {
  return {
    async send(text) {
      try {
        await deps.telephony.sendText({ from, to, text });
        return { ok: true };
      } catch (error) {
        deps.log.warn({ err: error }, 'a text message of an agent could not be sent');
        if (!(error instanceof TelephonyError)) return { ok: false, why: 'unavailable', detail: 'The message failed.' };
        return { ok: false, why: FAILURES[error.kind], detail: error.message };
      }
    },
  };
}
