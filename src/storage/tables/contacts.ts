// Questions about contacts: one per phone number in a workspace.

import { sql, type Kysely, type RawBuilder } from 'kysely';
import { jsonText } from '../json-text.ts';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';

type Contact = Row<'contacts'>;

export interface ContactKey {
  workspace_id: string;
  contact_id: string;
}

/** Undefined when there is a contact with this number. */
export function insertContact(db: Kysely<Database>, row: NewRow<'contacts'>): Promise<Contact | undefined> {
  return db
    .insertInto('contacts')
    .values(row)
    .onConflict((conflict) => conflict.columns(['workspace_id', 'phone_number']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** What an import may say about a contact; what it leaves out stays as it is. */
export interface ContactPatch {
  first_name?: string;
  last_name?: string;
  do_not_call?: boolean;
  external_id?: string;
  custom_fields?: Record<string, unknown>;
  /** Added to those it has. */
  tags?: string[];
}

/** Makes the contact with this number, or changes it where the patch says so. */
export async function upsertContact(
  db: Kysely<Database>,
  fresh: Pick<Contact, 'workspace_id' | 'contact_id' | 'phone_number' | 'created_at'>,
  patch: ContactPatch,
): Promise<void> {
  const { custom_fields = {}, tags = [], ...columns } = patch;
  const custom = jsonText(custom_fields);
  await db
    .insertInto('contacts')
    .values({ ...fresh, ...columns, tags, custom_fields: custom, modified_at: fresh.created_at })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'phone_number']).doUpdateSet({
        ...columns,
        custom_fields: sql<string>`contacts.custom_fields || ${custom}::jsonb`,
        tags: sql<string[]>`contacts.tags || array(select unnest(${tags}::text[]) except select unnest(contacts.tags))`,
        modified_at: fresh.created_at,
      }),
    )
    .execute();
}

export function findContact(db: Kysely<Database>, key: ContactKey): Promise<Contact | undefined> {
  return db
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('contact_id', '=', key.contact_id)
    .executeTakeFirst();
}

export function findContactByPhone(
  db: Kysely<Database>,
  workspaceId: string,
  phoneNumber: string,
): Promise<Contact | undefined> {
  return db
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('phone_number', '=', phoneNumber)
    .executeTakeFirst();
}

/** `custom_fields`: merged key by key, null clears a key. */
export function updateContactRow(
  db: Kysely<Database>,
  key: ContactKey,
  change: Omit<RowUpdate<'contacts'>, 'custom_fields'> & { custom_fields?: Record<string, unknown> },
): Promise<Contact | undefined> {
  const { custom_fields, ...columns } = change;
  return db
    .updateTable('contacts')
    .set({
      ...columns,
      ...(custom_fields === undefined
        ? {}
        : { custom_fields: sql<string>`jsonb_strip_nulls(custom_fields || ${jsonText(custom_fields)}::jsonb)` }),
    })
    .where('workspace_id', '=', key.workspace_id)
    .where('contact_id', '=', key.contact_id)
    .returningAll()
    .executeTakeFirst();
}

