// Pages of calls, newest first or oldest first, by any filter. Which calls are on a page is found among the columns of indexes; only those
// calls are then read.

import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../schema.ts';
import { callFilter, type CallFilterCriteria } from './call-filter.ts';
import { whole, type CallRow } from './calls.ts';

/** A call's place in the list: when it began (or was created, before that), then its id. */
export interface CallPlaceInList {
  began_at: number;
  call_id: string;
}

export interface CallPage {
  filter?: CallFilterCriteria;
  ascending?: boolean;
  limit: number;
  /** How many calls are left out first. */
  skip?: number;
  /** The place behind which the page starts. */
  after?: CallPlaceInList;
}

export async function listCalls(db: Kysely<Database>, workspaceId: string, page: CallPage): Promise<CallRow[]> {
  const { rows } = await pageQuery(workspaceId, page, sql`calls.*`).execute(db);
  return rows.map(whole);
}

/** The same without transcripts, which are most of what a call weighs: their column is null. */
export async function listCallHeads(db: Kysely<Database>, workspaceId: string, page: CallPage): Promise<CallRow[]> {
  const { rows } = await pageQuery(workspaceId, page, sql.join(HEAD_COLUMNS)).execute(db);
  return rows.map((row) => ({ ...row, transcripts: null }));
}

/** All that meet the filter. */
export async function countCalls(
  db: Kysely<Database>,
  workspaceId: string,
  filter: CallFilterCriteria,
): Promise<number> {
  const { from, conditions } = filtered(workspaceId, filter);
  const { rows } = await sql<{
    count: number;
  }>`select count(*) ${from} where ${sql.join(conditions, sql` and `)}`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/** Of a call that is there, or was until some days ago. */
export async function placeOfCall(
  db: Kysely<Database>,
  workspaceId: string,
  callId: string,
): Promise<CallPlaceInList | undefined> {
  const { rows } = await sql<CallPlaceInList>`
    select began_at, call_id from calls where workspace_id = ${workspaceId} and call_id = ${callId}
    union all
    select began_at, call_id from deleted_calls where workspace_id = ${workspaceId} and call_id = ${callId}
    limit 1`.execute(db);
  return rows[0];
}

function pageQuery(workspaceId: string, page: CallPage, columns: RawBuilder<unknown>): RawBuilder<CallRow> {
  const direction = sql.raw(page.ascending ? 'asc' : 'desc');
  const { from, conditions } = filtered(workspaceId, page.filter ?? {});
  if (page.after) conditions.push(behind(page.after, page.ascending ?? false));
  return sql<CallRow>`
    select ${columns} from (
      select calls.call_id as id, calls.began_at as place ${from}
      where ${sql.join(conditions, sql` and `)}
      order by calls.began_at ${direction}, calls.call_id ${direction}
      limit ${page.limit} offset ${page.skip ?? 0}
    ) as page join calls on calls.call_id = page.id
    order by page.place ${direction}, page.id ${direction}`;
}

function filtered(
  workspaceId: string,
  criteria: CallFilterCriteria,
): { from: RawBuilder<unknown>; conditions: RawBuilder<boolean>[] } {
  const { joins, conditions } = callFilter(criteria);
  const from = sql`from calls ${sql.join(
    joins.map((join, i) => join(`values_${i}`)),
    sql` `,
  )}`;
  return {
    from: joins.length === 0 ? sql`from calls` : from,
    conditions: [sql<boolean>`calls.workspace_id = ${workspaceId}`, ...conditions],
  };
}

function behind({ began_at, call_id }: CallPlaceInList, ascending: boolean): RawBuilder<boolean> {
  return sql<boolean>`(calls.began_at, calls.call_id) ${sql.raw(ascending ? '>' : '<')} (${began_at}::bigint, ${call_id}::text)`;
}

/** All columns of `calls` but the transcripts. */
const HEAD_COLUMNS = (
  [
    'workspace_id',
    'call_id',
    'call_type',
    'call_status',
    'agent_id',
    'agent_version',
    'agent_name',
    'configuration_hash',
    'batch_call_id',
    'direction',
    'from_number',
    'to_number',
    'disconnection_reason',
    'user_sentiment',
    'call_successful',
    'in_voicemail',
    'created_at',
    'start_timestamp',
    'end_timestamp',
    'duration_ms',
    'e2e_latency_p50',
    'access_token',
    'files_key',
    'has_recording',
    'metadata',
    'retell_llm_dynamic_variables',
    'details',
    'began_at',
    'data_storage_setting',
    'combined_cost',
    'expires_at',
    'forgotten_at',
    'analyzed_at',
    'owner_node',
    'owner_epoch',
  ] as const satisfies (keyof CallRow)[]
).map((name) => sql.ref(`calls.${name}`));
