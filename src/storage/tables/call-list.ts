// Pages of calls, newest first or oldest first, by any filter. Which calls are on a page is found among the columns of indexes; only those
// calls are then read.

import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../schema.ts';
import { callFilter, type CallFilterCriteria } from './call-filter.ts';
import type { FilterParts, LookUp } from './call-values.ts';
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
  const { rows } = await (await pageQuery(db, workspaceId, page, sql`calls.*`)).execute(db);
  return rows.map(whole);
}

/** The same without transcripts, which are most of what a call weighs: their column is null. */
export async function listCallHeads(db: Kysely<Database>, workspaceId: string, page: CallPage): Promise<CallRow[]> {
  const { rows } = await (await pageQuery(db, workspaceId, page, sql.join(HEAD_COLUMNS))).execute(db);
  return rows.map((row) => ({ ...row, transcripts: null }));
}

/** All that meet the filter. */
export async function countCalls(
  db: Kysely<Database>,
  workspaceId: string,
  filter: CallFilterCriteria,
): Promise<number> {
  const conditions = await conditionsOf(db, workspaceId, callFilter(filter));
  const { rows } = await sql<{ count: number }>`
    select count(*) from calls where ${sql.join(conditions, sql` and `)}`.execute(db);
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

async function pageQuery(
  db: Kysely<Database>,
  workspaceId: string,
  page: CallPage,
  columns: RawBuilder<unknown>,
): Promise<RawBuilder<CallRow>> {
  const direction = sql.raw(page.ascending ? 'asc' : 'desc');
  const parts = callFilter(page.filter ?? {});
  // A single value by key: its own index has the calls in order.
  const [only] = parts.lookUps;
  const byValue = parts.conditions.length === 0 && parts.lookUps.length === 1 && only?.inOrder ? only : null;
  const conditions = byValue
    ? [sql<boolean>`workspace_id = ${workspaceId}`, byValue.indexed]
    : await conditionsOf(db, workspaceId, parts);
  if (page.after) conditions.push(behind(page.after, page.ascending ?? false));
  return sql<CallRow>`
    select ${columns} from (
      select call_id as id, began_at as place from ${sql.ref(byValue ? 'call_values' : 'calls')}
      where ${sql.join(conditions, sql` and `)}
      order by began_at ${direction}, call_id ${direction}
      limit ${page.limit} offset ${page.skip ?? 0}
    ) as page join calls on calls.call_id = page.id and calls.workspace_id = ${workspaceId}
    order by page.place ${direction}, page.id ${direction}`;
}

/**
 * All conditions on `calls`. The rarest of what may be rare is looked up first: the database cannot know how few those calls are, as it
 * knows values by key only as a whole, and of numbers not how few lie far out.
 */
async function conditionsOf(
  db: Kysely<Database>,
  workspaceId: string,
  { lookUps, conditions }: FilterParts,
): Promise<RawBuilder<boolean>[]> {
  const rare = await rarest(db, workspaceId, lookUps);
  const byKey = lookUps.map((one) => {
    const where = sql<boolean>`${one.indexed} ${one.rest === null ? sql`` : sql`and ${one.rest}`}`;
    if (one === rare)
      return sql<boolean>`call_id = any(array(
        select call_id from ${sql.ref(one.from)} where workspace_id = ${workspaceId} and ${where}))`;
    if (one.from === 'calls') return where;
    // By place as well as by id: values lie in the order of the list, so that both can be walked side by side.
    return sql<boolean>`exists (select 1 from call_values where call_values.workspace_id = calls.workspace_id
      and call_values.began_at = calls.began_at and call_values.call_id = calls.call_id and ${where})`;
  });
  return [sql<boolean>`workspace_id = ${workspaceId}`, ...conditions, ...byKey];
}

/** Reading so many calls one by one and sorting them is quick enough. */
const FEW = 2_000;

async function rarest(
  db: Kysely<Database>,
  workspaceId: string,
  lookUps: readonly LookUp[],
): Promise<LookUp | undefined> {
  if (lookUps.length === 0) return undefined;
  const counts = lookUps.map(
    ({ from, indexed }) => sql<number>`(select count(*) from (
      select 1 from ${sql.ref(from)} where workspace_id = ${workspaceId} and ${indexed} limit ${FEW + 1}) as found)`,
  );
  const { rows } = await sql<{ counts: number[] }>`select array[${sql.join(counts)}]::integer[] as counts`.execute(db);
  const found = rows[0]?.counts ?? [];
  const least = Math.min(...found);
  return least <= FEW ? lookUps[found.indexOf(least)] : undefined;
}

function behind({ began_at, call_id }: CallPlaceInList, ascending: boolean): RawBuilder<boolean> {
  return sql<boolean>`(began_at, call_id) ${sql.raw(ascending ? '>' : '<')} (${began_at}::bigint, ${call_id}::text)`;
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
    'agent_tag',
    'combined_cost',
    'expires_at',
    'forgotten_at',
    'analyzed_at',
    'owner_node',
    'owner_epoch',
  ] as const satisfies (keyof CallRow)[]
).map((name) => sql.ref(`calls.${name}`));
