// How a person gets into the pages: a link that works once and for ten minutes becomes a session of thirty days.

import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Database } from '../../storage/index.ts';
import { findWorkspace, forgetUsedSignIns, isSignInUsed, useSignIn } from '../../storage/tables/index.ts';
import type { Access } from '../api-key/api-keys.ts';
import type { Envelope } from '../api-key/envelope.ts';
import { newId } from '../new-id.ts';
import { sign, verify } from './signed.ts';

export const SIGN_IN_MS = 10 * 60_000;
export const SESSION_MS = 30 * 24 * 3_600_000;

export interface SignInDeps {
  db: Kysely<Database>;
  envelope: Envelope;
  now: WallClock;
}

const SignIn = z.object({ id: z.string(), workspace_id: z.string(), expires_at: z.number() });
const Session = z.object({ id: z.string(), workspace_id: z.string(), expires_at: z.number() });

/** A fresh link: `<publicUrl>/sign-in?token=...`. Nothing is stored until it is used. */
export function createSignInLink(
  deps: Pick<SignInDeps, 'envelope' | 'now'>,
  input: { workspaceId: string; publicUrl: string },
): string {
  const payload = { id: newId('sign_in'), workspace_id: input.workspaceId, expires_at: deps.now() + SIGN_IN_MS };
  return `${input.publicUrl}/sign-in?token=${sign(payload, deps.envelope.derive('sign-in'))}`;
}

/** Uses a link's token up and gives the text of a session cookie; null when it is wrong, old or was used before. */
export async function signIn(deps: SignInDeps, token: string): Promise<string | null> {
  const parsed = SignIn.safeParse(verify(token, deps.envelope.derive('sign-in')));
  if (!parsed.success || parsed.data.expires_at <= deps.now()) return null;
  await forgetUsedSignIns(deps.db, deps.now() - SIGN_IN_MS);
  if (!(await useSignIn(deps.db, parsed.data.id, deps.now()))) return null;
  const { id, workspace_id } = parsed.data;
  const session = { id, workspace_id, expires_at: deps.now() + SESSION_MS };
  return sign(session, deps.envelope.derive('session'));
}

/** Whose session this cookie is; null when it is not one of ours, over, signed out, or its workspace is gone. */
export async function accessBySession(deps: SignInDeps, cookie: string): Promise<Access | null> {
  const session = openSession(deps, cookie);
  if (!session || (await isSignInUsed(deps.db, endOf(session)))) return null;
  const workspace = await findWorkspace(deps.db, session.workspace_id);
  return workspace ? { workspaceId: workspace.workspace_id, apiKeyId: null } : null;
}

/** Ends the session of this cookie wherever it is kept. Idempotent; a cookie that is none is none afterwards. */
export async function signOut(deps: SignInDeps, cookie: string): Promise<void> {
  const session = openSession(deps, cookie);
  // Remembered for as long as the cookie would have been good.
  if (session) await useSignIn(deps.db, endOf(session), session.expires_at);
}

function openSession(deps: SignInDeps, cookie: string): z.infer<typeof Session> | null {
  const parsed = Session.safeParse(verify(cookie, deps.envelope.derive('session')));
  return parsed.success && parsed.data.expires_at > deps.now() ? parsed.data : null;
}

/** The end of a session among the used sign-ins. */
function endOf(session: z.infer<typeof Session>): string {
  return `out_${session.id}`;
}
