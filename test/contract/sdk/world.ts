// A server where everything that the SDKs can ask for is there: a model that answers, a vendor's voices, a carrier, MCP tools, an export,
// a call that runs and one that is over.

import assert from 'node:assert/strict';
import type { Telephony } from '../../../src/interfaces/telephony.ts';
import { createVoiceLibrary } from '../../../src/providers/index.ts';
import { createScriptedMind } from '../../../src/providers/scripted/index.ts';
import { updateCall } from '../../../src/storage/tables/index.ts';
import { goodKey } from '../../support/fakes/vendor-server.ts';
import { startFakeElevenLabsLibrary } from '../../support/fakes/voice-libraries.ts';
import { finishedCall } from '../../support/finished-call.ts';
import { testServer, type TestServer } from '../../support/http.ts';
import { choice } from '../../support/jobs.ts';
import { fakeLiveCall, type FakeLiveCall } from '../../support/live-call.ts';
import { startStreamableServer } from '../../support/mcp-server.ts';
import type { Scope } from '../../support/scope.ts';

export interface World {
  server: TestServer;
  /** Of an MCP server with the tools `look_up` and `plain`. */
  mcpUrl: string;
  /** Ongoing; whatever it is told, it does. */
  runningCallId: string;
  /** Ended, by telephone, with a transcript. */
  finishedCallId: string;
}

/** For `voice.clone`. */
export const RECORDING = Buffer.from('RIFF\x10\0\0\0WAVEfmt and sound', 'latin1');

export async function openWorld(t: Scope): Promise<World> {
  const live = new Map<string, FakeLiveCall>();
  const mind = createScriptedMind({ turns: () => ({ say: 'Yes.' }), provider: 'openai' });
  const mcp = await startStreamableServer(t);
  const library = await startFakeElevenLabsLibrary(t);
  const nobody = { apiKey: null, baseUrl: null };
  const voiceLibrary = createVoiceLibrary({
    elevenlabs: { apiKey: goodKey, baseUrl: library.url },
    cartesia: nobody,
    minimax: nobody,
    fish_audio: nobody,
  });
  t.after(() => voiceLibrary.close());
  const server = await testServer(t, {
    http: { webCalls: { handleHttp() {} } },
    resources: { thinking: () => choice(mind), liveCall: (id) => live.get(id), voiceLibrary, telephony: CARRIER },
  });
  const runningCallId = await startCall(server, live);
  const finished = await finishedCall(server, FINISHED);
  const exported = await server.send('POST', '/create-export-request', {});
  assert.equal(exported.status, 201, exported.text);
  return { server, mcpUrl: mcp.url, runningCallId, finishedCallId: finished.call_id };
}

const FINISHED = {
  from_number: '+14155550100',
  to_number: '+14155550177',
  direction: 'outbound',
  start_timestamp: 1_000,
  details: JSON.stringify({
    transcript: 'Agent: Hi.\nUser: Hello.\n',
    transcript_object: [{ role: 'agent', content: 'Hi.', words: [{ word: 'Hi.', start: 0.1, end: 0.4 }] }],
  }),
} as const;

const CARRIER: Telephony = {
  buyNumber: async ({ provider }) => ({ provider, phoneNumber: '+16285550123', providerId: 'PN1' }),
  async releaseNumber() {},
  async placeCall() {},
  sendText: async () => ({ messageId: 'message 1' }),
};

async function startCall(server: TestServer, live: Map<string, FakeLiveCall>): Promise<string> {
  const { llm_id } = (await server.send('POST', '/create-retell-llm', {})).json;
  const response_engine = { type: 'retell-llm', llm_id };
  const { agent_id } = (await server.send('POST', '/create-agent', { response_engine, voice_id: 'local-joe' })).json;
  const { call_id } = (await server.send('POST', '/v2/create-web-call', { agent_id })).json;
  const row = { call_status: 'ongoing', start_timestamp: 1, owner_node: 'node_us', owner_epoch: 1 } as const;
  await updateCall(server.database.db, server.workspaceId, call_id, row);
  live.set(
    call_id,
    fakeLiveCall(() => ({ ok: true }), server.workspaceId),
  );
  return call_id;
}
