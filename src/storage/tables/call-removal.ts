// Calls, or what was said in them, taken away for good.

import { sql, type Kysely } from 'kysely';
import { jsonText } from '../json-text.ts';
import type { Database } from '../schema.ts';
import { whole, type CallRow } from './calls.ts';
import { insertSignedFolder } from './signed-folders.ts';

/**
 * Deletes the call with its values, events, texts and webhooks, sent or not, and gives the row, whose files its caller deletes. Its place in the
 * list is kept for pages that ended with it. Files that needed a signature need one until they are gone.
 */
export async function deleteCall(
  db: Kysely<Database>,
  workspaceId: string,
  callId: string,
  now: number,
): Promise<CallRow | undefined> {
  const row = await db
    .deleteFrom('calls')
    .where('workspace_id', '=', workspaceId)
    .where('call_id', '=', callId)
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  await db
    .insertInto('deleted_calls')
    .values({ call_id: callId, workspace_id: workspaceId, began_at: row.began_at, deleted_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  if (row.details['opt_in_signed_url'] === true)
    await insertSignedFolder(db, { files_key: row.files_key, workspace_id: workspaceId });
  await db.deleteFrom('call_events').where('call_id', '=', callId).execute();
  await deleteTexts(db, row);
  await db.deleteFrom('webhook_deliveries').where('call_id', '=', callId).execute();
  return whole(row);
}

/** Forgets where deleted calls stood. */
export async function forgetDeletedCalls(db: Kysely<Database>, before: number): Promise<void> {
  await db.deleteFrom('deleted_calls').where('deleted_at', '<', before).execute();
}

/**
 * Takes the content out of a call: `details` becomes what is given, transcripts, events and texts go, the person's number is `number`. What was
 * sent about it and what is still to be sent stays until `clearWebhookBodies`.
 */
export async function stripCall(
  db: Kysely<Database>,
  call: Pick<CallRow, 'workspace_id' | 'call_id' | 'direction'>,
  details: Record<string, unknown>,
  number: string,
): Promise<CallRow | undefined> {
  await db.deleteFrom('call_events').where('call_id', '=', call.call_id).execute();
  await deleteTexts(db, call);
  const theirs =
    call.direction === null ? {} : { [call.direction === 'inbound' ? 'from_number' : 'to_number']: number };
  return db
    .updateTable('calls')
    .set({ details: jsonText(details), transcripts: null, retell_llm_dynamic_variables: null, ...theirs })
    .where('workspace_id', '=', call.workspace_id)
    .where('call_id', '=', call.call_id)
    .returningAll()
    .executeTakeFirst();
}

/** Text messages that were read into the call, or that its agent sent. */
async function deleteTexts(
  db: Kysely<Database>,
  { workspace_id, call_id }: Pick<CallRow, 'workspace_id' | 'call_id'>,
): Promise<void> {
  await db
    .deleteFrom('text_messages')
    .where('workspace_id', '=', workspace_id)
    .where('call_id', '=', call_id)
    .execute();
}

/**
 * Removes the texts of a call's webhooks that have been sent, or will not be tried again, and their addresses, which variables may stand in.
 * False while one still may be tried, unless `all`.
 */
export async function clearWebhookBodies(
  db: Kysely<Database>,
  callId: string,
  { attempts, all }: { attempts: number; all: boolean },
): Promise<boolean> {
  await db
    .updateTable('webhook_deliveries')
    .set({ body: '', url: '' })
    .where('call_id', '=', callId)
    .where((eb) => eb.or([eb.lit(all), eb('delivered_at', 'is not', null), eb('attempts', '>=', attempts)]))
    .execute();
  const left = await db
    .selectFrom('webhook_deliveries')
    .select('delivery_id')
    .where('call_id', '=', callId)
    .where('body', '<>', '')
    .limit(1)
    .executeTakeFirst();
  return left === undefined;
}

/** Nothing of its content is left anywhere. */
export async function markCallForgotten(db: Kysely<Database>, callId: string, now: number): Promise<void> {
  await db
    .updateTable('calls')
    .set({ forgotten_at: now, has_recording: false })
    .where('call_id', '=', callId)
    .execute();
}

/** Calls that keep basic attributes alone, ended before `endedBefore`, with content that is still there. */
export async function listCallsToForget(
  db: Kysely<Database>,
  endedBefore: number,
  limit: number,
): Promise<Pick<CallRow, 'call_id'>[]> {
  return db
    .selectFrom('calls')
    .select('call_id')
    .where('forgotten_at', 'is', null)
    .where('data_storage_setting', 'in', ['everything_except_pii', 'basic_attributes_only'])
    .where('end_timestamp', '<', endedBefore)
    .limit(limit)
    .execute();
}

export type AgedCall = Pick<CallRow, 'workspace_id' | 'call_id'>;

/** Calls whose own retention is over. */
export async function listExpiredCalls(db: Kysely<Database>, now: number, limit: number): Promise<AgedCall[]> {
  return db
    .selectFrom('calls')
    .select(['workspace_id', 'call_id'])
    .where('expires_at', '<', now)
    .orderBy('expires_at')
    .limit(limit)
    .execute();
}

/** Agents that keep their calls for some days only, as their newest version says. */
export async function listRetentions(
  db: Kysely<Database>,
): Promise<{ workspace_id: string; agent_id: string; days: number }[]> {
  const { rows } = await sql<{ workspace_id: string; agent_id: string; days: number }>`
    select workspace_id, agent_id, days from (
      select distinct on (agent_id) workspace_id, agent_id, (config ->> 'data_storage_retention_days')::double precision as days
      from agents where channel = 'voice' order by agent_id, version desc
    ) as newest where days is not null`.execute(db);
  return rows;
}

/** Calls of an agent that ended before `before`. */
export async function listCallsEndedBefore(
  db: Kysely<Database>,
  agent: { workspace_id: string; agent_id: string },
  before: number,
  limit: number,
): Promise<AgedCall[]> {
  return db
    .selectFrom('calls')
    .select(['workspace_id', 'call_id'])
    .where('workspace_id', '=', agent.workspace_id)
    .where('agent_id', '=', agent.agent_id)
    .where('began_at', '<', before)
    .where('end_timestamp', '<', before)
    .limit(limit)
    .execute();
}
