// The number of the public network that a SIP URI stands for: a switch may call it at our bidding.

import { isE164 } from '../../phone-number/index.ts';

/** In E.164; null for names, extensions, and numbers without their plus, which only their switch can read (RFC 3261, 19.1.6). */
export function numberInUri(uri: string): string | null {
  const [, user = ''] = /^sips?:([^@;:]+)[^@]*@/i.exec(uri) ?? [];
  const number = unescaped(user).replace(/[-.()\s]/g, '');
  return isE164(number) ? number : null;
}

function unescaped(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}
