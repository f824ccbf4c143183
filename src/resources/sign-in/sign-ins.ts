// How a person gets into the pages: a link that works once becomes a session of thirty days.

import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Database } from '../../storage/index.ts';
import {
  findMemberOfUser,
  findWorkspace,
  forgetUsedSignIns,
  isSignInUsed,
  updateMemberRow,
  useSignIn,
} from '../../storage/tables/index.ts';
import { PERMISSIONS_OF_ROLE, type Access } from '../api-key/access.ts';
import type { Envelope } from '../api-key/envelope.ts';
import { newId } from '../new-id.ts';
import { sign, verify } from './signed.ts';

export const SIGN_IN_MS = 10 * 60_000;
/** The first link of a new member, who has to be reached first. */
export const INVITATION_MS = 7 * 24 * 3_600_000;
export const SESSION_MS = 30 * 24 * 3_600_000;

export interface SignInDeps {
  db: Kysely<Database>;
  envelope: Envelope;
  now: WallClock;
}

/** `user_id` null: an operator, who has the server's own console and so may do everything. */
const SignedText = z.object({
  id: z.string(),
  workspace_id: z.string(),
  user_id: z.string().nullish(),
  expires_at: z.number(),
});
type SignedText = z.infer<typeof SignedText>;

/** A fresh link: `<publicUrl>/sign-in?token=...`. Nothing is stored until it is used. Without `userId` it is an operator's. */
export function createSignInLink(
  deps: Pick<SignInDeps, 'envelope' | 'now'>,
  input: { workspaceId: string; publicUrl: string; userId?: string | null; lifeMs?: number },
): string {
  const { workspaceId: workspace_id, userId: user_id = null, lifeMs = SIGN_IN_MS } = input;
  const payload: SignedText = { id: newId('sign_in'), workspace_id, user_id, expires_at: deps.now() + lifeMs };
  return `${input.publicUrl}/sign-in?token=${sign(payload, deps.envelope.derive('sign-in'))}`;
}

/** Uses a link's token up and gives the text of a session cookie; null when it is wrong, old, used before, or its member is gone. */
export async function signIn(deps: SignInDeps, token: string): Promise<string | null> {
  const now = deps.now();
  const link = opened(deps, token, 'sign-in');
  if (!link) return null;
  // Each is remembered for as long as it would have been good.
  await forgetUsedSignIns(deps.db, now);
  if (!(await useSignIn(deps.db, link.id, link.expires_at))) return null;
  const { id, workspace_id, user_id } = link;
  if (user_id) {
    const member = await findMemberOfUser(deps.db, workspace_id, user_id);
    if (!member) return null;
    await updateMemberRow(deps.db, workspace_id, member.member_id, { last_seen_at: now });
  }
  return sign({ id, workspace_id, user_id, expires_at: now + SESSION_MS }, deps.envelope.derive('session'));
}

/** Whose session this cookie is; null when it is not one of ours, over, signed out, or its member or workspace is gone. */
export async function accessBySession(deps: SignInDeps, cookie: string): Promise<Access | null> {
  const session = opened(deps, cookie, 'session');
  if (!session || (await isSignInUsed(deps.db, endOf(session)))) return null;
  const { workspace_id: workspaceId, user_id: userId = null } = session;
  const [workspace, member] = await Promise.all([
    findWorkspace(deps.db, workspaceId),
    userId ? findMemberOfUser(deps.db, workspaceId, userId) : undefined,
  ]);
  if (!workspace || (userId && !member)) return null;
  const role = member?.role ?? 'admin';
  return {
    workspaceId,
    apiKeyId: null,
    actor: member
      ? { type: 'member', id: member.member_id, name: member.name }
      : { type: 'operator', id: null, name: null },
    role,
    userId,
    permissions: PERMISSIONS_OF_ROLE[role],
    publicKey: null,
    rateLimits: workspace.rate_limits,
  };
}

/** Ends the session of this cookie wherever it is kept. Idempotent; a cookie that is none is none afterwards. */
export async function signOut(deps: SignInDeps, cookie: string): Promise<void> {
  const session = opened(deps, cookie, 'session');
  if (session) await useSignIn(deps.db, endOf(session), session.expires_at);
}

function opened(deps: SignInDeps, text: string, purpose: 'sign-in' | 'session'): SignedText | null {
  const parsed = SignedText.safeParse(verify(text, deps.envelope.derive(purpose)));
  return parsed.success && parsed.data.expires_at > deps.now() ? parsed.data : null;
}

/** The end of a session among the used sign-ins. */
function endOf(session: SignedText): string {
  return `out_${session.id}`;
}
