// Composition: configuration -> storage -> providers -> rooms, and the way back in reverse. What an arrow between rooms forbids is
// handed over here.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEgress } from './egress/index.ts';
import { createHttpServer } from './http/index.ts';
import type { Log } from './interfaces/log.ts';
import type { ProviderStatus } from './interfaces/providers.ts';
import { startJobs } from './jobs/index.ts';
import { createLiveKitEndpoint, repairWav, startMediaHost } from './media/index.ts';
import { createLocalSpeech, createModelStore, voiceLoopModels } from './providers/local/index.ts';
import { createProviders } from './providers/index.ts';
import { createEnvelope, loadEnvelopeKey, webhookKey } from './resources/api-key/index.ts';
import { createAccessTokens, createCallRecovery, createLiveCalls, renderCall } from './resources/call/index.ts';
import { createSignInLink } from './resources/sign-in/index.ts';
import { prepareFirstWorkspace } from './resources/workspace/index.ts';
import {
  createEventWriter,
  createLocalBlobs,
  findCallById,
  nodeIdOf,
  openDatabase,
  takeNodeLease,
} from './storage/index.ts';
import type { Config } from './config.ts';
import { createHealth } from './health.ts';
import { createMetrics } from './metrics.ts';
import { removeServerNote, writeServerNote } from './server-note.ts';

export interface RunningServer {
  readonly url: string;
  /** Made by this start; null when the workspace was there before or the key came from outside. */
  readonly newKey: string | null;
  signInLink(): string;
  providers(): ProviderStatus[];
  /** What /health would say. */
  database: string;
  /** Ends calls with their records, then everything else in the reverse order of its start. Idempotent. */
  close(): Promise<void>;
}

