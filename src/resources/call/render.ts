// A stored call as the contract shows it. What is not known yet is left out rather than null, and so is what the call does not keep.

import type { Schema } from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';
import type { CallText } from '../../storage/tables/index.ts';
import { SIGNED_URL_MS, type FileLinks } from '../file/index.ts';
import { withMembers } from '../written-json.ts';
import { SHOWN_DETAILS, type CallSettings } from './details.ts';
import { recordingKeys } from './files.ts';
import { isShownWhole, isStrict, keptView } from './privacy.ts';

export type CallObject = Schema<'V2CallResponse'>;

/**
 * `files`: addresses of its files; a text is taken for the public address of the server, without a slash at the end, and gives none for
 * files that need a signature. `view`: `whole` is for webhooks alone, which tell of a call once before its content goes.
 */
export function renderCall(row: Row<'calls'>, files: FileLinks | string, view: 'kept' | 'whole' = 'kept'): CallObject {
  const seen = view === 'whole' ? row : keptView(row);
  const shown = {
    ...kind(seen),
    call_id: seen.call_id,
    agent_id: seen.agent_id,
    agent_version: seen.agent_version,
    agent_name: seen.agent_name,
    call_status: seen.call_status,
    metadata: seen.metadata,
    retell_llm_dynamic_variables: seen.retell_llm_dynamic_variables,
    batch_call_id: seen.batch_call_id,
    start_timestamp: seen.start_timestamp,
    end_timestamp: seen.end_timestamp,
    duration_ms: seen.duration_ms,
    disconnection_reason: seen.disconnection_reason,
    ...details(seen.details),
    ...storageApplied(seen),
    ...(seen === row || !isStrict(row) ? { ...fileUrls(seen, files), ...lineUrls(seen, files) } : {}),
  };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null)) as unknown as CallObject;
}

/** The same as JSON, its transcripts as they are stored: all their forms are shown, and none is null. */
export function renderCallText({ transcripts, ...rest }: CallText, files: FileLinks): string {
  const call = JSON.stringify(renderCall({ ...rest, transcripts: null }, files));
  return transcripts !== null && isShownWhole(rest) ? withMembers(call, transcripts) : call;
}

function kind(row: Row<'calls'>): object {
  if (row.call_type === 'web_call') return { call_type: row.call_type, access_token: row.access_token };
  const { call_type, from_number, to_number, direction } = row;
  return { call_type, from_number, to_number, direction };
}

function details(stored: Record<string, unknown>): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const name of SHOWN_DETAILS) {
    if (stored[name] != null) shown[name] = stored[name];
  }
  return shown;
}

/** Says so where less is kept than the setting's name promises. */
function storageApplied(row: Row<'calls'>): object {
  return row.details['data_storage_setting'] === 'everything_except_pii'
    ? { data_storage_applied: 'basic_attributes_only' }
    : {};
}

/** Files are there once a call that began is over. */
function fileUrls(row: Row<'calls'>, files: FileLinks | string): Record<string, string> {
  if (row.start_timestamp === null || row.end_timestamp === null || row.forgotten_at !== null) return {};
  const url = addressOf(row, files);
  if (url === null) return {};
  const keys = recordingKeys(row.files_key);
  const hasContents = (row.details as CallSettings).has_retrieved_contents === true;
  const log = {
    public_log_url: url(keys.log),
    ...(hasContents ? { knowledge_base_retrieved_contents_url: url(keys.contents) } : {}),
  };
  if (!row.has_recording) return log;
  return { recording_url: url(keys.mono), recording_multi_channel_url: url(keys.multiChannel), ...log };
}

/** What was written down of a telephone's line, also where nobody was reached. */
function lineUrls(row: Row<'calls'>, files: FileLinks | string): Record<string, string> {
  const { has_sip_ladder, has_packets } = row.details as CallSettings;
  const url = row.end_timestamp === null || row.forgotten_at !== null ? null : addressOf(row, files);
  if (url === null) return {};
  const keys = recordingKeys(row.files_key);
  return {
    ...(has_sip_ladder ? { sip_ladder_url: url(keys.ladder) } : {}),
    ...(has_packets ? { pcap_url: url(keys.capture) } : {}),
  };
}

function addressOf({ details: settings }: Row<'calls'>, files: FileLinks | string): ((key: string) => string) | null {
  const signed = settings['opt_in_signed_url'] === true;
  if (typeof files === 'string') return signed ? null : (key) => `${files}/files/${key}`;
  if (!signed) return (key) => files.url(key);
  const forMs = settings['signed_url_expiration_ms'];
  return (key) => files.signedUrl(key, typeof forMs === 'number' ? forMs : SIGNED_URL_MS);
}
