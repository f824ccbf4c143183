// Pages of calls, newest first or oldest first, by any filter. Which calls are on a page is found among the columns of indexes; only those
// calls are then read.

import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../schema.ts';
import {
  callFilter,
  placeCondition,
  type CallFilterCriteria,
  type CallFilterParts,
  type PlaceBound,
} from './call-filter.ts';
import { findCallKinds, firstOfKinds } from './call-kinds.ts';
import type { LookUp } from './call-values.ts';
import { whole, type CallRow } from './calls.ts';
import { rareCalls } from './rare-calls.ts';

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
  return (await pageRows<CallRow>(db, workspaceId, page, sql`calls.*`)).map(whole);
}

/** The same without transcripts, which are most of what a call weighs: their column is null. */
export async function listCallHeads(db: Kysely<Database>, workspaceId: string, page: CallPage): Promise<CallRow[]> {
  const rows = await pageRows<Omit<CallRow, 'transcripts'>>(db, workspaceId, page, sql.join(HEAD_COLUMNS));
  return rows.map((row) => ({ ...row, transcripts: null }));
}

/** A call without its transcripts in `details`: here they are as they are stored, the JSON of an object. */
export type CallText = Omit<CallRow, 'transcripts'> & { transcripts: string | null };

/** As `listCalls`, for whom it is enough to pass transcripts on. */
export async function listCallTexts(db: Kysely<Database>, workspaceId: string, page: CallPage): Promise<CallText[]> {
  const transcripts = sql`calls.transcripts::text as transcripts`;
  return pageRows(db, workspaceId, page, sql.join([...HEAD_COLUMNS, transcripts]));
}

