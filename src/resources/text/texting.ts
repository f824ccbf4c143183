// Text messages that an agent writes by its tool, to the person of one conversation.

import type { LineFailure, Texting } from '../../interfaces/phone-line.ts';
import type { TextPair } from '../../storage/tables/index.ts';
import { sendText, type TextDeps, type TextPlace, type TextRefusal } from './send-text.ts';

const FAILURES: Record<TextRefusal['why'], LineFailure> = {
  unavailable: 'unavailable',
  not_set_up: 'unavailable',
  permission_denied: 'rejected',
  no_such_number: 'rejected',
  invalid_destination: 'rejected',
  opted_out: 'rejected',
  too_many: 'rejected',
};

export function createTexting(deps: TextDeps, pair: TextPair, place: TextPlace): Texting {
  return {
    async send(text) {
      const sent = await sendText(deps, pair, text, { place });
      return sent.ok ? sent : { ok: false, why: FAILURES[sent.why], detail: sent.detail };
    },
  };
}
