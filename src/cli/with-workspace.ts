// What commands on stored things need: configuration, the database of the running server (or our own start of it), the first workspace.

import { loadConfig, type Config } from '../config.ts';
import { silentLog } from '../interfaces/log.ts';
import { createEnvelope, loadEnvelopeKey, type ApiKeyDeps, type Envelope } from '../resources/api-key/index.ts';
import { prepareFirstWorkspace } from '../resources/workspace/index.ts';
import { readServerNote } from '../server-note.ts';
import { openDatabase } from '../storage/index.ts';

export interface WorkspaceTools {
  config: Config;
  envelope: Envelope;
  deps: ApiKeyDeps;
  workspaceId: string;
  /** Where the running server is reached; null when none runs on this data folder. */
  runningUrl: string | null;
}

/** Opens, runs, closes. A server that runs on the same data folder is not disturbed. */
export async function withWorkspace(run: (tools: WorkspaceTools) => Promise<void>): Promise<void> {
  const config = loadConfig();
  const note = await readServerNote(config.dataDir);
  const url = config.databaseUrl ?? note?.databaseUrl;
  const database = await openDatabase({
    log: silentLog,
    ...(url === undefined ? { embedded: { dataDir: config.dataDir } } : { url }),
  });
  try {
    const envelope = createEnvelope(
      await loadEnvelopeKey({ secretKey: config.secretKey ?? undefined, dataDir: config.dataDir }),
    );
    const deps = { db: database.http, envelope, now: Date.now };
    const { workspace, newKey } = await prepareFirstWorkspace(deps);
    if (newKey !== null) console.log(`The first API key of this installation, shown once: ${newKey}`);
    await run({ config, envelope, deps, workspaceId: workspace.workspace_id, runningUrl: note?.url ?? null });
  } finally {
    await database.close();
  }
}
