// What the rules of the API's resources need of the world.

import type { Kysely } from 'kysely';
import type { BlobStore } from '../interfaces/blob-store.ts';
import type { WallClock } from '../interfaces/clock.ts';
import type { Log } from '../interfaces/log.ts';
import type { CatalogueVoice } from '../interfaces/providers.ts';
import type { Database } from '../storage/index.ts';
import type { AccessTokens } from './call/access-token.ts';

export interface ResourceDeps {
  /** The pool for API requests. */
  db: Kysely<Database>;
  now: WallClock;
  log: Log;
  /** Voices this installation knows (`providers.voices`). */
  voices(): CatalogueVoice[];
  blobs: Pick<BlobStore, 'delete'>;
  /** Where clients reach this server, without a slash at the end; start of recording and log addresses. */
  publicUrl: string;
  accessTokens: AccessTokens;
  /** Tells a running call of its overrides, all of them as text; null = taken back. Not called for calls that do not run. */
  overrideVariables?(callId: string, variables: Record<string, string> | null): void;
}
