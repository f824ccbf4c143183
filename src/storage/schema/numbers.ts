// Phone numbers, trunks, the queue of calls that wait to be dialled, batches, contacts.

import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Ms } from './ms.ts';

export interface NumbersTables {
  phone_numbers: PhoneNumberTable;
  sip_trunks: SipTrunkTable;
  sip_dialogs: SipDialogTable;
  trunk_registrations: TrunkRegistrationTable;
  dials: DialTable;
  dial_lines: DialLineTable;
  batch_calls: BatchCallTable;
  batch_call_tasks: BatchCallTaskTable;
  contacts: ContactTable;
  contact_uploads: ContactUploadTable;
  contact_jobs: ContactJobTable;
}

/** Who carries a number's calls; `custom` is the owner's own trunk. */
export type DialProvider = 'twilio' | 'telnyx' | 'custom';

export interface PhoneNumberTable {
  workspace_id: string;
  /** E.164, or a pseudo number of somebody's own switch. */
  phone_number: string;
  provider: DialProvider;
  /** The carrier's id of a bought number. */
  provider_id: string | null;
  fallback_number: string | null;
  /** The fields of the contract that are no columns; agents by weight only. */
  config: JSONColumnType<Record<string, unknown>>;
  /** Sealed; never shown. */
  trunk_password: Buffer | null;
  /** Of `sip_trunks`; null: it has its own trunk (`config.termination_uri`), or a carrier. */
  sip_trunk_id: string | null;
  created_at: Ms;
  modified_at: Ms;
}

export interface SipTrunkTable {
  workspace_id: string;
  sip_trunk_id: string;
  name: string;
  /** The fields of the API that are no columns. */
  config: JSONColumnType<Record<string, unknown>>;
  /** Sealed; never shown. */
  password: Buffer | null;
  /** Sealed; of those who call in. */
  inbound_password: Buffer | null;
  created_at: Ms;
  modified_at: Ms;
}

/** Which server keeps a trunk registered. */
export interface TrunkRegistrationTable {
  workspace_id: string;
  sip_trunk_id: string;
  owner_node: string;
  owner_epoch: number;
}

/** An answered call by SIP, for as long as it lasts: enough to end it after its server died. */
export interface SipDialogTable {
  dialog_key: string;
  /** Null: it came in, and whose it is only the number can tell. */
  workspace_id: string | null;
  call_id: string | null;
  sip_trunk_id: string | null;
  node_id: string;
  node_epoch: number;
  /** `StoredDialog` of telephony. */
  dialog: JSONColumnType<Record<string, unknown>>;
  created_at: Generated<Date>;
}

/** A created phone call that has not been handed to a carrier yet. Removed when it was, or when its call is over. */
export interface DialTable {
  /** The order of the queue. */
  dial_id: Generated<number>;
  workspace_id: string;
  call_id: string;
  provider: DialProvider;
  /** When the line's rate let it go; null while it waits. */
  released_at: Ms | null;
  /** When the carrier was asked; from here on it may have been dialled. */
  begun_at: Ms | null;
}

/** The rate of one provider in one workspace. */
export interface DialLineTable {
  workspace_id: string;
  provider: DialProvider;
  /** Not before this time may the next call be let go. */
  next_dial_at: Ms;
}

export interface BatchCallTable {
  workspace_id: string;
  batch_call_id: string;
  name: string;
  from_number: string;
  trigger_at: Ms;
  /** Slots that it leaves free. */
  reserved_concurrency: number;
  call_time_window: ColumnType<CallWindow | null, string | null, string | null>;
  total_task_count: number;
  /** When its first task was tried. */
  begun_at: Ms | null;
  /** When nothing was left to try. */
  done_at: Ms | null;
  canceled_at: Ms | null;
  /** Since when nothing of it is dialled, until it is resumed. */
  paused_at: Ms | null;
  created_at: Ms;
}

/** Minutes of the local day, half-open, sorted and apart. No `day` = every day. */
export interface CallWindow {
  windows: { start: number; end: number }[];
  timezone: string;
  day?: string[];
}

export interface BatchCallTaskTable {
  workspace_id: string;
  batch_call_id: string;
  task_number: number;
  /** As it was asked for; when it was tried, what is left of that. */
  task: JSONColumnType<Record<string, unknown>>;
  /** The call it became. */
  call_id: string | null;
  /** Why it became none. */
  failure: string | null;
  /** When it was tried; null while it waits. */
  sent_at: Ms | null;
}

export interface ContactTable {
  workspace_id: string;
  contact_id: string;
  /** E.164; one contact a number. */
  phone_number: string;
  first_name: string | null;
  last_name: string | null;
  tags: Generated<string[]>;
  custom_fields: ColumnType<Record<string, unknown>, string | undefined, string>;
  do_not_call: Generated<boolean>;
  external_id: string | null;
  conversation_count: Generated<number>;
  /** 0 for somebody never spoken to. */
  last_conversation_timestamp: Generated<Ms>;
  created_at: Ms;
  modified_at: Ms;
}

/** An uploaded file that waits to be imported. */
export interface ContactUploadTable {
  workspace_id: string;
  upload_id: string;
  file_name: string;
  /** Where its bytes are. */
  blob_key: string;
  created_at: Ms;
}

/** The latest job of its kind in a workspace. */
export interface ContactJobTable {
  workspace_id: string;
  kind: 'import' | 'backfill';
  /** Of this run; a job of an earlier one changes nothing any more. */
  run_id: string;
  status: 'queued' | 'running' | 'idle';
  request: JSONColumnType<Record<string, unknown>>;
  /** How far it has come: rows of the file, or the last call looked at. */
  cursor: string | null;
  succeeded: Generated<number>;
  failed: Generated<number>;
  /** The first of the rows that could not be taken. */
  failures: ColumnType<RowFailure[], string | undefined, string>;
  started_at: Ms;
  finished_at: Ms | null;
}

export interface RowFailure {
  /** The line of the table, the header is 1. */
  row: number;
  reason: string;
}
