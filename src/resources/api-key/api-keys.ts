// API keys: found by hash, kept encrypted, shown in the clear once.

import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { ApiError, invalidRequest, notFound, refused, type RequestBody, type Schema } from '../../contract/index.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Database, Permissions, PublicKeySettings, Row } from '../../storage/index.ts';
import {
  findApiKey,
  findApiKeyByHash,
  findWebhookKeyRow,
  insertApiKey,
  listApiKeyRows,
  listWorkingApiKeys,
  markApiKeyRevoked,
  moveWebhookFlag,
  updateApiKeyRow,
} from '../../storage/tables/index.ts';
import { pageLimit } from '../limits.ts';
import { newId, randomHex } from '../new-id.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { covers, type Access } from './access.ts';
import type { Envelope } from './envelope.ts';
import { publicKeySettings } from './public-key.ts';

export interface ApiKeyDeps {
  db: Kysely<Database>;
  envelope: Envelope;
  now: WallClock;
}

/** A key to be made. */
export interface NewApiKey {
  workspaceId: string;
  name: string;
  /** One is made without. */
  key?: string;
  /** null, or absent: everything. */
  permissions?: Permissions | null;
  /** Makes it a key for browsers. */
  publicKey?: PublicKeySettings;
}

/** What may be shown of a key at any time. */
export type ApiKeyInfo = Pick<Row<'api_keys'>, 'api_key_id' | 'name' | 'is_webhook_key' | 'created_at' | 'revoked_at'>;

interface ApiKeyPlace {
  workspaceId: string;
  apiKeyId: string;
}

const LIST = 'api-keys';

/** Makes a key, or stores the one that is given. The first of a workspace becomes its webhook key. Returns the key in the clear. */
export async function createApiKey(
  deps: ApiKeyDeps,
  input: NewApiKey,
): Promise<{ key: string; info: Row<'api_keys'> }> {
  const { publicKey = null, permissions = null } = input;
  const key = input.key ?? `${publicKey ? 'public_key' : 'key'}_${randomHex(32)}`;
  const api_key_id = newId('api_key');
  const info = await insertApiKey(deps.db, {
    api_key_id,
    workspace_id: input.workspaceId,
    name: input.name,
    key_hash: hashOf(key),
    key_encrypted: deps.envelope.seal(key, api_key_id),
    is_webhook_key: !publicKey && (await findWebhookKeyRow(deps.db, input.workspaceId)) === undefined,
    created_at: deps.now(),
    revoked_at: null,
    kind: publicKey ? 'public' : 'secret',
    permissions: json(permissions),
    public_key_settings: json(publicKey),
  });
  return { key, info };
}

/** create-api-key. Throws 403 when the key could do more than who makes it. */
export async function issueApiKey(
  deps: ApiKeyDeps,
  access: Access,
  body: RequestBody<'createApiKey'>,
): Promise<Schema<'ApiKey'>> {
  const isPublic = body.type === 'public';
  if (isPublic && body.permissions != null)
    throw invalidRequest('permissions: expected none, a public key may do what browsers need and nothing else.');
  const permissions = isPublic ? null : (body.permissions ?? null);
  checkCovers(access, isPublic ? { deploy: 'edit' } : permissions);
  const { key, info } = await createApiKey(deps, {
    workspaceId: access.workspaceId,
    name: body.name,
    permissions,
    ...publicPart(deps, isPublic, body, null),
  });
  return { ...rendered(deps, info), api_key: key };
}

/** list-api-keys: those that work, oldest first. */
export async function listWorkspaceKeys(
  deps: ApiKeyDeps,
  access: Access,
  query: { limit?: number; pagination_key?: string },
): Promise<Page<Schema<'ApiKey'>>> {
  const limit = pageLimit(query.limit, 50);
  const [created_at, api_key_id] =
    query.pagination_key === undefined ? [] : decodePageKey(LIST, query.pagination_key, ['number', 'string']);
  const rows = await listWorkingApiKeys(deps.db, access.workspaceId, {
    limit: limit + 1,
    ...(created_at === undefined ? {} : { after: { created_at: Number(created_at), api_key_id: String(api_key_id) } }),
  });
  return pageOf(
    rows,
    limit,
    LIST,
    (row) => [row.created_at, row.api_key_id],
    (row) => rendered(deps, row),
  );
}

/** update-api-key. Throws 403 for a key that may do more than who asks, or would. */
export async function updateApiKey(
  deps: ApiKeyDeps,
  access: Access,
  apiKeyId: string,
  body: RequestBody<'updateApiKey'>,
): Promise<Schema<'ApiKey'>> {
  const place = { workspaceId: access.workspaceId, apiKeyId };
  const row = await workingKey(deps, place);
  checkCovers(access, grantedBy(row));
  const isPublic = row.kind === 'public';
  if (isPublic && body.permissions != null)
    throw invalidRequest('permissions: expected none, a public key may do what browsers need and nothing else.');
  if (!isPublic && body.permissions !== undefined) checkCovers(access, body.permissions);
  const { publicKey } = publicPart(deps, isPublic, body, row.public_key_settings);
  const updated = await updateApiKeyRow(deps.db, place.workspaceId, apiKeyId, {
    name: body.name ?? row.name,
    ...(isPublic || body.permissions === undefined ? {} : { permissions: json(body.permissions) }),
    ...(publicKey === undefined ? {} : { public_key_settings: json(publicKey) }),
  });
  return rendered(deps, updated ?? row);
}

