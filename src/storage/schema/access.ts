// Who may come in, what they did, and how often.

import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Ms } from './ms.ts';

export interface AccessTables {
  api_keys: ApiKeyTable;
  used_sign_ins: UsedSignInTable;
  members: MemberTable;
  audit_log: AuditLogTable;
  create_attempts: CreateAttemptTable;
  request_counts: RequestCountTable;
}

/** Parts of the API that a key may be confined to. */
export type PermissionArea = 'build' | 'monitor' | 'deploy';
/** `edit` holds `read`. What is not named is not allowed. */
export type Permissions = Partial<Record<PermissionArea, 'read' | 'edit'>>;

export interface PublicKeySettings {
  /** Hosts whose pages may use the key, like `shop.example.com`, `*.example.com` or `localhost:3000`. */
  allowed_domains: string[];
  /** Google reCAPTCHA v3; the secret is sealed with the envelope key, as base64. */
  recaptcha: { secret_sealed: string; score_threshold: number } | null;
}

/** Looked up by hash, kept encrypted: the one flagged `is_webhook_key` signs, so it must be recoverable. */
export interface ApiKeyTable {
  api_key_id: string;
  workspace_id: string;
  name: string;
  /** SHA-256 of the key, hex. */
  key_hash: string;
  /** AES-256-GCM under the envelope key: nonce, tag, ciphertext. */
  key_encrypted: Buffer;
  is_webhook_key: boolean;
  created_at: Ms;
  revoked_at: Ms | null;
  /** `public`: for browsers. */
  kind: Generated<'secret' | 'public'>;
  /** null: everything (of a secret key). */
  permissions: ColumnType<Permissions | null, string | null | undefined, string | null>;
  public_key_settings: ColumnType<PublicKeySettings | null, string | null | undefined, string | null>;
  /** Within about a minute. */
  last_used_at: ColumnType<Ms | null, Ms | null | undefined, Ms | null>;
}

/** Sign-in links work once; this is what was already used. */
export interface UsedSignInTable {
  sign_in_id: string;
  used_at: Ms;
}

export type Role = 'admin' | 'developer' | 'member';

/** A person in a workspace. The same `user_id` stands for the same person in several. */
export interface MemberTable {
  workspace_id: string;
  member_id: string;
  user_id: string;
  name: string;
  email: string | null;
  role: Role;
  created_at: Ms;
  last_seen_at: Ms | null;
}

export interface AuditActor {
  type: 'api_key' | 'member' | 'operator';
  id: string | null;
  /** As it was called then. */
  name: string | null;
}

/** One field that changed; absent `before`: it was not there, absent `after`: it is gone. */
export interface AuditChange {
  field: string;
  before?: unknown;
  after?: unknown;
}

export interface AuditLogTable {
  workspace_id: string;
  /** Their order. */
  seq: Generated<number>;
  entry_id: string;
  created_at: Ms;
  actor: JSONColumnType<AuditActor>;
  operation_id: string;
  object_id: string | null;
  changes: JSONColumnType<AuditChange[]>;
}

/** A create that a client may repeat, with its answer. */
export interface CreateAttemptTable {
  attempt_id: string;
  workspace_id: string;
  /** SHA-256 over who asks, the operation, and the body or the Idempotency-Key. */
  fingerprint: string;
  body_hash: string;
  /** Highest X-Stainless-Retry-Count that was given this answer. */
  retry_count: Generated<number>;
  /** The client was gone before it had the answer. */
  undelivered: Generated<boolean>;
  /** JSON, sealed with the envelope key; null while it runs, in this process or one that is gone. */
  answer: Buffer | null;
  created_at: Ms;
  expires_at: Ms;
}

/** Requests in the window that began at `started_at`, of all nodes; `counted`: group and workspace. */
export interface RequestCountTable {
  counted: string;
  started_at: Ms;
  count: number;
}
