// What is found out about a call in which another agent took over: by the fields of both, or of the last one alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToolCall } from '../../src/conversation/index.ts';
import type { CallEvent } from '../../src/interfaces/call-event.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import { analyzeCall } from '../../src/jobs/analyze-call.ts';
import { createScriptedMind, type ScriptedMind } from '../../src/providers/scripted/index.ts';
import { createSwappingEngine } from '../../src/resources/agent/index.ts';
import { planCall } from '../../src/resources/call/plan.ts';
import { writeEnd } from '../../src/resources/call/finish.ts';
import { findCallById } from '../../src/storage/index.ts';
import { collect } from '../support/collect.ts';
import { testServer, type TestServer } from '../support/http.ts';
import { choice } from '../support/jobs.ts';

const { signal } = new AbortController();
type Setting = 'both_agents' | 'only_destination_agent';

/** Finds out `name` and `shared`. */
async function voiceAgent(server: TestServer, name: string, general_tools: object[]): Promise<string> {
  const llm = await server.send('POST', '/create-retell-llm', { general_tools });
  assert.equal(llm.status, 201, llm.text);
  const description = `from the ${name}`;
  const made = await server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'retell-llm', llm_id: llm.json.llm_id },
    post_call_analysis_data: [name, 'shared'].map((each) => ({ type: 'string', name: each, description })),
  });
  assert.equal(made.status, 201, made.text);
  return made.json.agent_id;
}

/** A web call in which the agent swapped, ended as calls are. */
async function swappedCall(server: TestServer, mind: ScriptedMind, agent_id: string, more: object): Promise<string> {
  const { json } = await server.send('POST', '/v2/create-web-call', { agent_id, ...more });
  const { db } = server.database;
  const row = (await findCallById(db, json.call_id)) ?? assert.fail('no call');
  const { agent, engine: runnable } = await planCall(db, row);
  const { egress, webhookKey, blobs, fileLinks } = { ...server.deps.resources, ...server.deps };
  const { engine } = await createSwappingEngine(
    { db, thinking: () => choice(mind), egress, webhookKey, wallClock: Date.now },
    {
      ...{ workspaceId: server.workspaceId, agent, engine: runnable, variables: {} },
      session: { type: 'voice', startedAtMs: 0, call_id: row.call_id },
    },
  );
  const transcript = [{ role: 'user' as const, content: 'Billing.', words: [] }];
  const events = await collect(engine.respond({ kind: 'answer', transcript, signal }));
  const call = events.find((event) => event.is === 'tool')?.call as ToolCall;
  const { directive } = await engine.runTool(call, { subject: () => ({}), signal });
  assert.equal(directive?.do, 'swap');
  await engine.close?.();
  const facts = [
    { is: 'user_said', utt: 'u', text: 'Billing.', words: [] },
    { is: 'agent_swapped', swap: directive.swap },
  ].map((fact, seq) => ({ seq, at: seq, wall: seq, ...fact })) as unknown as CallEvent[];
  const deps = { db, blobs, fileLinks, repairRecording: async () => false, wallClock: Date.now, log: silentLog };
  const end = { reason: 'user_hangup', detail: '', endedAt: Date.now(), hasRecording: false } as const;
  await writeEnd(deps, row, facts, end);
  return row.call_id;
}

const BOTH = ['earlier: from the earlier', 'later: from the later', 'shared: from the later'];

test('the analysis of a call asks for what both agents want, or the last one alone; so does a rerun', async (t) => {
  const swap = { tools: [{ name: 'swap' }] };
  const mind = createScriptedMind({
    provider: 'openai',
    turns: ({ jsonSchema }) => (jsonSchema ? { say: '{}' } : swap),
  });
  const server = await testServer(t, { resources: { thinking: () => choice(mind) } });
  const { db } = server.database;
  const deps = { db, providers: { thinking: () => choice(mind) }, wallClock: Date.now, log: silentLog };
  const later = await voiceAgent(server, 'later', []);
  const tool = { type: 'agent_swap', name: 'swap', description: 'Swap.', agent_id: later };

  /** The fields that the model is asked for, with whose they are. */
  async function askedFor(call_id: string, more: { rerun?: number } = {}): Promise<string[]> {
    const before = mind.requests.length;
    await analyzeCall({ ...deps, renderCall: (row) => row }, { call_id, ...more }, signal, 99);
    const asked = JSON.stringify(mind.requests.slice(before).map(({ messages }) => messages));
    const found = asked.matchAll(/(earlier|later|shared): from the (earlier|later)/g);
    return [...new Set(Array.from(found, ([field]) => field))].sort();
  }
  const callWith = async (post_call_analysis_setting: Setting, more: object = {}): Promise<string> =>
    swappedCall(server, mind, await voiceAgent(server, 'earlier', [{ ...tool, post_call_analysis_setting }]), more);

  const both = await callWith('both_agents');
  assert.deepEqual(await askedFor(both), BOTH);
  assert.deepEqual(await askedFor(both, { rerun: Date.now() }), BOTH);
  assert.deepEqual(await askedFor(await callWith('only_destination_agent')), BOTH.slice(1));

  const own = [{ type: 'string', name: 'earlier', description: 'from the later' }];
  const overridden = await callWith('both_agents', { agent_override: { agent: { post_call_analysis_data: own } } });
  const asked = ['earlier: from the later', ...BOTH.slice(1)];
  assert.deepEqual(await askedFor(overridden), asked);
  assert.deepEqual(await askedFor(overridden, { rerun: Date.now() }), asked);
});
