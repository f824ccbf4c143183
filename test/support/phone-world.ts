// Phone calls with everything real but vendors and wires: HTTP server, database, media host, sessions, the dial queue; far ends in the hands
// of a test, ears and mouth by script.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { silentLog } from '../../src/interfaces/log.ts';
import type { LanguageModel } from '../../src/interfaces/language-model.ts';
import type { PhoneEdge, PhoneLegIdentifier } from '../../src/interfaces/phone-edge.ts';
import {
  keepMediaHost,
  repairWav,
  startMediaHost,
  type KeptMediaHost,
  type RunningMediaHost,
} from '../../src/media/index.ts';
import {
  createScriptedEars,
  createScriptedMouth,
  createScriptedProviders,
} from '../../src/providers/scripted/index.ts';
import {
  createCallRecovery,
  createLiveCalls,
  createPhoneCalls,
  placeCall,
  releaseDueDials,
  renderCall,
  type CallRecovery,
  type LiveCalls,
  type PhoneCallsDeps,
} from '../../src/resources/call/index.ts';
import { createEventWriter, takeNodeLease } from '../../src/storage/index.ts';
import { TEST_VOICES, type TestServerOptions } from './http.ts';
import { createTestEdge, type TestEdge } from './phone-edge.ts';
import { importNumber, serverWithAgent, type PhoneServer } from './phone.ts';
import type { Scope } from './scope.ts';

export const MINE = '+14155550100';
export const THEM = '+14155550199';

export interface PhoneWorld {
  server: PhoneServer;
  agent_id: string;
  edge: TestEdge;
  live: LiveCalls;
  recovery: CallRecovery;
  /** Legs of calls whose server died, which are to be hung up at their carrier. */
  buried: PhoneLegIdentifier[];
  /** Waits between looks for a free slot so far; each ends at once. */
  readonly slotLooks: number;
  /** create-phone-call, and its place in the line is taken up at once. Gives the id of the call. */
  dial(body?: object): Promise<string>;
  get(callId: string): Promise<Record<string, any>>;
  /** The call once it is over. */
  ended(callId: string): Promise<Record<string, any>>;
  /** All calls of the workspace, the latest first. */
  calls(): Promise<Record<string, any>[]>;
  webhooks(callId: string): Promise<{ event: string; call: any }[]>;
  /** As a process that ends in order does. */
  close(): Promise<void>;
}

export interface PhoneWorldOptions {
  agent?: object;
  number?: object;
  /** What the far end is heard to say, one after the other. */
  hears?: string[];
  mind?: LanguageModel;
  server?: TestServerOptions;
  phone?: Partial<PhoneCallsDeps>;
  /** Dials and takes the calls of numbers on trunks; left out: `edge`, whose far ends are in the hands of the test. */
  custom?: (mediaHost: MortalMediaHost) => Promise<PhoneEdge>;
}

/** As the program keeps it; `terminate` ends the thread that runs now. */
export type MortalMediaHost = KeptMediaHost & Pick<RunningMediaHost, 'terminate'>;

async function mortalMediaHost(): Promise<MortalMediaHost> {
  let current: RunningMediaHost | undefined;
  const kept = await keepMediaHost(
    { udpPorts: null, advertisedIp: '127.0.0.1', log: () => {} },
    async (options) => (current = await startMediaHost(options)),
  );
  return Object.assign(kept, { terminate: async () => current?.terminate() });
}

