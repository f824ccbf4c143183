// Workspaces side by side on one server. They see nothing of each other; a person may be in several.

import { ApiError, notFound, refused, type RequestBody, type Schema } from '../../contract/index.ts';
import type { NewRow, Row } from '../../storage/index.ts';
import {
  findFirstWorkspace,
  findMemberOfUser,
  findWorkspace,
  insertMember,
  insertWorkspace,
  listWorkspaceRows,
} from '../../storage/tables/index.ts';
import type { Access } from '../api-key/access.ts';
import { createApiKey } from '../api-key/api-keys.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { createSignInLink, SIGN_IN_MS } from '../sign-in/index.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now' | 'envelope' | 'publicUrl'>;
type Workspace = Schema<'Workspace'>;

const LIST = 'workspaces';

/** A workspace as it begins. */
export function newWorkspaceRow(name: string, now: number): NewRow<'workspaces'> {
  return { workspace_id: newId('org'), name, concurrency_limit: 20, created_at: now };
}

/** create-workspace. Throws 403 for whoever does not administer the first workspace, which stands for the installation. */
export async function createWorkspace(
  deps: Deps,
  access: Access,
  body: RequestBody<'createWorkspace'>,
): Promise<Workspace & { api_key: string }> {
  const first = await findFirstWorkspace(deps.db);
  if (first?.workspace_id !== access.workspaceId)
    throw new ApiError('forbidden', 'Workspaces are made from the first workspace of the server.');
  return deps.db.transaction().execute(async (db) => {
    // The first workspace stays the oldest.
    const row = await insertWorkspace(db, newWorkspaceRow(body.org_name, Math.max(deps.now(), first.created_at + 1)));
    const { workspace_id } = row;
    const { key } = await createApiKey({ ...deps, db }, { workspaceId: workspace_id, name: 'first key' });
    if (access.userId !== null)
      await insertMember(db, {
        workspace_id,
        member_id: newId('member'),
        user_id: access.userId,
        name: access.actor.name ?? '',
        email: null,
        role: 'admin',
        created_at: deps.now(),
        last_seen_at: null,
      });
    return { ...rendered(row), api_key: key };
  });
}

/** list-workspaces: a key's one, a person's own, all for an operator. Oldest first. */
export async function listWorkspaces(
  deps: Deps,
  access: Access,
  query: { limit?: number; pagination_key?: string },
): Promise<Page<Workspace>> {
  if (access.apiKeyId !== null) {
    const own = await findWorkspace(deps.db, access.workspaceId);
    return { items: own ? [rendered(own)] : [], has_more: false };
  }
  const limit = pageLimit(query.limit, 50);
  const [created_at, workspace_id] =
    query.pagination_key === undefined ? [] : decodePageKey(LIST, query.pagination_key, ['number', 'string']);
  const rows = await listWorkspaceRows(deps.db, access.userId === null ? 'all' : { userId: access.userId }, {
    limit: limit + 1,
    ...(created_at === undefined
      ? {}
      : { after: { created_at: Number(created_at), workspace_id: String(workspace_id) } }),
  });
  return pageOf(rows, limit, LIST, (row) => [row.created_at, row.workspace_id], rendered);
}

/** switch-workspace: a link into another workspace of the same person. */
export async function switchWorkspace(
  deps: Deps,
  access: Access,
  body: RequestBody<'switchWorkspace'>,
): Promise<Schema<'SignInLink'>> {
  if (access.apiKeyId !== null) throw refused('A key belongs to one workspace; only people can switch.');
  const { org_id: workspaceId } = body;
  const mayEnter =
    access.userId === null
      ? await findWorkspace(deps.db, workspaceId)
      : await findMemberOfUser(deps.db, workspaceId, access.userId);
  if (!mayEnter) throw notFound('workspace', workspaceId);
  const { publicUrl } = deps;
  return {
    sign_in_url: createSignInLink(deps, { workspaceId, userId: access.userId, publicUrl }),
    expires_timestamp: deps.now() + SIGN_IN_MS,
  };
}

/** get-api-key-info. */
export async function getApiKeyInfo(
  deps: Pick<ResourceDeps, 'db'>,
  { workspaceId, apiKeyId, actor }: Access,
): Promise<{ api_key_name: string | null; org_id: string; org_name: string }> {
  const workspace = await findWorkspace(deps.db, workspaceId);
  const api_key_name = apiKeyId === null ? null : actor.name;
  return { api_key_name, org_id: workspaceId, org_name: workspace?.name ?? '' };
}

/** get-session: who asks, for pages that hide what would be refused. */
export async function getSession(deps: Pick<ResourceDeps, 'db'>, access: Access): Promise<Schema<'SessionInfo'>> {
  const workspace = await findWorkspace(deps.db, access.workspaceId);
  return {
    org_id: access.workspaceId,
    org_name: workspace?.name ?? '',
    ...access.actor,
    role: access.role,
    permissions: access.permissions,
  };
}

function rendered(row: Row<'workspaces'>): Workspace {
  return { org_id: row.workspace_id, org_name: row.name, created_timestamp: row.created_at };
}
