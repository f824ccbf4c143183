// Who asks, and what they may do.

import { ApiError } from '../../contract/index.ts';
import type { AuditActor, PermissionArea, Permissions, PublicKeySettings, Role } from '../../storage/index.ts';

/** Whose request it is. */
export interface Access {
  workspaceId: string;
  /** Null for a signed-in person. */
  apiKeyId: string | null;
  actor: AuditActor;
  /** Of a signed-in person; null for keys. */
  role: Role | null;
  /** The person behind a session; null for keys and for operators, who come from the server's own console. */
  userId: string | null;
  /** null: everything. */
  permissions: Permissions | null;
  /** Set for a key that stands in pages. */
  publicKey: PublicKeySettings | null;
  /** Where the workspace differs from the limits of this installation. */
  rateLimits: Readonly<Record<string, number>> | null;
}

/**
 * `build`: agents, engines, knowledge, voices, tests. `monitor`: what happened in calls and chats. `deploy`: numbers, and starting
 * conversations. `keys`: API keys. `admin`: people, workspaces, settings, the audit log. `any`: whoever has come in.
 */
export type AccessArea = PermissionArea | 'keys' | 'admin' | 'any';
export type AccessVerb = 'read' | 'edit';

const EVERYTHING_BUT_ADMIN: Permissions = { build: 'edit', monitor: 'edit', deploy: 'edit' };

/** What a person may do by their role; null: everything. */
export const PERMISSIONS_OF_ROLE: Record<Role, Permissions | null> = {
  admin: null,
  developer: EVERYTHING_BUT_ADMIN,
  member: { build: 'read', monitor: 'read', deploy: 'read' },
};

/** Throws 403 that says which permission is missing. */
export function checkPermission(access: Access, area: AccessArea, verb: AccessVerb): void {
  if (mayDo(access, area, verb)) return;
  const who = access.role === null ? 'this key' : `a ${access.role}`;
  const missing =
    area === 'admin' || area === 'keys'
      ? `${area === 'keys' ? 'to handle API keys' : 'of an admin'}`
      : `${verb} ${area}`;
  throw new ApiError('forbidden', `It needs the permission ${missing}, which ${who} does not have.`);
}

function mayDo({ permissions, role }: Access, area: AccessArea, verb: AccessVerb): boolean {
  if (permissions === null || area === 'any') return true;
  if (area === 'keys') return role === 'developer';
  if (area === 'admin') return false;
  return permissions[area] === 'edit' || permissions[area] === verb;
}

/** May this person or key see what was said: transcripts, recordings, logs? Members see the scrubbed forms only. */
export function mayReadTranscripts({ role }: Pick<Access, 'role'>): boolean {
  return role !== 'member';
}

/** Is everything that `wanted` allows allowed to `access` as well? */
export function covers({ permissions }: Access, wanted: Permissions | null): boolean {
  if (permissions === null) return true;
  if (wanted === null) return false;
  return Object.entries(wanted).every(
    ([area, verb]) => permissions[area as PermissionArea] === 'edit' || permissions[area as PermissionArea] === verb,
  );
}
