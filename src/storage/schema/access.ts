// Who may come in.

import type { Ms } from './ms.ts';

export interface AccessTables {
  api_keys: ApiKeyTable;
  used_sign_ins: UsedSignInTable;
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
}

/** Sign-in links work once; this is what was already used. */
export interface UsedSignInTable {
  sign_in_id: string;
  used_at: Ms;
}
