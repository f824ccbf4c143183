// What is kept of a call whose agent, or whose update, asked for less than everything. The content lives until the analysis is done and
// its webhook is written; nobody but webhooks sees it once the call is over. Then it is removed, its files ten minutes later.

import type { Kysely } from 'kysely';
import { enqueue, type Database, type Row } from '../../storage/index.ts';
import { stripCall } from '../../storage/tables/index.ts';
import { isStrictSetting } from '../storage-setting.ts';

/** How long the files of such a call can still be fetched by the address in its last webhook. */
export const FILES_LIVE_MS = 600_000;

/** What is left of `details`: what this list does not name goes. Nothing that was said, found out or given about the person. */
const KEPT_DETAILS = [
  'custom_attributes',
  'data_storage_setting',
  'data_storage_retention_days',
  'opt_in_signed_url',
  'signed_url_expiration_ms',
  'agent_tag',
  'latency',
  'call_cost',
  'llm_token_usage',
  'telephony_identifier',
  'transfer_end_timestamp',
] as const;

const KEPT_ANALYSIS = ['user_sentiment', 'call_successful', 'in_voicemail'] as const;

/** In place of the person's number; what a caller who withholds theirs has as well. */
const NO_NUMBER = 'anonymous';

/** Whether the call keeps its basic attributes alone. */
export function isStrict(row: Pick<Row<'calls'>, 'details'>): boolean {
  return isStrictSetting(row.details['data_storage_setting']);
}

/** Whether all of it is shown: while it runs, and when it keeps everything. */
export function isShownWhole(row: Pick<Row<'calls'>, 'details' | 'end_timestamp'>): boolean {
  return !isStrict(row) || row.end_timestamp === null;
}

/** The call without what it does not keep. */
export function keptView(row: Row<'calls'>): Row<'calls'> {
  if (isShownWhole(row)) return row;
  const theirs =
    row.direction === null ? {} : { [row.direction === 'inbound' ? 'from_number' : 'to_number']: NO_NUMBER };
  return {
    ...row,
    ...theirs,
    details: keptDetails(row.details),
    transcripts: null,
    retell_llm_dynamic_variables: null,
    has_recording: false,
  };
}

/** Removes the content in the caller's transaction; files and texts of webhooks follow after `filesLiveMs`. */
export async function forgetContent(
  trx: Kysely<Database>,
  row: Row<'calls'>,
  now: number,
  filesLiveMs: number,
): Promise<Row<'calls'>> {
  const stripped = await stripCall(trx, row, keptDetails(row.details), NO_NUMBER);
  await enqueue(
    trx,
    'forget-call',
    { call_id: row.call_id },
    { runAt: new Date(now + filesLiveMs), jobKey: `forget ${row.call_id}` },
  );
  return stripped ?? row;
}

function keptDetails(details: Record<string, unknown>): Record<string, unknown> {
  const analysis = picked((details['call_analysis'] ?? {}) as Record<string, unknown>, KEPT_ANALYSIS);
  return {
    ...picked(details, KEPT_DETAILS),
    ...(Object.keys(analysis).length === 0 ? {} : { call_analysis: analysis }),
  };
}

function picked(object: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => object[name] != null).map((name) => [name, object[name]]));
}
