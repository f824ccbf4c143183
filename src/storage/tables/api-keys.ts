// Questions about API keys. A key itself is never in a query: only its hash, and its encrypted form for signing.

import type { Kysely } from 'kysely';
import type { Database, NewRow, Row } from '../schema.ts';

export async function insertApiKey(db: Kysely<Database>, row: NewRow<'api_keys'>): Promise<void> {
  await db.insertInto('api_keys').values(row).execute();
}

export function findApiKeyByHash(db: Kysely<Database>, keyHash: string): Promise<Row<'api_keys'> | undefined> {
  return db.selectFrom('api_keys').selectAll().where('key_hash', '=', keyHash).executeTakeFirst();
}

export function findApiKey(db: Kysely<Database>, apiKeyId: string): Promise<Row<'api_keys'> | undefined> {
  return db.selectFrom('api_keys').selectAll().where('api_key_id', '=', apiKeyId).executeTakeFirst();
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

export async function markApiKeyRevoked(db: Kysely<Database>, apiKeyId: string, at: number): Promise<void> {
  await db.updateTable('api_keys').set({ revoked_at: at }).where('api_key_id', '=', apiKeyId).execute();
}

/** In one transaction, so that there is never none and never two. */
export async function moveWebhookFlag(db: Kysely<Database>, workspaceId: string, toApiKeyId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('api_keys')
      .set({ is_webhook_key: false })
      .where('workspace_id', '=', workspaceId)
      .where('is_webhook_key', '=', true)
      .execute();
    await tx.updateTable('api_keys').set({ is_webhook_key: true }).where('api_key_id', '=', toApiKeyId).execute();
  });
}
