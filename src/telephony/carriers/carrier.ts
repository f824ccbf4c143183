// One carrier as the rest of this room sees it.

import type { CarrierAnswer } from '../../interfaces/carrier-doors.ts';
import type { CarrierEvent } from '../../interfaces/carrier-events.ts';
import type { PhoneEdge, PhoneLegIdentifier } from '../../interfaces/phone-edge.ts';
import type { Telephony } from '../../interfaces/telephony.ts';

export interface Carrier extends Pick<Telephony, 'buyNumber' | 'releaseNumber' | 'sendText'> {
  edge: PhoneEdge;
  /** A webhook under the carrier's own path; null when there is no such address. */
  answer(webhook: Webhook): Promise<CarrierAnswer | null>;
  /** Begins to hang up on a call of a server that died, if it is one of this carrier. */
  bury(call: PhoneLegIdentifier): void;
  close(): Promise<void>;
}

export interface Webhook {
  /** Below /carriers/<carrier>/, without the query. */
  path: string;
  /** As the carrier knows the whole address. */
  address: string;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

/** Rejects when whoever listens could not keep the event. */
export type TellEvent = (event: CarrierEvent) => Promise<void>;

export const forged: CarrierAnswer = {
  status: 403,
  contentType: 'text/plain; charset=utf-8',
  body: 'the signature is wrong',
};
export const heard: CarrierAnswer = { status: 204, contentType: 'text/plain; charset=utf-8', body: '' };
