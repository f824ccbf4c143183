// Text messages of numbers. What was written stands in chats and calls; here is only what still waits to be read.

import type { ColumnType, Generated } from 'kysely';
import type { Ms } from './ms.ts';

export interface TextsTables {
  text_messages: TextMessageTable;
  text_states: TextStateTable;
  text_opt_outs: TextOptOutTable;
}

/** What a carrier says of a message. */
export type CarrierTextState = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed';

/** Kept for some weeks. */
export interface TextMessageTable {
  /** The order of arrival. */
  text_id: Generated<number>;
  workspace_id: string;
  direction: 'in' | 'out';
  our_number: string;
  their_number: string;
  carrier: string | null;
  /** The carrier's id of it; null until the carrier has taken ours. */
  message_id: string | null;
  /**
   * In: `new` until it was read, then `taken`, or `dropped` when nobody was there for it. Out: `waiting` where it is to be sent whatever
   * happens to its server; `sending` from before the carrier is asked until it has answered, then what it says; `lost` when the server
   * stopped in between, so that nobody knows.
   */
  state: 'new' | 'taken' | 'dropped' | 'waiting' | 'sending' | 'lost' | CarrierTextState;
  /** Why it failed: the carrier's code, and words. */
  code: string | null;
  detail: string | null;
  /** Of one that came and is `new`. */
  content: ColumnType<TextContent | null, string | null, string | null>;
  /** Where it stands, as far as it stands anywhere. */
  chat_id: string | null;
  chat_message_id: string | null;
  call_id: string | null;
  created_at: Ms;
}

export interface TextContent {
  text: string;
  media: { url: string; contentType: string }[];
}

/** What carriers told of messages, which may be before we know that they have taken them. */
export interface TextStateTable {
  carrier: string;
  message_id: string;
  state: CarrierTextState;
  code: string | null;
  detail: string | null;
  told_at: Ms;
}

/** Who wants no more texts from which number. */
export interface TextOptOutTable {
  workspace_id: string;
  our_number: string;
  their_number: string;
  opted_out_at: Ms;
}
