// Questions about API keys. A key itself is never in a query: only its hash, and its encrypted form for signing.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';

export function insertApiKey(db: Kysely<Database>, row: NewRow<'api_keys'>): Promise<Row<'api_keys'>> {
  return db.insertInto('api_keys').values(row).returningAll().executeTakeFirstOrThrow();
}

/** With the limits of its workspace, which every request asks for as well. */
export function findApiKeyByHash(
  db: Kysely<Database>,
  keyHash: string,
): Promise<(Row<'api_keys'> & Pick<Row<'workspaces'>, 'rate_limits'>) | undefined> {
  return db
    .selectFrom('api_keys')
    .innerJoin('workspaces', 'workspaces.workspace_id', 'api_keys.workspace_id')
    .selectAll('api_keys')
    .select('workspaces.rate_limits')
    .where('key_hash', '=', keyHash)
    .executeTakeFirst();
}

export function findApiKey(
  db: Kysely<Database>,
  workspaceId: string,
  apiKeyId: string,
): Promise<Row<'api_keys'> | undefined> {
  return db
    .selectFrom('api_keys')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('api_key_id', '=', apiKeyId)
    .executeTakeFirst();
}

/** The one key of a workspace that signs. */
export function findWebhookKeyRow(db: Kysely<Database>, workspaceId: string): Promise<Row<'api_keys'> | undefined> {
  return db
    .selectFrom('api_keys')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('is_webhook_key', '=', true)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}

/** Newest last; revoked ones too. */
export function listApiKeyRows(db: Kysely<Database>, workspaceId: string): Promise<Row<'api_keys'>[]> {
  return db
    .selectFrom('api_keys')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at')
    .orderBy('api_key_id')
    .execute();
}

/** Those that still work, oldest first. */
export function listWorkingApiKeys(
  db: Kysely<Database>,
  workspaceId: string,
  page: { limit: number; after?: { created_at: number; api_key_id: string } },
): Promise<Row<'api_keys'>[]> {
  let query = db
    .selectFrom('api_keys')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('api_key_id')
    .limit(page.limit);
  if (page.after) {
    const { created_at, api_key_id } = page.after;
    query = query.where((eb) => eb(eb.refTuple('created_at', 'api_key_id'), '>', eb.tuple(created_at, api_key_id)));
  }
  return query.execute();
}

export function updateApiKeyRow(
  db: Kysely<Database>,
  workspaceId: string,
  apiKeyId: string,
  change: RowUpdate<'api_keys'>,
): Promise<Row<'api_keys'> | undefined> {
  return db
    .updateTable('api_keys')
    .set(change)
    .where('workspace_id', '=', workspaceId)
    .where('api_key_id', '=', apiKeyId)
    .returningAll()
    .executeTakeFirst();
}

/** False when it is the webhook key, which nobody may take away, or revoked already. */
export async function markApiKeyRevoked(
  db: Kysely<Database>,
  workspaceId: string,
  apiKeyId: string,
  at: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('api_keys')
    .set({ revoked_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('api_key_id', '=', apiKeyId)
    .where('is_webhook_key', '=', false)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Whole keys by id and when each was last used, ms. Never moves back. */
export async function touchApiKeys(
  db: Kysely<Database>,
  used: readonly { api_key_id: string; at: number }[],
): Promise<void> {
  await sql`
    update api_keys set last_used_at = greatest(last_used_at, used.at)
    from jsonb_to_recordset(${JSON.stringify(used)}::jsonb) as used (api_key_id text, at bigint)
    where api_keys.api_key_id = used.api_key_id`.execute(db);
}

/** In one transaction, so that there is never none and never two. False when the key is not there to take it, or revoked. */
export async function moveWebhookFlag(db: Kysely<Database>, workspaceId: string, toApiKeyId: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // One mover at a time; revoking waits as well.
    await tx
      .selectFrom('api_keys')
      .select('api_key_id')
      .where('workspace_id', '=', workspaceId)
      .orderBy('api_key_id')
      .forUpdate()
      .execute();
    const heir = await findApiKey(tx, workspaceId, toApiKeyId);
    if (!heir || heir.revoked_at !== null) return false;
    await tx
      .updateTable('api_keys')
      .set({ is_webhook_key: false })
      .where('workspace_id', '=', workspaceId)
      .where('is_webhook_key', '=', true)
      .execute();
    await tx.updateTable('api_keys').set({ is_webhook_key: true }).where('api_key_id', '=', toApiKeyId).execute();
    return true;
  });
}
