// The database, the keys to what is encrypted in it, and the files beside it.

import { join } from 'node:path';
import type { BlobStore } from './interfaces/blob-store.ts';
import {
  createEnvelope,
  loadEnvelopeKey,
  webhookKey,
  type ApiKeyDeps,
  type Envelope,
} from './resources/api-key/index.ts';
import { createFileLinks, type FileLinks } from './resources/file/index.ts';
import type { Shared } from './shared.ts';
import { createLocalBlobs, openDatabase, type OpenDatabase } from './storage/index.ts';

export interface Storage {
  database: OpenDatabase;
  envelope: Envelope;
  blobs: BlobStore;
  /** Addresses of `blobs`. */
  fileLinks: FileLinks;
  /** What the rules of API keys need. */
  keys: ApiKeyDeps;
  /** The key that signs a workspace's webhooks and tool requests. */
  webhookKey(workspaceId: string): Promise<string>;
}

export async function startStorage({ config, log, owner, publicUrl, wallClock }: Shared): Promise<Storage> {
  const where = config.databaseUrl === null ? { embedded: { dataDir: config.dataDir } } : { url: config.databaseUrl };
  const database = await openDatabase({ ...where, log });
  owner.owns(() => database.close());
  const envelope = createEnvelope(
    await loadEnvelopeKey({ secretKey: config.secretKey ?? undefined, dataDir: config.dataDir }),
  );
  const keys = { db: database.http, envelope, now: wallClock };
  return {
    database,
    envelope,
    blobs: createLocalBlobs(join(config.dataDir, 'files')),
    fileLinks: createFileLinks({ publicUrl, secret: envelope.derive('files'), now: wallClock }),
    keys,
    webhookKey: (workspaceId) => webhookKey({ db: database.realtime, envelope }, workspaceId),
  };
}
