// Kinds of calls: what calls have in common in all columns of few values, and in which of their objects they hold values by key. A
// workspace has some hundreds at most, so that it is known at once which of them meet several filters, if any do.

import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../schema.ts';

/** Columns of which a kind has one value, in the table `call_kinds` as in `calls`. */
export const KIND_FIELDS = [
  'call_type',
  'call_status',
  'direction',
  'disconnection_reason',
  'user_sentiment',
  'call_successful',
  'in_voicemail',
  'data_storage_setting',
] as const;

/** What a kind's calls hold by key, as letters of the column `holds`. */
export type Held = 'm' | 'a' | 'v' | 'c' | 't';

/** Far more than there can be in earnest; with so many nothing is gained by them. */
const MOST_KINDS = 2_000;

/** As the indexes of `calls` say it. */
const KIND = sql`call_kind(${sql.join(KIND_FIELDS.map((field) => sql.ref(`calls.${field}`)))}, call_holds(calls.data_storage_setting,
  calls.metadata, calls.retell_llm_dynamic_variables, calls.details, calls.transcripts))`;

/**
 * The kinds that meet conditions on `KIND_FIELDS` (of `calls`) and hold all that is wanted; as texts, for they are wider than a number.
 * No call that meets them is of any other kind. Null when there are too many.
 */
export async function findCallKinds(
  db: Kysely<Database>,
  workspaceId: string,
  conditions: readonly RawBuilder<boolean>[],
  held: readonly Held[],
): Promise<string[] | null> {
  const holds = held.map((letter) => sql<boolean>`strpos(calls.holds, ${letter}) > 0`);
  const { rows } = await sql<{ kind: string }>`
    select kind::text as kind from call_kinds as calls
    where ${sql.join([sql<boolean>`workspace_id = ${workspaceId}`, ...conditions, ...holds], sql` and `)}
    limit ${MOST_KINDS + 1}`.execute(db);
  return rows.length > MOST_KINDS ? null : rows.map(({ kind }) => kind);
}

export interface OfKinds {
  workspaceId: string;
  kinds: readonly string[];
  /** What else an index by kind answers. */
  condition: RawBuilder<boolean> | null;
  /** Columns of `calls`, by which that index has the calls of one kind in order. */
  order: RawBuilder<unknown>;
  /** So many of each kind. */
  most: number;
}

/** Ids and places of the first calls of each of these kinds. The order within a kind is what makes any planner take the index. */
export function firstOfKinds({ workspaceId, kinds, condition, order, most }: OfKinds): RawBuilder<unknown> {
  return sql`select of_kind.call_id, of_kind.began_at from unnest(${kinds}::bigint[]) as kinds (kind) cross join lateral (
    select calls.call_id, calls.began_at from calls
    where calls.workspace_id = ${workspaceId} and ${KIND} = kinds.kind ${condition ? sql`and ${condition}` : sql``}
    order by ${order} limit ${most}) as of_kind`;
}
