// Questions of the job that copies analyses of phone calls into contacts.

import { sql, type Kysely } from 'kysely';
import { jsonText } from '../json-text.ts';
import type { Database } from '../schema.ts';
import { columnOperand, typedCondition, type TypedFilter } from './typed-filter.ts';

export interface AnalyzedCall {
  call_id: string;
  began_at: number;
  /** Whom it was with. */
  phone_number: string | null;
  call_analysis: Record<string, unknown>;
}

export interface AnalyzedCallFilter {
  agent?: readonly { agent_id: string; version?: readonly number[] }[];
  start_timestamp?: TypedFilter;
}

/** Phone calls with an analysis, oldest first, behind the one that is named. */
export function listAnalyzedPhoneCalls(
  db: Kysely<Database>,
  workspaceId: string,
  filter: AnalyzedCallFilter,
  page: { limit: number; after?: { began_at: number; call_id: string } },
): Promise<AnalyzedCall[]> {
  let query = db
    .selectFrom('calls')
    .select(['call_id', sql<number>`began_at`.as('began_at')])
    .select(sql<string | null>`case direction when 'inbound' then from_number else to_number end`.as('phone_number'))
    .select(sql<Record<string, unknown>>`details -> 'call_analysis'`.as('call_analysis'))
    .where('workspace_id', '=', workspaceId)
    .where('call_type', '=', 'phone_call')
    .where(sql<boolean>`jsonb_typeof(details -> 'call_analysis') = 'object'`)
    .orderBy(sql`began_at`)
    .orderBy('call_id')
    .limit(page.limit);
  if (filter.start_timestamp)
    query = query.where(typedCondition(columnOperand('calls.start_timestamp'), filter.start_timestamp));
  if (filter.agent?.length)
    query = query.where((eb) =>
      eb.or(
        (filter.agent ?? []).map(({ agent_id, version }) =>
          version?.length
            ? eb.and([eb('agent_id', '=', agent_id), eb('agent_version', 'in', version)])
            : eb('agent_id', '=', agent_id),
        ),
      ),
    );
  if (page.after)
    query = query.where(sql<boolean>`(began_at, call_id) > (${page.after.began_at}::bigint, ${page.after.call_id})`);
  return query.execute();
}

/** Adds to the custom fields of the contact with this number; false when there is none. */
export async function addCustomFields(
  trx: Kysely<Database>,
  workspaceId: string,
  phoneNumber: string,
  fields: Record<string, unknown>,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('contacts')
    .set({ custom_fields: sql<string>`custom_fields || ${jsonText(fields)}::jsonb` })
    .where('workspace_id', '=', workspaceId)
    .where('phone_number', '=', phoneNumber)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
