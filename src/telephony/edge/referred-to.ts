// Whom a REFER of the far side asks us to call (RFC 3515 section 2.4.2).

import { header } from '../sip/header.ts';
import type { SipRequest } from '../sip/message.ts';
import { parseAddress } from '../sip/name-addr.ts';
import { parseUri } from '../sip/uri.ts';
import { isDialled, numberOf } from './numbers.ts';

/** A number: its trunk calls it, whatever host is written behind it. Everything else is refused, with words for the far side. */
export function referredTo(request: SipRequest): { to: string } | { refused: string } {
  const uri = parseUri(parseAddress(header(request, 'Refer-To') ?? '')?.uri ?? '');
  if (!uri) return { refused: 'Refer-To Is No Telephone Address' };
  // RFC 3891: the talk that it names is between two others, at whom we could only guess.
  if (/(^|[?&])replaces=/i.test(uri.headers)) return { refused: 'Replaces In Refer-To Not Supported' };
  if ((uri.params['method'] ?? 'INVITE').toUpperCase() !== 'INVITE') return { refused: 'Only Calls Are Made' };
  if (!isDialled(uri.user)) return { refused: 'Only Numbers Are Called' };
  return { to: numberOf(uri.user as string) };
}