/** All that meet the filter. */
export async function countCalls(
  db: Kysely<Database>,
  workspaceId: string,
  filter: CallFilterCriteria,
): Promise<number> {
  const parts = callFilter(filter);
  const kinds = await kindsOf(db, workspaceId, parts);
  const conditions = await conditionsOf(db, workspaceId, parts, kinds, parts.places);
  if (conditions === NONE) return 0;
  const { rows } = await sql<{ count: number }>`select count(*) from calls where ${all(conditions.whole)}`.execute(db);
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

/** `R`: of the columns. */
async function pageRows<R>(
  db: Kysely<Database>,
  workspaceId: string,
  page: CallPage,
  columns: RawBuilder<unknown>,
): Promise<R[]> {
  const places = await placesQuery(db, workspaceId, page);
  if (places === NONE) return [];
  const order = orderOf('', page);
  const { rows } = await sql<R>`
    select ${columns} from (
      select call_id as id, began_at as place from ${places} order by ${order} limit ${page.limit} offset ${page.skip ?? 0}
    ) as page join calls on calls.call_id = page.id and calls.workspace_id = ${workspaceId}
    order by page.place ${directionOf(page)}, page.id ${directionOf(page)}`.execute(db);
  return rows;
}

/** No call meets the filter. */
const NONE = Symbol('none');

/** What follows `from` where ids and places of the page's calls are to be found, perhaps with more. */
async function placesQuery(
  db: Kysely<Database>,
  workspaceId: string,
  page: CallPage,
): Promise<RawBuilder<unknown> | typeof NONE> {
  const parts = callFilter(page.filter ?? {});
  const after = page.after ? [behind(page.after, page.ascending ?? false)] : [];
  // A single value by key: its own index has the calls in order.
  const [only] = parts.lookUps;
  if (parts.conditions.length === 0 && parts.lookUps.length === 1 && only?.inOrder)
    return sql`call_values where ${all([sql<boolean>`workspace_id = ${workspaceId}`, only.indexed, ...after])}`;
  const kinds = await kindsOf(db, workspaceId, parts);
  if (kinds && kinds.length <= FEW_KINDS && isAboutKindsAlone(parts)) {
    if (kinds.length === 0) return NONE;
    const [condition = null] = after;
    const most = page.limit + (page.skip ?? 0);
    return sql`(${firstOfKinds({ workspaceId, kinds, condition, order: orderOf('calls.', page), most })}) as of_kinds`;
  }
  const bounds = page.after
    ? [...parts.places, { op: page.ascending ? 'ge' : 'le', value: page.after.began_at } as const]
    : parts.places;
  const conditions = await conditionsOf(db, workspaceId, parts, kinds, bounds);
  if (conditions === NONE) return NONE;
  const most = page.limit + (page.skip ?? 0);
  const { ofAgents } = conditions;
  if (ofAgents) {
    const each = { agents: ofAgents.agents, condition: all([...ofAgents.conditions, ...after]) };
    return sql`(${firstOfAgents({ ...each, order: orderOf('calls.', page), most })}) as of_agents`;
  }
  return sql`calls where ${all([...conditions.whole, ...after])}`;
}

interface OfAgents {
  agents: readonly string[];
  condition: RawBuilder<boolean>;
  order: RawBuilder<unknown>;
  /** So many of each agent. */
  most: number;
}

/** Ids and places of the first calls of each of these agents. */
function firstOfAgents({ agents, condition, order, most }: OfAgents): RawBuilder<unknown> {
  return sql`select of_agent.call_id, of_agent.began_at from unnest(${agents}::text[]) as agents (agent_id) cross join lateral (
    select calls.call_id, calls.began_at from calls where calls.agent_id = agents.agent_id and ${condition}
    order by ${order} limit ${most}) as of_agent`;
}

/** So many can each be begun with; of more there are enough calls that the list itself soon has a page of them. */
const FEW_KINDS = 32;

function isAboutKindsAlone({ lookUps, conditions, ofKind }: CallFilterParts): boolean {
  return lookUps.length === 0 && conditions.length === ofKind.length;
}

/** Null where kinds say nothing that a single index would not. */
async function kindsOf(
  db: Kysely<Database>,
  workspaceId: string,
  { ofKind, ofNumber, lookUps }: CallFilterParts,
): Promise<string[] | null> {
  if (ofKind.length === 0 || ofKind.length + ofNumber.length + lookUps.length < 2) return null;
  const held = lookUps.flatMap((lookUp) => lookUp.held ?? []);
  return findCallKinds(db, workspaceId, ofKind, held);
}

/**
 * All conditions on `calls`. The rarest of what may be rare is looked up first: the database cannot know how few those calls are, as it
 * knows values by key only as a whole, of numbers not how few lie far out, and of kinds not what else they exclude. `bounds`: where in
 * the list the calls lie.
 */
async function conditionsOf(
  db: Kysely<Database>,
  workspaceId: string,
  parts: CallFilterParts,
  kinds: readonly string[] | null,
  bounds: readonly PlaceBound[],
): Promise<Conditions | typeof NONE> {
  if (kinds?.length === 0) return NONE;
  const rare = await rareCalls(db, workspaceId, parts, kinds);
  if (rare?.count === 0) return NONE;
  const others = parts.lookUps.filter((lookUp) => lookUp !== rare?.lookUp || lookUp.rest !== null);
  const near = bounds.map((bound) => placeCondition('call_values', bound));
  const isJoined = others.some(({ from }) => from === 'call_values') && (await valuesHaveStatistics(db));
  const byKey = others.map((lookUp) => (isJoined ? joinedCondition(lookUp, near) : probedCondition(lookUp)));
  const own = sql<boolean>`workspace_id = ${workspaceId}`;
  return {
    whole: [own, ...(rare ? [rare.condition] : []), ...parts.conditions, ...byKey],
    // The index of the agents has no other columns: to look at those, every call would have to be read.
    ofAgents: rare || parts.conditions.length > 0 ? null : agentByAgent(others, own),
  };
}

interface Conditions {
  /** On `calls`. */
  whole: RawBuilder<boolean>[];
  /** The same for calls that are taken agent by agent; null where that is no short cut. */
  ofAgents: { agents: readonly string[]; conditions: RawBuilder<boolean>[] } | null;
}

/** Each agent's calls stand in the order of the list: a page of each is soon found, however many others have called meanwhile. */
const FEW_AGENTS = 32;

function agentByAgent(lookUps: readonly LookUp[], own: RawBuilder<boolean>): Conditions['ofAgents'] {
  const one = lookUps.find(({ agents }) => agents && agents.length <= FEW_AGENTS);
  if (!one?.agents) return null;
  const others = lookUps.filter((lookUp) => lookUp !== one);
  return { agents: one.agents, conditions: [own, ...others.map(probedCondition)] };
}

/**
 * As the planner likes best: call by call, or all values beside all calls, in the order of the list or not. By place and by id, of which
 * the second goes without saying but for calls that began in the same millisecond; of two equations the planner believes that they are
 * seldom true together, so this one is put in words that it guesses nothing by.
 */
function joinedCondition(lookUp: LookUp, near: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  if (lookUp.from === 'calls') return lookUp.walked ?? wholeCondition(lookUp);
  return sql<boolean>`exists (select 1 from call_values where call_values.workspace_id = calls.workspace_id
    and call_values.began_at = calls.began_at and texteq(call_values.call_id, calls.call_id)
    and ${all([wholeCondition(lookUp), ...near])})`;
}

/**
 * Call by call and never otherwise: without statistics a planner goes through all values for each call. `offset 0` keeps it from joining,
 * and the order is that of the one index that leads to the value at once.
 */
function probedCondition(lookUp: LookUp): RawBuilder<boolean> {
  if (lookUp.from === 'calls') return lookUp.walked ?? wholeCondition(lookUp);
  return sql<boolean>`exists (select 1 from call_values where call_values.workspace_id = calls.workspace_id
    and call_values.began_at = calls.began_at and call_values.call_id = calls.call_id and ${wholeCondition(lookUp)}
    order by call_values.seq offset 0)`;
}

function wholeCondition({ indexed, rest }: LookUp): RawBuilder<boolean> {
  return all(rest === null ? [indexed] : [indexed, rest]);
}

/** Databases that have statistics of `call_values`, which they do not lose again. */
const withStatistics = new WeakSet<Kysely<Database>>();

/** The database gathers them by itself, within a minute or so after many rows have come. */
async function valuesHaveStatistics(db: Kysely<Database>): Promise<boolean> {
  if (withStatistics.has(db)) return true;
  const { rows } = await sql`
    select 1 from pg_stats where schemaname = any(current_schemas(false)) and tablename = 'call_values' and attname = 'field'`.execute(
    db,
  );
  if (rows.length > 0) withStatistics.add(db);
  return rows.length > 0;
}

function all(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

function directionOf({ ascending }: Pick<CallPage, 'ascending'>): RawBuilder<unknown> {
  return sql.raw(ascending ? 'asc' : 'desc');
}

/** `table`: `calls.` where there are others. */
function orderOf(table: '' | 'calls.', page: Pick<CallPage, 'ascending'>): RawBuilder<unknown> {
  const direction = directionOf(page);
  return sql`${sql.raw(table)}began_at ${direction}, ${sql.raw(table)}call_id ${direction}`;
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
