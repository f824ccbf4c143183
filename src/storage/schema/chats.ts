// Chats and their messages.

import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Ms } from './ms.ts';

export interface ChatsTables {
  chats: ChatTable;
  deleted_chats: DeletedChatTable;
  chat_messages: ChatMessageTable;
}

export interface ChatTable {
  workspace_id: string;
  chat_id: string;
  chat_type: 'api_chat' | 'sms_chat';
  chat_status: 'ongoing' | 'ended' | 'error';
  agent_id: string;
  agent_version: number;
  /** The tag by which the agent was named. */
  agent_tag: string | null;
  /** What it runs with: agent and engine as they were when it began. */
  configuration_hash: string;
  /** Of chats by text message: ours, and the other side's. */
  from_number: string | null;
  to_number: string | null;
  start_timestamp: Ms;
  end_timestamp: Ms | null;
  disconnection_reason: string | null;
  user_sentiment: string | null;
  chat_successful: boolean | null;
  /** When silence ends it, ms. */
  closes_at: Ms;
  /** How many messages it ever had; the next one's `seq`. */
  message_count: number;
  /** `seq` of a user's message whose answer is not complete; null when there is none. */
  unanswered_seq: number | null;
  /** Of a chat by text message: the agent's messages before this `seq` were given to the carrier, or it was tried. */
  texted_seq: Generated<number>;
  /** Who writes the answer at the moment; null while nobody does. */
  turn_id: string | null;
  /** A turn that is not renewed until then, by the database's clock, belongs to a dead process. */
  turn_until: Date | null;
  data_storage_setting: 'everything' | 'everything_except_pii' | 'basic_attributes_only';
  /** When its retention is over, ms; null = kept for ever, or not over yet. */
  delete_after: Ms | null;
  metadata: ColumnType<unknown, string | null, string | null>;
  retell_llm_dynamic_variables: ColumnType<Record<string, unknown> | null, string | null, string | null>;
  custom_attributes: ColumnType<Record<string, string | number | boolean> | null, string | null, string | null>;
  /** Overrides, collected variables, where the engine stands, analysis. */
  details: JSONColumnType<Record<string, unknown>>;
  /** When the analysis was done with, ms; null before. */
  analyzed_at: Ms | null;
  /** When its content was removed because the storage setting asks for it, ms. */
  content_removed_at: Ms | null;
}

export interface ChatMessageTable {
  workspace_id: string;
  chat_id: string;
  /** From 0, without gaps. */
  seq: number;
  /** As in the contract's MessageOrToolCall. */
  message: JSONColumnType<Record<string, unknown>>;
}

/** Where a page of the list goes on that ended with a chat that is gone; kept for some days. */
export interface DeletedChatTable {
  chat_id: string;
  workspace_id: string;
  start_timestamp: Ms;
  deleted_at: Ms;
}
