// INVITE with Replaces: the new call is to take the place of another (RFC 3891 section 3).

import { header } from '../header.ts';
import type { SipRequest } from '../message.ts';
import { parseParams } from '../params.ts';
import type { DialogIndex, DialogOwner } from './session-deps.ts';

/** `refusal`: the status that the INVITE gets; null `owner`: it replaces nothing. */
export function replacedBy(
  request: SipRequest,
  dialogs: DialogIndex,
): { owner: DialogOwner | null } | { refusal: number } {
  const value = header(request, 'Replaces');
  if (value === undefined) return { owner: null };
  const semicolon = value.indexOf(';');
  const params = semicolon < 0 ? null : parseParams(value, semicolon);
  const toTag = params?.['to-tag'];
  const fromTag = params?.['from-tag'];
  if (!params || toTag === undefined || fromTag === undefined) return { refusal: 400 };
  const owner = dialogs.find(value.slice(0, semicolon).trim(), toTag, fromTag)?.owner;
  if (!owner) return { refusal: 481 };
  switch (owner.replaceable) {
    case 'confirmed':
      return params['early-only'] === undefined ? { owner } : { refusal: 486 };
    case 'early':
      return { owner };
    case 'ended':
      return { refusal: 603 };
    case 'no':
      return { refusal: 481 };
    default:
      return owner.replaceable satisfies never;
  }
}