/** False when there was none. */
export async function deleteContactRow(db: Kysely<Database>, key: ContactKey): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('contacts')
    .where('workspace_id', '=', key.workspace_id)
    .where('contact_id', '=', key.contact_id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export interface ContactPage {
  /** All of them must hold. */
  conditions: RawBuilder<boolean>[];
  ascending: boolean;
  limit: number;
  skip: number;
  after?: { last_conversation_timestamp: number; contact_id: string };
}

/** By their last conversation; whoever was never spoken to counts as 0. */
export function listContactRows(db: Kysely<Database>, workspaceId: string, page: ContactPage): Promise<Contact[]> {
  const direction = page.ascending ? 'asc' : 'desc';
  let query = matching(db, workspaceId, page.conditions)
    .selectAll()
    .orderBy('last_conversation_timestamp', direction)
    .orderBy('contact_id', direction)
    .limit(page.limit)
    .offset(page.skip);
  if (page.after)
    query = query.where(
      sql<boolean>`(last_conversation_timestamp, contact_id) ${sql.raw(page.ascending ? '>' : '<')}
        (${page.after.last_conversation_timestamp}::bigint, ${page.after.contact_id})`,
    );
  return query.execute();
}

export async function countContacts(
  db: Kysely<Database>,
  workspaceId: string,
  conditions: RawBuilder<boolean>[],
): Promise<number> {
  const { count } = await matching(db, workspaceId, conditions)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** A conversation with this number came to its end. */
export async function noteConversation(
  trx: Kysely<Database>,
  workspaceId: string,
  phoneNumber: string,
  at: number,
): Promise<void> {
  await trx
    .updateTable('contacts')
    .set({
      conversation_count: sql<number>`conversation_count + 1`,
      last_conversation_timestamp: sql<number>`greatest(last_conversation_timestamp, ${at}::bigint)`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('phone_number', '=', phoneNumber)
    .execute();
}

/** Phone calls that really were with a number, and when the last of them began. */
export async function countConversations(
  db: Kysely<Database>,
  workspaceId: string,
  phoneNumber: string,
): Promise<{ conversation_count: number; last_conversation_timestamp: number }> {
  const { rows } = await sql<{ conversation_count: number; last_conversation_timestamp: number }>`
    select count(*)::integer as conversation_count, coalesce(max(start_timestamp), 0)::bigint as last_conversation_timestamp
    from (${callsWith(workspaceId, phoneNumber)}) as call where start_timestamp is not null`.execute(db);
  return rows[0] ?? { conversation_count: 0, last_conversation_timestamp: 0 };
}

export interface Conversation {
  type: 'call' | 'chat';
  id: string;
  started_at: number;
  start_timestamp: number | null;
  direction: 'inbound' | 'outbound' | null;
  disconnection_reason: string | null;
  duration_ms: number | null;
  user_sentiment: string | null;
  successful: boolean | null;
  summary: string | null;
}

/** Calls and text chats with a number, newest first. */
export async function listConversations(
  db: Kysely<Database>,
  workspaceId: string,
  phoneNumber: string,
  page: { limit: number; after?: { started_at: number; id: string } },
): Promise<Conversation[]> {
  const behind = page.after
    ? sql`where (started_at, id) < (${page.after.started_at}::bigint, ${page.after.id})`
    : sql``;
  const { rows } = await sql<Conversation>`
    select * from (
      select 'call' as type, call_id as id, began_at as started_at, start_timestamp, direction,
        disconnection_reason, duration_ms::bigint, user_sentiment, call_successful as successful,
        case data_storage_setting when 'everything' then details -> 'call_analysis' ->> 'call_summary' end as summary
      from (${callsWith(workspaceId, phoneNumber)}) as call
      union all
      select 'chat', chat_id, start_timestamp, start_timestamp, 'outbound', disconnection_reason, end_timestamp - start_timestamp,
        user_sentiment, chat_successful,
        case data_storage_setting when 'everything' then details -> 'chat_analysis' ->> 'chat_summary' end
      from chats where workspace_id = ${workspaceId} and to_number = ${phoneNumber}
    ) as conversation ${behind}
    order by started_at desc, id desc limit ${page.limit}`.execute(db);
  return rows;
}

/** Whom a call was with depends on its direction; union all, so that each half can use its own index. */
function callsWith(workspaceId: string, phoneNumber: string): RawBuilder<unknown> {
  return sql`
    select * from calls
    where workspace_id = ${workspaceId} and to_number collate "C" = ${phoneNumber} and direction = 'outbound'
    union all
    select * from calls
    where workspace_id = ${workspaceId} and from_number collate "C" = ${phoneNumber} and direction = 'inbound'`;
}

function matching(db: Kysely<Database>, workspaceId: string, conditions: RawBuilder<boolean>[]) {
  let query = db.selectFrom('contacts').where('workspace_id', '=', workspaceId);
  for (const condition of conditions) query = query.where(condition);
  return query;
}
