// A stored call as the contract shows it. What is not known yet is left out rather than null.

import type { Schema } from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';
import { SHOWN_DETAILS } from './details.ts';
import { recordingKeys } from './files.ts';

export type CallObject = Schema<'V2CallResponse'>;

/** `publicUrl`: without a slash at the end. */
export function renderCall(row: Row<'calls'>, publicUrl: string): CallObject {
  const shown = {
    ...kind(row),
    call_id: row.call_id,
    agent_id: row.agent_id,
    agent_version: row.agent_version,
    agent_name: row.agent_name,
    call_status: row.call_status,
    metadata: row.metadata,
    retell_llm_dynamic_variables: row.retell_llm_dynamic_variables,
    start_timestamp: row.start_timestamp,
    end_timestamp: row.end_timestamp,
    duration_ms: row.duration_ms,
    disconnection_reason: row.disconnection_reason,
    ...details(row.details),
    ...files(row, publicUrl),
  };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null)) as unknown as CallObject;
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

/** Files are there once a call that began is over. */
function files(row: Row<'calls'>, publicUrl: string): Record<string, string> {
  if (row.start_timestamp === null || row.end_timestamp === null) return {};
  const keys = recordingKeys(row.files_key);
  const url = (key: string): string => `${publicUrl}/files/${key}`;
  const log = { public_log_url: url(keys.log) };
  if (!row.has_recording) return log;
  return { recording_url: url(keys.mono), recording_multi_channel_url: url(keys.multiChannel), ...log };
}
