// What runs calls and writes them down: the event writer, this node's lease, recovery of what dead nodes left, jobs, the calls themselves.

import { join } from 'node:path';
import type { McpListingCache } from './conversation/index.ts';
import type { CodeRunner } from './interfaces/code-runner.ts';
import { createDocumentReader } from './documents/index.ts';
import { emptyFolder } from './empty-folder.ts';
import type { GuardedEgress } from './interfaces/egress.ts';
import type { Knowledge } from './interfaces/knowledge.ts';
import type { Providers } from './interfaces/providers.ts';
import { startJobs, type Jobs } from './jobs/index.ts';
import { repairWav, type KeptMediaHost } from './media/index.ts';
import {
  createCallRecovery,
  createLiveCalls,
  openCallLine,
  refuseDestination,
  renderCall,
  type CallLine,
  type LiveCallDeps,
  type LiveCalls,
  type PhoneCalls,
} from './resources/call/index.ts';
import { forgetDialledDays, settleTalk } from './resources/call-limits/index.ts';
import { SIGN_IN_MS } from './resources/sign-in/index.ts';
import { createOverrideFault } from './override-fault.ts';
import { hearCarrierEvent } from './resources/text/index.ts';
import type { Shared } from './shared.ts';
import type { KnowledgeParts } from './start-knowledge.ts';
import type { Storage } from './start-storage.ts';
import { edgesOf, startTelephony, type TelephonyParts } from './start-telephony.ts';
import {
  createEventWriter,
  forgetCreateAttempts,
  forgetRequestCounts,
  forgetUsedSignIns,
  nodeIdOf,
  takeNodeLease,
  type CallOwner,
  type EventWriter,
} from './storage/index.ts';

/** No window of counted requests is longer. */
const LONGEST_WINDOW_MS = 3_600_000;

export interface Calls {
  live: LiveCalls;
  phone: PhoneCalls;
  events: EventWriter;
  /** To calls that other servers run. */
  line: CallLine;
  /** Jobs run from now on: they dial, so what carriers call back must be listened to by then. */
  startWork(): Promise<void>;
}

export interface CallParts extends Shared {
  storage: Storage;
  egress: GuardedEgress;
  mcpListings: McpListingCache;
  code: CodeRunner;
  knowledge: KnowledgeParts;
  providers: Providers;
  mediaHost: KeptMediaHost;
  telephony: TelephonyParts;
  /** Told before the first call which life of which server this is. */
  onNode(node: CallOwner): void;
}

const TAKEN_OVER = 'another process has taken this call over';
const NODE_LOST = 'another process has taken this node over';

/** The caller closes `live`, then `phone`, before what their legs hang on. */
export async function startCalls(parts: CallParts): Promise<Calls> {
  const { config, log, owner, fail, publicUrl, wallClock, storage, egress, mcpListings, code, providers, mediaHost } =
    parts;
  const { embeddings, service } = parts.knowledge;
  const knowledge = (workspaceId: string): Knowledge => service.of(workspaceId);
  const { database, blobs, fileLinks, webhookKey } = storage;
  const repairRecording = async (file: string): Promise<boolean> => (await repairWav(file).catch(() => 0)) > 0;
  const common = { blobs, repairRecording, publicUrl, fileLinks, wallClock, log };
  const events = createEventWriter({
    pool: database.pools.events,
    spoolDir: join(config.dataDir, 'spool'),
    log,
    onFenced: (callId) => void live.find(callId)?.end('error_retell', TAKEN_OVER),
  });
  owner.owns(() => events.close());
  await events.replaySpool();

  const recovery = createCallRecovery({
    ...common,
    db: database.jobs,
    node: () => lease,
    bury: (leg) => parts.telephony.carriers.bury(leg),
  });
  const lease = await takeNodeLease({
    db: database.realtime,
    nodeId: await nodeIdOf(config.dataDir),
    log,
    afterBeat: (how) => recovery.sweep(how),
    onLost() {
      void live.endAll(TAKEN_OVER);
      void live.close(NODE_LOST);
      fail(NODE_LOST);
    },
  });
  owner.owns(() => lease.close());
  parts.onNode({ nodeId: lease.nodeId, epoch: lease.epoch });
  const callDeps: LiveCallDeps = {
    ...common,
    db: database.realtime,
    events,
    mediaHost,
    providers,
    egress,
    mcpListings,
    calBaseUrl: config.calBaseUrl,
    code,
    knowledge,
    webhookKey,
    telephony: parts.telephony.carriers.telephony,
    edges: edgesOf(parts.telephony),
    refuseDestination: (_workspaceId, from, to) => refuseDestination(database.realtime, from, to, wallClock()),
    settleDestination: (workspaceId, to, talk) => settleTalk(database.realtime, workspaceId, to, talk),
    node: { nodeId: lease.nodeId, epoch: lease.epoch },
    recovery,
  };
  const live = createLiveCalls(callDeps);
  const { phone, telephony } = startTelephony(parts.telephony, callDeps, live);
  const line = await openCallLine({
    db: database.realtime,
    url: database.url,
    node: { nodeId: lease.nodeId, epoch: lease.epoch },
    find: (callId) => live.find(callId),
    log,
  });
  owner.owns(() => line.close());
  mediaHost.onExit((why) => void live.endAll(`the media host died: ${why.message}`));

  const documents = createDocumentReader({ log });
  parts.telephony.carriers.onEvent((event) => hearCarrierEvent({ db: database.jobs, now: wallClock, log }, event));
  owner.owns(() => documents.close());
  let jobs: Jobs | null = null;
  owner.owns(async () => jobs?.close());
  async function startWork(): Promise<void> {
    jobs = await startJobs({
      db: database.jobs,
      pool: database.pools.jobs,
      egress,
      mcpListings,
      calBaseUrl: config.calBaseUrl,
      code,
      providers,
      blobs,
      webhookKey,
      telephony,
      texts: {
        voices: () => providers.voices(),
        overrideFault: createOverrideFault(),
        calls: () => ({ liveCall: (callId) => live.find(callId), callLine: line }),
      },
      mayDial: () => live.closed === null,
      tests: config.tests,
      embeddings,
      documents,
      pagesFolder: await emptyFolder(join(config.dataDir, 'pages')),
      knowledge,
      wallClock,
      log,
      onPool: (poolId) => lease.setWorkerPool(poolId),
      renderCall: (row) => renderCall(row, fileLinks, 'whole'),
      fileLinks,
      chores: {
        'forget used sign-ins': () => forgetUsedSignIns(database.jobs, wallClock() - SIGN_IN_MS),
        'forget attempts of creates': () => forgetCreateAttempts(database.jobs, wallClock()),
        'forget what was dialled': () => forgetDialledDays(database.jobs, wallClock()),
        'forget counted requests': () => forgetRequestCounts(database.jobs, wallClock() - LONGEST_WINDOW_MS),
      },
    });
  }
  return { live, phone, events, line, startWork };
}