/** One number, whose agent takes calls and makes them and begins with "Hello there.". */
export async function phoneWorld(t: Scope, options: PhoneWorldOptions = {}): Promise<PhoneWorld> {
  let live: LiveCalls | undefined;
  const resources = {
    liveCall: (callId: string) => live?.find(callId),
    ...options.server?.resources,
  };
  const { server, agent_id } = await serverWithAgent(t, { ...options.server, resources }, options.agent);
  const bound = [{ agent_id, weight: 1 }];
  await importNumber(server, MINE, { inbound_agents: bound, outbound_agents: bound, ...options.number });
  const folder = await mkdtemp(join(tmpdir(), 'ringback-phone-'));
  const log = options.server?.log ?? silentLog;
  const mediaHost = await mortalMediaHost();
  const { database, deps } = server;
  const events = createEventWriter({
    pool: database.pools.events,
    spoolDir: join(folder, 'spool'),
    log,
    onFenced() {},
  });
  const lease = await takeNodeLease({ db: database.realtime, nodeId: 'node_test', log });
  const { blobs, fileLinks, egress, code, webhookKey, publicUrl } = deps.resources;
  const wallClock = (): number => Date.now();
  const repairRecording = async (file: string): Promise<boolean> => (await repairWav(file).catch(() => 0)) > 0;
  const node = { nodeId: lease.nodeId, epoch: lease.epoch };
  const common = { blobs, repairRecording, fileLinks, wallClock, log };
  const buried: PhoneLegIdentifier[] = [];
  const recovery = createCallRecovery({
    ...common,
    db: database.jobs,
    node: () => node,
    bury: (leg) => void buried.push(leg),
  });
  const edge = createTestEdge(mediaHost.phonePeer);
  const custom = (await options.custom?.(mediaHost)) ?? edge.edge;
  const providers = createScriptedProviders({
    ears: createScriptedEars({ hears: options.hears ?? [] }),
    mouth: createScriptedMouth({ msPerCharacter: 20, rateHz: 16000 }),
    ...(options.mind ? { mind: options.mind } : {}),
  });
  const callDeps = {
    ...common,
    db: database.realtime,
    events,
    mediaHost,
    providers,
    egress,
    code,
    webhookKey,
    node,
    recovery,
    publicUrl,
    edges: { custom, twilio: null, telnyx: null },
  };
  const calls = (live = createLiveCalls(callDeps));
  mediaHost.onExit((why) => void calls.endAll(why.message));
  let slotLooks = 0;
  const phone = createPhoneCalls({
    ...callDeps,
    live: calls,
    voices: () => TEST_VOICES,
    overrideFault: (override) => deps.validators?.componentFault('AgentOverrideRequest', override) ?? null,
    random: Math.random,
    async wait(_ms, signal) {
      slotLooks += 1;
      await pause(0, undefined, { signal });
    },
    ...options.phone,
  });
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await calls.close();
    await phone.close();
    await edge.edge.close();
    await custom.close();
    await events.close();
    await lease.close();
    await mediaHost.close();
    await rm(folder, { recursive: true, force: true });
  };
  t.after(() => (closing ??= close()));

  const telephony = {
    placeCall: (callId: string) => phone.place(callId),
    buyNumber: () => Promise.reject(new Error('no carrier')),
    releaseNumber: () => Promise.reject(new Error('no carrier')),
    sendText: () => Promise.reject(new Error('no carrier')),
  };
  const placing = {
    db: database.jobs,
    telephony,
    mayDial: () => calls.closed === null,
    renderCall: (row: Parameters<typeof renderCall>[0]) => renderCall(row, fileLinks, 'whole'),
    wallClock,
    log,
  };
  const get = async (callId: string) => (await server.send('GET', `/v2/get-call/${callId}`)).json;

  return {
    server,
    agent_id,
    edge,
    live: calls,
    recovery,
    buried,
    get slotLooks() {
      return slotLooks;
    },
    async dial(body = {}) {
      const wish = { from_number: MINE, to_number: THEM, ...body };
      const { status, json, text } = await server.send('POST', '/v2/create-phone-call', wish);
      if (status !== 201) throw new Error(`${status} ${text}`);
      await releaseDueDials(database.jobs, () => Number.MAX_SAFE_INTEGER - 10_000);
      await placeCall(placing, json.call_id);
      return json.call_id;
    },
    get,
    async ended(callId) {
      await calls.find(callId)?.finished;
      return get(callId);
    },
    async calls() {
      return (await server.send('POST', '/v3/list-calls', {})).json.items ?? [];
    },
    async webhooks(callId) {
      const { rows } = await database.pools.http.query<{ body: string }>(
        'select body from webhook_deliveries where call_id = $1 order by delivery_id',
        [callId],
      );
      return rows.map((row) => JSON.parse(row.body));
    },
    close: () => (closing ??= close()),
  };
}
