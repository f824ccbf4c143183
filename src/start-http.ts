// The server's face: API, pages, sockets of web calls, health and figures.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emptyFolder } from './empty-folder.ts';
import { createHealth } from './health.ts';
import { createCallMonitor, createHttpServer, type HttpDeps } from './http/index.ts';
import {
  createGateway,
  createLiveKitEndpoint,
  type Admission,
  type Gateway,
  type KeptMediaHost,
  type LiveKitEndpoint,
} from './media/index.ts';
import type { WaysIn } from './interfaces/telephony.ts';
import type { VoiceLibrary } from './interfaces/voice-library.ts';
import { createMetrics } from './metrics.ts';
import type { CodeRunner } from './interfaces/code-runner.ts';
import { createVoiceLibrary } from './providers/index.ts';
import { createAccessTokens, type AccessTokens, type LiveCall } from './resources/call/index.ts';
import type { Calls } from './start-calls.ts';
import type { Carriers } from './telephony/carriers/index.ts';
import type { McpListingCache } from './conversation/index.ts';
import type { GuardedEgress } from './interfaces/egress.ts';
import type { Shared } from './shared.ts';
import type { KnowledgeParts } from './start-knowledge.ts';
import type { RunningSip } from './start-sip.ts';
import type { Speech } from './start-speech.ts';
import type { Storage } from './start-storage.ts';
import { findCallById } from './storage/index.ts';

export interface HttpParts extends Shared {
  storage: Storage;
  speech: Speech;
  mediaHost: KeptMediaHost;
  egress: GuardedEgress;
  mcpListings: McpListingCache;
  code: CodeRunner;
  knowledge: KnowledgeParts;
  calls: Calls;
  carriers: Carriers;
  /** Null: turned off. */
  sip: RunningSip | null;
}

/** Listens when it resolves. */
export async function startHttp(parts: HttpParts): Promise<void> {
  const { config, log, owner, storage, speech, mediaHost, calls, carriers, wallClock } = parts;
  const accessTokens = createAccessTokens(storage.envelope.derive('access-token'), wallClock);
  const endpoint = createLiveKitEndpoint({
    authorize: (token) => admit(parts, accessTokens, token),
    mediaHost,
    wallClock,
    log: (message, fields) => log.info(fields ?? {}, message),
  });
  endpoint.onIncoming((leg, { callId, identity, role }) => {
    if (role === 'listener') calls.live.listen(leg, callId, identity);
    else void calls.live.open(leg, callId);
  });
  const gateway = createGateway({
    authorize: async (token) => admitToGateway(await admit(parts, accessTokens, token), calls, gateway),
    mediaHost,
    wallClock,
    log: (message, fields) => log.info(fields ?? {}, message),
  });
  gateway.onIncoming((leg, callId) => void calls.live.open(leg, callId));
  const voiceLibrary = createVoiceLibrary(config.vendors);
  owner.owns(() => voiceLibrary.close());
  const resources = resourceDeps(parts, accessTokens, voiceLibrary);
  const app = await createHttpServer({
    resources,
    envelope: storage.envelope,
    blobs: storage.blobs,
    now: wallClock,
    log,
    health: createHealth({
      database: storage.database,
      mediaHost,
      providers: speech.providers,
      store: speech.store,
      liveCalls: calls.live,
      sip: parts.sip,
    }),
    metrics: createMetrics({ liveCalls: calls.live, mediaHost, events: calls.events, sip: parts.sip?.edge ?? null }),
    metricsToken: config.metricsToken,
    webCalls: webCallQuestions(endpoint, parts),
    gateway,
    carriers: carriers.doors,
    files: { dashboardDir: built('dashboard/dist'), webClientDir: built('web-client/dist') },
    uploads: { folder: await emptyFolder(join(config.dataDir, 'uploads')) },
    rateLimits: config.rateLimits,
    recaptchaUrl: config.recaptchaUrl,
    trustProxy: config.trustProxy,
    tls: config.tls && { cert: await readFile(config.tls.certFile), key: await readFile(config.tls.keyFile) },
    checkAnswers: config.checkResponses,
    warmUp: true,
  });
  const monitor = createCallMonitor(resources);
  app.server.on('upgrade', (request, socket, head) => {
    if (monitor.handleUpgrade(request, socket, head) || carriers.doors.handleUpgrade(request, socket, head)) return;
    endpoint.handleUpgrade(request, socket, head);
  });
  // Calls end first, then the sockets of those that are slow to leave; only then can the server close.
  owner.owns(() => app.close());
  owner.owns(() => endpoint.close());
  owner.owns(() => gateway.close());
  owner.owns(() => carriers.close());
  owner.owns(() => monitor.close());
  owner.owns(() => calls.phone.close());
  owner.owns(() => calls.live.close());
  app.server.listen({ port: config.port, host: config.host });
  await once(app.server, 'listening');
}

