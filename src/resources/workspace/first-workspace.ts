// The first start makes a workspace and its key; later starts find them.

import { sql } from 'kysely';
import type { Row } from '../../storage/index.ts';
import { findFirstWorkspace, insertWorkspace } from '../../storage/tables/index.ts';
import { createApiKey, findKey, webhookKey, type ApiKeyDeps } from '../api-key/api-keys.ts';
import { newWorkspaceRow } from './workspaces.ts';

/** Any number; only so that several nodes do not all make a first workspace. */
const FIRST_START_LOCK = 7_303_014;

export interface FirstWorkspace {
  workspace: Row<'workspaces'>;
  /** A key that was just made, in the clear: show it now, it is not shown again. Null on every later start, and when one was given. */
  newKey: string | null;
}

/**
 * `apiKey` (RINGBACK_API_KEY) is added to the first workspace; without it the first start makes one. Throws when the envelope key is not
 * the one that stored keys were sealed with: nothing could be signed, and what is stored now could not be read later.
 */
export async function prepareFirstWorkspace(deps: ApiKeyDeps, apiKey?: string): Promise<FirstWorkspace> {
  if (apiKey !== undefined && apiKey.length < 16)
    throw new Error(`RINGBACK_API_KEY must have at least 16 characters, got ${apiKey.length}.`);
  return deps.db.transaction().execute(async (db) => {
    await sql`select pg_advisory_xact_lock(${FIRST_START_LOCK})`.execute(db);
    const inside = { ...deps, db };
    const found = await findFirstWorkspace(db);
    if (found) await webhookKey(inside, found.workspace_id);
    const workspace = found ?? (await insertWorkspace(db, newWorkspaceRow('My workspace', deps.now())));
    const newKey = await addKey(inside, workspace, apiKey, found === undefined);
    return { workspace, newKey };
  });
}

async function addKey(
  deps: ApiKeyDeps,
  workspace: Row<'workspaces'>,
  apiKey: string | undefined,
  isFirst: boolean,
): Promise<string | null> {
  if (apiKey === undefined) {
    if (!isFirst) return null;
    return (await createApiKey(deps, { workspaceId: workspace.workspace_id, name: 'first key' })).key;
  }
  const known = await findKey(deps.db, apiKey);
  if (known?.revoked_at != null) throw new Error('RINGBACK_API_KEY was revoked: set another one or remove it.');
  if (!known) await createApiKey(deps, { workspaceId: workspace.workspace_id, name: 'RINGBACK_API_KEY', key: apiKey });
  return null;
}