/** Starts everything. Throws with words for the user; what was started until then is closed again. */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = closeInReverse(closers, log);
  try {
    return await compose(config, log, (closer) => closers.push(closer), close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function compose(
  config: Config,
  log: Log,
  onClose: (close: () => Promise<unknown>) => void,
  close: () => Promise<void>,
): Promise<RunningServer> {
  const wallClock = Date.now;
  const database = await openDatabase(
    config.databaseUrl === null ? { embedded: { dataDir: config.dataDir }, log } : { url: config.databaseUrl, log },
  );
  onClose(() => database.close());
  const envelope = createEnvelope(
    await loadEnvelopeKey({ secretKey: config.secretKey ?? undefined, dataDir: config.dataDir }),
  );
  const keyDeps = { db: database.http, envelope, now: wallClock };
  const first = await prepareFirstWorkspace(keyDeps, config.apiKey ?? undefined);
  const signingKey = (workspaceId: string): Promise<string> =>
    webhookKey({ db: database.realtime, envelope }, workspaceId);
  const blobs = createLocalBlobs(join(config.dataDir, 'files'));
  const egress = createEgress({ allow: config.egressAllow });

  const store = createModelStore({
    folder: config.models.cacheDir,
    offlineFolder: config.models.offlineDir,
    upstreams: { huggingface: config.models.huggingFaceUrl },
  });
  onClose(() => store.close());
  const local = createLocalSpeech({ store, log });
  onClose(() => local.close());
  const providers = await createProviders({ ...config, ownPorts: [config.port] }, { ...local, turnVote: local.turnVote });
  onClose(() => providers.close());
  const mediaHost = await startMediaHost({
    udpPorts: [config.udpPorts.first, config.udpPorts.last],
    advertisedIp: config.publicIp,
    log: (message, fields) => log.info(fields ?? {}, message),
  });
  onClose(() => mediaHost.close());

  const events = createEventWriter({ pool: database.pools.events, spoolDir: join(config.dataDir, 'spool'), log });
  onClose(() => events.close());
  await events.replaySpool();
  const address = { url: config.publicUrl ?? '' };
  const recovery = createCallRecovery({
    db: database.jobs,
    blobs,
    get publicUrl() {
      return address.url;
    },
    wallClock,
    log,
    node: () => ({ nodeId: lease.nodeId, epoch: lease.epoch }),
    repairRecording: async (file) => (await repairWav(file).catch(() => 0)) > 0,
  });
  const lease = await takeNodeLease({
    db: database.realtime,
    nodeId: await nodeIdOf(config.dataDir),
    log,
    afterBeat: () => recovery.sweep(),
    onLost: () => void liveCalls.endAll('another process has taken this node over'),
  });
  onClose(() => lease.close());
  const jobs = await startJobs({
    db: database.jobs,
    pool: database.pools.jobs,
    egress,
    providers,
    webhookKey: signingKey,
    wallClock,
    log,
    onPool: (poolId) => lease.setWorkerPool(poolId),
    renderCall: (row) => renderCall(row, address.url),
    chores: {},
  });
  onClose(() => jobs.close());

  const liveCalls = createLiveCalls({
    db: database.realtime,
    events,
    blobs,
    mediaHost,
    providers,
    egress,
    webhookKey: signingKey,
    node: { nodeId: lease.nodeId, epoch: lease.epoch },
    recovery,
    get publicUrl() {
      return address.url;
    },
    wallClock,
    log,
  });
  mediaHost.onExit((why) => void liveCalls.endAll(`the media host died: ${why.message}`));

  const accessTokens = createAccessTokens(envelope.derive('access-token'), wallClock);
  const endpoint = createLiveKitEndpoint({
    async authorize(token) {
      const verified = await accessTokens.verify(token);
      if (!verified) return { ok: false, status: 401, message: 'invalid access token' };
      const row = await findCallById(database.realtime, verified.callId);
      const isOpen = row?.call_status === 'registered' || liveCalls.find(verified.callId) !== undefined;
      if (!isOpen) return { ok: false, status: 401, message: 'this call is over' };
      return { ok: true, callId: verified.callId, identity: verified.identity, room: verified.callId };
    },
    mediaHost,
    wallClock,
    log: (message, fields) => log.info(fields ?? {}, message),
  });
  endpoint.onIncoming((leg, { callId }) => void liveCalls.open(leg, callId));

  const metrics = createMetrics({ liveCalls, mediaHost, events });
  const health = createHealth({ database, mediaHost, providers, store, liveCalls });
  const app = await createHttpServer({
    resources: {
      db: database.http,
      now: wallClock,
      log,
      voices: () => providers.voices(),
      blobs,
      get publicUrl() {
        return address.url;
      },
      accessTokens,
      overrideVariables: (callId, variables) => liveCalls.find(callId)?.overrideVariables(textValues(variables)),
    },
    envelope,
    blobs,
    now: wallClock,
    log,
    health,
    metrics,
    metricsToken: config.metricsToken,
    webCalls: {
      handleHttp(request, response) {
        endpoint.handleHttp(request).then(
          (answer) => response.writeHead(answer?.status ?? 404, answer?.headers ?? {}).end(answer?.body ?? 'not found'),
          (error: unknown) => {
            log.error({ err: error }, 'a question about a web call could not be answered');
            response.destroy();
          },
        );
      },
    },
    files: { dashboardDir: repository('dashboard/dist'), webClientFile: repository('web-client/dist/web-client.js') },
    rateLimits: config.rateLimits,
    trustProxy: config.trustProxy,
    tls: config.tls && { cert: await readFile(config.tls.certFile), key: await readFile(config.tls.keyFile) },
    checkAnswers: config.checkResponses,
  });
  app.server.on('upgrade', (request, socket, head) => endpoint.handleUpgrade(request, socket, head));
  // Calls end first, then the sockets of those that are slow to leave; only then can the server close.
  onClose(() => app.close());
  onClose(() => endpoint.close());
  onClose(() => liveCalls.close());
  app.server.listen({ port: config.port, host: config.host });
  await once(app.server, 'listening');
  address.url ||= urlOf(config, (app.server.address() as AddressInfo).port);
  await writeServerNote(config.dataDir, { pid: process.pid, url: address.url, databaseUrl: database.url });
  onClose(() => removeServerNote(config.dataDir));
  warmModels();

  function warmModels(): void {
    store
      .ensure('silero')
      .then((folder) => mediaHost.useVadModel(join(folder, 'silero_vad.onnx')))
      .catch((error: unknown) =>
        log.warn({ err: error }, 'voice activity is judged by loudness: the Silero model could not be had'),
      );
    local.warm().catch((error: unknown) => log.warn({ err: error }, 'local speech is not ready'));
    void voiceLoopModels;
  }

  return {
    url: address.url,
    newKey: first.newKey,
    signInLink: () =>
      createSignInLink(
        { envelope, now: wallClock },
        { workspaceId: first.workspace.workspace_id, publicUrl: address.url },
      ),
    providers: () => providers.status(),
    database: database.description,
    close,
  };
}

function urlOf(config: Config, port: number): string {
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
  return `${config.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function repository(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

function textValues(variables: Record<string, unknown> | null): Record<string, string> | null {
  if (variables === null) return null;
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/** Each closer may fail without keeping the others from running. */
function closeInReverse(closers: (() => Promise<unknown>)[], log: Log): () => Promise<void> {
  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    for (const closer of closers.reverse()) {
      await closer().catch((error: unknown) => log.error({ err: error }, 'something did not close cleanly'));
    }
  }
  return () => (closing ??= close());
}
