// REFER of ours and the subscription it makes (RFC 3515): what the far side tells of the call that it makes for us.

import { header } from '../header.ts';
import type { SipRequest } from '../message.ts';
import { parseParams } from '../params.ts';

/** The subscription of one REFER. */
export interface ReferSubscription {
  /** CSeq number of the REFER: `id` of its events. */
  readonly id: number;
  /** The last status told; 100 before any. */
  status: number;
  done(status: number): void;
}

/** Takes a NOTIFY; false when it belongs to no REFER of ours (481). */
export function takeNotify(subscriptions: Map<number, ReferSubscription>, notify: SipRequest): boolean {
  const [name, ...rest] = (header(notify, 'Event') ?? '').split(';');
  if (name?.trim().toLowerCase() !== 'refer') return false;
  const id = parseParams(rest.length > 0 ? `;${rest.join(';')}` : '')?.id;
  // Without an id it is that of the first REFER (RFC 3515 section 2.4.6); one that was sent again with credentials has another CSeq.
  const first = id === undefined || subscriptions.size === 1 ? subscriptions.values().next().value : undefined;
  const subscription = subscriptions.get(Number(id)) ?? first;
  if (!subscription) return false;
  const status = /^SIP\/2\.0 ([1-6]\d\d)/.exec(notify.body.toString('latin1'))?.[1];
  if (status) subscription.status = Number(status);
  const state = (header(notify, 'Subscription-State') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (subscription.status >= 200 || state === 'terminated') subscription.done(subscription.status);
  return true;
}
