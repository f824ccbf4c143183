// Calls that are transferred, in this process: a real database, a real media host, scripted ears, mind and mouth, telephones inside the test.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../src/interfaces/log.ts';
import { startMediaHost, type RunningMediaHost } from '../../src/media/index.ts';
import {
  createScriptedEars,
  createScriptedMind,
  createScriptedMouth,
  createScriptedProviders,
  type ScriptedMind,
  type ScriptedMouth,
  type ScriptedTurn,
} from '../../src/providers/scripted/index.ts';
import { createLiveCalls, type LiveCalls } from '../../src/resources/call/index.ts';
import type { LiveCall, LiveCallDeps } from '../../src/resources/call/live-call.ts';
import { runCall } from '../../src/resources/call/run-call.ts';
import { createEventWriter, findCallById, type Row } from '../../src/storage/index.ts';
import { addAgent, engineRef } from './agents.ts';
import { addTestCall } from './call-row.ts';
import { testServer, type TestServer } from './http.ts';
import { createToneEdge, type ToneEdge, type TonePhone } from './tone-phones.ts';
import type { Scope } from './scope.ts';

export const OWN_NUMBER = '+14155550100';
export const CALLER = '+14155550123';
export const OWNER = { nodeId: 'node_us', epoch: 7 };
const EVENTS = ['call_ended', 'transfer_started', 'transfer_bridged', 'transfer_cancelled', 'transfer_ended'];

export interface TransferWorld {
  server: TestServer;
  host: RunningMediaHost;
  /** An agent with its LLM; gives its id. */
  agent(options?: { agent?: object; llm?: object }): Promise<string>;
  /** A call that has just been answered. */
  begin(options: BeginOptions): Promise<RunningPhoneCall>;
}

export interface BeginOptions {
  agentId: string;
  /** Turns of every mind of this call, in order. */
  turns: readonly ScriptedTurn[];
  /** What is heard, stretch by stretch, whoever speaks. */
  hears?: readonly string[];
  row?: Partial<Parameters<typeof addTestCall>[1] & object>;
  can?: Partial<TonePhone['leg']['can']>;
  deps?: Partial<LiveCallDeps>;
}

export interface RunningPhoneCall {
  caller: TonePhone;
  edge: ToneEdge;
  call: LiveCall;
  live: LiveCalls;
  mind: ScriptedMind;
  mouth: ScriptedMouth;
  /** As stored now. */
  row(): Promise<Row<'calls'>>;
  /** Webhooks that were put into the outbox, oldest first. */
  webhooks(): Promise<{ event: string; body: Record<string, any> }[]>;
}

export async function startTransferWorld(t: Scope): Promise<TransferWorld> {
  const server = await testServer(t);
  const host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
  t.after(() => host.close());
  const folder = await mkdtemp(join(tmpdir(), 'ringback-transfers-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const { database, workspaceId, deps: http } = server;
  const events = createEventWriter({
    pool: database.pools.events,
    spoolDir: join(folder, 'spool'),
    log: silentLog,
    onFenced() {},
  });
  t.after(() => events.close());
  await server.send('POST', '/import-phone-number', { phone_number: OWN_NUMBER, termination_uri: 'trunk.example' });

  async function begin({
    agentId,
    turns,
    hears = [],
    row: columns,
    can,
    deps,
  }: BeginOptions): Promise<RunningPhoneCall> {
    const edge = createToneEdge(host);
    const mind = createScriptedMind({ turns });
    const mouth = createScriptedMouth({ msPerCharacter: 15 });
    const ears = createScriptedEars({ hears, wordEveryMs: 0 });
    const all: LiveCallDeps = {
      ...http.resources,
      events,
      mediaHost: host,
      providers: createScriptedProviders({ ears, mind, mouth }),
      node: OWNER,
      recovery: { later() {}, abandoned() {} },
      repairRecording: async () => false,
      wallClock: Date.now,
      log: silentLog,
      edges: { custom: edge, twilio: null, telnyx: null },
      ...deps,
    };
    const row = await addTestCall(database.db, {
      workspace_id: workspaceId,
      call_type: 'phone_call',
      call_status: 'ongoing',
      agent_id: agentId,
      direction: 'inbound',
      from_number: CALLER,
      to_number: OWN_NUMBER,
      start_timestamp: Date.now(),
      owner_node: OWNER.nodeId,
      owner_epoch: OWNER.epoch,
      ...columns,
    });
    const caller = edge.phone('caller', can);
    const live = createLiveCalls(all);
    const call = runCall(all, caller.leg, row);
    const kept = live.keep(call);
    t.after(async () => {
      caller.hangUp();
      await edge.close();
      await kept;
    });
    return {
      caller,
      edge,
      call,
      live,
      mind,
      mouth,
      row: async () => (await findCallById(database.db, row.call_id)) as Row<'calls'>,
      async webhooks() {
        const rows = await database.db
          .selectFrom('webhook_deliveries')
          .select(['event', 'body'])
          .where('call_id', '=', row.call_id)
          .orderBy('delivery_id')
          .execute();
        return rows.map(({ event, body }) => ({ event, body: JSON.parse(body as string) as Record<string, any> }));
      },
    };
  }

  return {
    server,
    host,
    async agent({ agent = {}, llm = {} } = {}) {
      const created = await server.send('POST', '/create-retell-llm', { general_prompt: 'Help.', ...llm });
      const engineId = created.json?.llm_id as string;
      if (!engineId) throw new Error(created.text);
      const fields = { webhook_url: 'https://hooks.example/x', webhook_events: EVENTS, ...agent };
      const made = await addAgent(server, {
        engineId,
        fields: { response_engine: engineRef('retell-llm', engineId), ...fields },
      });
      return made.agentId;
    },
    begin,
  };
}
