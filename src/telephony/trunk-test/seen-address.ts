// How the far side sees us: it writes it into the Via of our request when that is another address than we gave (RFC 3261 section 18.2.1).

import { header } from '../sip/header.ts';
import type { SipResponse } from '../sip/message.ts';
import { parseVia } from '../sip/via.ts';

/** Null: as we call ourselves. */
export function seenAddress(response: SipResponse): string | null {
  const via = parseVia(header(response, 'Via') ?? '');
  const received = via?.params['received'];
  return received && received !== via.host ? received : null;
}
