// Composition: configuration -> storage -> providers -> rooms, and the way back in reverse. What an arrow between rooms forbids is
// handed over here.

import type { Config } from './config.ts';
import { createEgress } from './egress/index.ts';
import { createMcpListingCache } from './conversation/index.ts';
import type { Log } from './interfaces/log.ts';
import type { ProviderStatus } from './interfaces/providers.ts';
import { createOwner, type Owner } from './owner.ts';
import { createSignInLink } from './resources/sign-in/index.ts';
import { prepareFirstWorkspace } from './resources/workspace/index.ts';
import { removeServerNote, writeServerNote } from './server-note.ts';
import type { Shared } from './shared.ts';
import { settlePort } from './settle-port.ts';
import { createCodeRunner } from './sandbox/index.ts';
import { startCalls } from './start-calls.ts';
import { startCarriers } from './start-carriers.ts';
import { startHttp } from './start-http.ts';
import { startKnowledge } from './start-knowledge.ts';
import { startMedia } from './start-media.ts';
import { startSip } from './start-sip.ts';
import { startSpeech } from './start-speech.ts';
import { startStorage } from './start-storage.ts';

export interface RunningServer {
  readonly url: string;
  /** Made by this start; null when the workspace was there before or the key came from outside. */
  readonly newKey: string | null;
  /** One line for the start-up table. */
  readonly database: string;
  signInLink(): string;
  providers(): ProviderStatus[];
  /** Resolves, with the reason, when this process can run no more calls: end it, whoever watches over it starts another. */
  readonly failed: Promise<string>;
  /** Ends calls with their records, then everything else in the reverse order of its start. Idempotent. */
  close(): Promise<void>;
}

/** Starts everything. Throws with words for the user; what was started until then is closed again. */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  const owner = createOwner(log);
  try {
    return await compose(config, log, owner);
  } catch (error) {
    await owner.close();
    throw error;
  }
}

async function compose(config: Config, log: Log, owner: Owner): Promise<RunningServer> {
  const port = await settlePort(config.host, config.port);
  const url = urlOf(config, port);
  const publicUrl = config.publicUrl ?? url;
  const failure = Promise.withResolvers<string>();
  const shared: Shared = {
    config: { ...config, port },
    log,
    owner,
    fail: failure.resolve,
    publicUrl,
    wallClock: Date.now,
  };

  const storage = await startStorage(shared);
  const egress = createEgress({ allow: config.egressAllow });
  const code = createCodeRunner({ log });
  owner.owns(() => code.close());
  const mcpListings = createMcpListingCache(shared.wallClock);
  const speech = await startSpeech(shared);
  const knowledge = startKnowledge(shared, storage, speech.store);
  const mediaHost = await startMedia(shared, speech.store);
  const carriers = startCarriers(shared, storage, mediaHost);
  const sip = await startSip(shared, storage, mediaHost, speech.providers);
  const calls = await startCalls({
    ...shared,
    storage,
    egress,
    mcpListings,
    code,
    knowledge,
    providers: speech.providers,
    mediaHost,
    telephony: { carriers, sip: sip?.edge ?? null },
    onNode: (node) => sip?.serveAs(node),
  });
  // Late, so that a start that fails does not use up the one time that the key is shown.
  const { workspace, newKey } = await prepareFirstWorkspace(storage.keys, config.apiKey ?? undefined);
  await startHttp({
    ...shared,
    storage,
    speech,
    mediaHost,
    egress,
    mcpListings,
    code,
    knowledge,
    calls,
    carriers,
    sip,
  });
  await calls.startWork();
  await writeServerNote(config.dataDir, { pid: process.pid, url: publicUrl, databaseUrl: storage.database.url });
  owner.owns(() => removeServerNote(config.dataDir));

  return {
    url: publicUrl,
    newKey,
    database: storage.database.description,
    signInLink: () =>
      createSignInLink(
        { envelope: storage.envelope, now: Date.now },
        { workspaceId: workspace.workspace_id, publicUrl },
      ),
    providers: () => speech.providers.status(),
    failed: failure.promise,
    close: () => owner.close(),
  };
}

function urlOf(config: Config, port: number): string {
  const isEverywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = isEverywhere ? 'localhost' : config.host.includes(':') ? `[${config.host}]` : config.host;
  return `${config.tls ? 'https' : 'http'}://${host}:${port}`;
}
