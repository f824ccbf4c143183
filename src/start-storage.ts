// The database with its first workspace, the keys to what is encrypted in it, and the files beside it.

import { join } from 'node:path';
import type { BlobStore } from './interfaces/blob-store.ts';
import { createEnvelope, loadEnvelopeKey, webhookKey, type Envelope } from './resources/api-key/index.ts';
import { prepareFirstWorkspace } from './resources/workspace/index.ts';
import type { Shared } from './shared.ts';
import { createLocalBlobs, openDatabase, type OpenDatabase } from './storage/index.ts';

export interface Storage {
  database: OpenDatabase;
  envelope: Envelope;
  blobs: BlobStore;
  /** The first one. */
  workspaceId: string;
  /** Shown once. */
  newKey: string | null;
  /** The key that signs a workspace's webhooks and tool requests. */
  webhookKey(workspaceId: string): Promise<string>;
}

export async function startStorage({ config, log, owner, wallClock }: Shared): Promise<Storage> {
  const where = config.databaseUrl === null ? { embedded: { dataDir: config.dataDir } } : { url: config.databaseUrl };
  const database = await openDatabase({ ...where, log });
  owner.owns(() => database.close());
  const envelope = createEnvelope(
    await loadEnvelopeKey({ secretKey: config.secretKey ?? undefined, dataDir: config.dataDir }),
  );
  const keys = { db: database.http, envelope, now: wallClock };
  const { workspace, newKey } = await prepareFirstWorkspace(keys, config.apiKey ?? undefined);
  return {
    database,
    envelope,
    blobs: createLocalBlobs(join(config.dataDir, 'files')),
    workspaceId: workspace.workspace_id,
    newKey,
    webhookKey: (workspaceId) => webhookKey({ db: database.realtime, envelope }, workspaceId),
  };
}