/** A token opens the call it was made for, while that call waits or runs. */
async function admit(
  { storage, calls, mediaHost }: HttpParts,
  accessTokens: AccessTokens,
  token: string,
): Promise<Admission> {
  const verified = await accessTokens.verify(token);
  if (!verified) return { ok: false, status: 401, message: 'invalid access token' };
  if (!mediaHost.isUp) return { ok: false, status: 503, message: 'sound is being started anew, try again' };
  const { callId, identity, role } = verified;
  const admitted = { ok: true, callId, identity, room: callId, role } as const;
  // Asked first: whoever comes back to a running call does not wait for a database that is away.
  const running = calls.live.find(callId);
  if (role === 'listener') return admitListener(running, admitted);
  if (running) return admitted;
  const row = await findCallById(storage.database.realtime, callId);
  return row?.call_status === 'registered' ? admitted : { ok: false, status: 401, message: 'this call is over' };
}

/** Who joined by the other transport cannot be replaced by this one. */
function admitToGateway(admission: Admission, calls: Calls, gateway: Gateway): Admission {
  if (!admission.ok || !calls.live.find(admission.callId) || gateway.has(admission.callId)) return admission;
  return { ok: false, status: 409, message: 'this call was joined by the other transport' };
}

function admitListener(running: LiveCall | undefined, admitted: Admission & { ok: true }): Admission {
  if (!running) return { ok: false, status: 404, message: 'this call does not run here' };
  if (running.audience.admits(admitted.identity)) return admitted;
  return { ok: false, status: 403, message: 'as many listen to this call as may' };
}

function resourceDeps(parts: HttpParts, accessTokens: AccessTokens, voiceLibrary: VoiceLibrary): HttpDeps['resources'] {
  const { storage, speech, egress, mcpListings, code, knowledge, calls, carriers, log, wallClock, publicUrl } = parts;
  return {
    db: storage.database.http,
    now: wallClock,
    log,
    voices: () => speech.providers.voices(),
    thinking: (model) => speech.providers.thinking(model),
    voiceLibrary,
    trunkCare: parts.sip?.edge.care,
    waysIn: () => waysIn(parts),
    telephony: carriers.telephony && { ...carriers.telephony, placeCall: calls.phone.place },
    egress,
    mcpListings,
    calBaseUrl: parts.config.calBaseUrl,
    code,
    knowledge: (workspaceId) => knowledge.service.of(workspaceId),
    webhookKey: storage.webhookKey,
    envelope: storage.envelope,
    blobs: storage.blobs,
    publicUrl,
    fileLinks: storage.fileLinks,
    accessTokens,
    agentStreamUrl: (workspaceId, agentId) => carriers.agentStreamUrl(workspaceId, agentId),
    liveCall: (callId) => calls.live.find(callId),
    callLine: calls.line,
  };
}

function waysIn({ sip, config }: HttpParts): WaysIn {
  return {
    sip: sip && {
      publicAddress: config.publicIp,
      listening: sip.edge.listening,
      rtpPorts: `${config.rtpPorts.first}-${config.rtpPorts.last}`,
    },
    carriers: [...(config.twilio ? ['twilio' as const] : []), ...(config.telnyx ? ['telnyx' as const] : [])],
  };
}

function webCallQuestions(endpoint: LiveKitEndpoint, { log }: HttpParts): HttpDeps['webCalls'] {
  return {
    handleHttp(request, response) {
      endpoint.handleHttp(request).then(
        (answer) => response.writeHead(answer?.status ?? 404, answer?.headers ?? {}).end(answer?.body ?? 'not found'),
        (error: unknown) => {
          log.error({ err: error }, 'a question about a web call could not be answered');
          response.destroy();
        },
      );
    },
  };
}

function built(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
