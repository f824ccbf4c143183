// People in a workspace, and their links to come in. No mail is sent: whoever invites hands the link over.

import { notFound, refused, type RequestBody, type Schema } from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';
import {
  deleteMemberRow,
  findMember,
  insertMember,
  listMemberRows,
  updateMemberRow,
} from '../../storage/tables/index.ts';
import type { Access } from '../api-key/access.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { createSignInLink as newLink, INVITATION_MS, SIGN_IN_MS } from '../sign-in/index.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now' | 'envelope' | 'publicUrl'>;
type Member = Schema<'Member'>;

export interface MemberPlace {
  workspaceId: string;
  memberId: string;
}

const LIST = 'members';

/** invite-member. Each invitation is for a person of its own: an address proves nothing about who opens the link. */
export async function inviteMember(
  deps: Deps,
  workspaceId: string,
  body: RequestBody<'inviteMember'>,
): Promise<Member & { sign_in_url: string }> {
  const row = await insertMember(deps.db, {
    workspace_id: workspaceId,
    member_id: newId('member'),
    user_id: newId('user'),
    name: body.name,
    email: body.email ?? null,
    role: body.role,
    created_at: deps.now(),
    last_seen_at: null,
  });
  return { ...rendered(row), sign_in_url: linkFor(deps, row, INVITATION_MS) };
}

/** Oldest first. */
export async function listMembers(
  deps: Deps,
  workspaceId: string,
  query: { limit?: number; pagination_key?: string },
): Promise<Page<Member>> {
  const limit = pageLimit(query.limit, 50);
  const [created_at, member_id] =
    query.pagination_key === undefined ? [] : decodePageKey(LIST, query.pagination_key, ['number', 'string']);
  const rows = await listMemberRows(deps.db, workspaceId, {
    limit: limit + 1,
    ...(created_at === undefined ? {} : { after: { created_at: Number(created_at), member_id: String(member_id) } }),
  });
  return pageOf(rows, limit, LIST, (row) => [row.created_at, row.member_id], rendered);
}

/** Holds from the member's next request on. Nobody takes their own admin role away by mistake. */
export async function updateMember(
  deps: Deps,
  access: Access,
  memberId: string,
  body: RequestBody<'updateMember'>,
): Promise<Member> {
  const row = await existing(deps, { workspaceId: access.workspaceId, memberId });
  if (isOneself(access, row) && body.role !== undefined && body.role !== row.role)
    throw refused('You cannot change your own role; ask another admin.');
  const updated = await updateMemberRow(deps.db, access.workspaceId, memberId, {
    name: body.name ?? row.name,
    email: body.email === undefined ? row.email : body.email,
    role: body.role ?? row.role,
  });
  return rendered(updated ?? row);
}

/** Sessions and links that are still good are so no more. */
export async function deleteMember(deps: Deps, access: Access, memberId: string): Promise<void> {
  const row = await existing(deps, { workspaceId: access.workspaceId, memberId });
  if (isOneself(access, row)) throw refused('You cannot remove yourself; ask another admin.');
  await deleteMemberRow(deps.db, access.workspaceId, memberId);
}

/** create-sign-in-link: for a member who is signed out everywhere. */
export async function createSignInLink(deps: Deps, place: MemberPlace): Promise<Schema<'SignInLink'>> {
  const row = await existing(deps, place);
  return { sign_in_url: linkFor(deps, row, SIGN_IN_MS), expires_timestamp: deps.now() + SIGN_IN_MS };
}

async function existing(deps: Deps, { workspaceId, memberId }: MemberPlace): Promise<Row<'members'>> {
  const row = await findMember(deps.db, workspaceId, memberId);
  if (!row) throw notFound('member', memberId);
  return row;
}

function isOneself(access: Access, row: Row<'members'>): boolean {
  return access.userId === row.user_id;
}

function linkFor({ envelope, now, publicUrl }: Deps, row: Row<'members'>, lifeMs: number): string {
  return newLink({ envelope, now }, { workspaceId: row.workspace_id, userId: row.user_id, publicUrl, lifeMs });
}

function rendered(row: Row<'members'>): Member {
  const { member_id, name, email, role, created_at, last_seen_at } = row;
  return { member_id, name, email, role, created_timestamp: created_at, last_seen_timestamp: last_seen_at };
}
