// What carriers tell us by their webhooks, beside the calls that an edge runs: text messages that came, and what became of those we sent.

import type { NumberProvider } from './telephony.ts';

export type CarrierEvent = IncomingText | TextState;

/** Signatures are checked before an event is made of a webhook; carriers may tell the same thing twice, and out of order. */
export interface CarrierEvents {
  /**
   * One listener. The carrier is answered when its promise resolves; when it rejects, the carrier hears of a failure and tells it again
   * if it does that.
   */
  onEvent(listener: (event: CarrierEvent) => Promise<void>): void;
}

export interface IncomingText {
  is: 'text';
  carrier: NumberProvider;
  /** The carrier's id of the message; the same when it is told again. */
  messageId: string;
  /** E.164, or a short code or name as the carrier writes it. */
  from: string;
  to: string;
  /** May be empty when there are pictures. */
  text: string;
  media: { url: string; contentType: string }[];
}

/** Of a message that `Telephony.sendText` gave the id of. */
export interface TextState {
  is: 'textState';
  carrier: NumberProvider;
  messageId: string;
  state: 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed';
  /** The carrier's own code of the failure, and what it means in words; null when nothing failed. */
  code: string | null;
  detail: string | null;
}