/** delete-api-key. */
export async function deleteApiKey(deps: ApiKeyDeps, access: Access, apiKeyId: string): Promise<void> {
  const place = { workspaceId: access.workspaceId, apiKeyId };
  checkCovers(access, grantedBy(await workingKey(deps, place)));
  await revokeApiKey(deps, place);
}

/** make-webhook-key: from now on this key signs webhooks and tool requests. */
export async function makeWebhookKey(deps: ApiKeyDeps, place: ApiKeyPlace): Promise<Schema<'ApiKey'>> {
  const row = await workingKey(deps, place);
  if (row.kind === 'public') throw refused(`${row.api_key_id} is a public key: what it signs, anybody could sign.`);
  if (!(await moveWebhookFlag(deps.db, place.workspaceId, row.api_key_id))) throw notFound('api key', place.apiKeyId);
  return rendered(deps, { ...row, is_webhook_key: true });
}

/** Oldest first; revoked ones too. */
export function listApiKeys(deps: ApiKeyDeps, workspaceId: string): Promise<ApiKeyInfo[]> {
  return listApiKeyRows(deps.db, workspaceId);
}

/** Requests with it are refused from now on. Throws for unknown ids and for the webhook key, which must be moved first. */
export async function revokeApiKey(deps: ApiKeyDeps, { workspaceId, apiKeyId }: ApiKeyPlace): Promise<void> {
  const row = await findApiKey(deps.db, workspaceId, apiKeyId);
  if (!row) throw notFound('api key', apiKeyId);
  if (row.revoked_at !== null || (await markApiKeyRevoked(deps.db, workspaceId, apiKeyId, deps.now()))) return;
  throw refused(`${apiKeyId} signs webhooks: make another key the webhook key first.`);
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
  if (!row || row.revoked_at !== null) return null;
  return {
    workspaceId: row.workspace_id,
    apiKeyId: row.api_key_id,
    actor: { type: 'api_key', id: row.api_key_id, name: row.name },
    role: null,
    userId: null,
    permissions: grantedBy(row),
    publicKey: row.public_key_settings,
    rateLimits: row.rate_limits,
  };
}

/** Is this very key stored, revoked or not? */
export function findKey(db: Kysely<Database>, key: string): Promise<Row<'api_keys'> | undefined> {
  return findApiKeyByHash(db, hashOf(key));
}

async function workingKey(deps: ApiKeyDeps, { workspaceId, apiKeyId }: ApiKeyPlace): Promise<Row<'api_keys'>> {
  const row = await findApiKey(deps.db, workspaceId, apiKeyId);
  if (!row || row.revoked_at !== null) throw notFound('api key', apiKeyId);
  return row;
}

/** A public key starts conversations; which operations take it says the table in http. */
function grantedBy(row: Row<'api_keys'>): Permissions | null {
  return row.kind === 'public' ? { deploy: 'edit' } : row.permissions;
}

function checkCovers(access: Access, wanted: Permissions | null): void {
  if (!covers(access, wanted))
    throw new ApiError('forbidden', 'Nobody makes, changes or revokes a key that may do more than they may.');
}

function publicPart(
  deps: ApiKeyDeps,
  isPublic: boolean,
  given: Pick<RequestBody<'createApiKey'>, 'allowed_domains' | 'recaptcha'>,
  before: PublicKeySettings | null,
): { publicKey?: PublicKeySettings } {
  if (isPublic) return { publicKey: publicKeySettings(deps.envelope, given, before) };
  for (const field of ['allowed_domains', 'recaptcha'] as const)
    if (given[field] != null) throw invalidRequest(`${field}: expected of a public key only.`);
  return {};
}

function hashOf(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}

function rendered({ envelope }: Pick<ApiKeyDeps, 'envelope'>, row: Row<'api_keys'>): Schema<'ApiKey'> {
  const settings = row.public_key_settings;
  return {
    api_key_id: row.api_key_id,
    // It stands in pages for everybody to read.
    ...(settings ? { api_key: envelope.open(row.key_encrypted, row.api_key_id) } : {}),
    name: row.name,
    type: row.kind,
    permissions: row.permissions,
    ...(settings
      ? {
          allowed_domains: settings.allowed_domains,
          recaptcha_score_threshold: settings.recaptcha?.score_threshold ?? null,
        }
      : {}),
    is_webhook_key: row.is_webhook_key,
    created_timestamp: row.created_at,
    last_used_timestamp: row.last_used_at,
  };
}

function json(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
