// API keys: found by hash, kept encrypted, shown in the clear once.

import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Database, Row } from '../../storage/index.ts';
import {
  findApiKey,
  findApiKeyByHash,
  findWebhookKeyRow,
  insertApiKey,
  listApiKeyRows,
  markApiKeyRevoked,
  moveWebhookFlag,
} from '../../storage/tables/index.ts';
import { newId, randomHex } from '../new-id.ts';
import type { Envelope } from './envelope.ts';

export interface ApiKeyDeps {
  db: Kysely<Database>;
  envelope: Envelope;
  now: WallClock;
}

/** What may be shown of a key at any time. */
export interface ApiKeyInfo {
  api_key_id: string;
  name: string;
  is_webhook_key: boolean;
  created_at: number;
  revoked_at: number | null;
}

/** Whose request it is. */
export interface Access {
  workspaceId: string;
  /** Null for a signed-in person. */
  apiKeyId: string | null;
}

/** Makes a key, or stores the one that is given. The first of a workspace becomes its webhook key. Returns the key in the clear. */
export async function createApiKey(
  deps: ApiKeyDeps,
  input: { workspaceId: string; name: string; key?: string },
): Promise<{ key: string; info: ApiKeyInfo }> {
  const key = input.key ?? `key_${randomHex(32)}`;
  const api_key_id = newId('api_key');
  const row: Row<'api_keys'> = {
    api_key_id,
    workspace_id: input.workspaceId,
    name: input.name,
    key_hash: hashOf(key),
    key_encrypted: deps.envelope.seal(key, api_key_id),
    is_webhook_key: (await findWebhookKeyRow(deps.db, input.workspaceId)) === undefined,
    created_at: deps.now(),
    revoked_at: null,
  };
  await insertApiKey(deps.db, row);
  return { key, info: infoOf(row) };
}

/** Oldest first; revoked ones too. */
export async function listApiKeys(deps: ApiKeyDeps, workspaceId: string): Promise<ApiKeyInfo[]> {
  return (await listApiKeyRows(deps.db, workspaceId)).map(infoOf);
}

/** Requests with it are refused from now on. Throws for unknown ids and for the webhook key, which must be moved first. */
export async function revokeApiKey(deps: ApiKeyDeps, input: { workspaceId: string; apiKeyId: string }): Promise<void> {
  const row = await ownKey(deps, input);
  if (row.is_webhook_key && row.revoked_at === null)
    throw new Error(`${row.api_key_id} signs webhooks: make another key the webhook key first.`);
  if (row.revoked_at === null) await markApiKeyRevoked(deps.db, row.api_key_id, deps.now());
}

/** From now on this key signs webhooks and tool requests. */
export async function makeWebhookKey(
  deps: ApiKeyDeps,
  input: { workspaceId: string; apiKeyId: string },
): Promise<void> {
  const row = await ownKey(deps, input);
  if (row.revoked_at !== null) throw new Error(`${row.api_key_id} is revoked.`);
  await moveWebhookFlag(deps.db, input.workspaceId, row.api_key_id);
}

/** The key that signs, in the clear. */
export async function webhookKey(deps: Pick<ApiKeyDeps, 'db' | 'envelope'>, workspaceId: string): Promise<string> {
  const row = await findWebhookKeyRow(deps.db, workspaceId);
  if (!row) throw new Error(`workspace ${workspaceId} has no webhook key`);
  return deps.envelope.open(row.key_encrypted, row.api_key_id);
}

/** Null for a key that is unknown or revoked. Looked up by hash, so time tells nothing about stored keys. */
export async function accessByKey(db: Kysely<Database>, key: string): Promise<Access | null> {
  const row = await findApiKeyByHash(db, hashOf(key));
  return row && row.revoked_at === null ? { workspaceId: row.workspace_id, apiKeyId: row.api_key_id } : null;
}

/** Is this very key stored, revoked or not? */
export function findKey(db: Kysely<Database>, key: string): Promise<Row<'api_keys'> | undefined> {
  return findApiKeyByHash(db, hashOf(key));
}

async function ownKey(deps: ApiKeyDeps, input: { workspaceId: string; apiKeyId: string }): Promise<Row<'api_keys'>> {
  const row = await findApiKey(deps.db, input.apiKeyId);
  if (!row || row.workspace_id !== input.workspaceId) throw new Error(`There is no API key ${input.apiKeyId}.`);
  return row;
}

function hashOf(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}

function infoOf(row: Row<'api_keys'>): ApiKeyInfo {
  const { api_key_id, name, is_webhook_key, created_at, revoked_at } = row;
  return { api_key_id, name, is_webhook_key, created_at, revoked_at };
}
