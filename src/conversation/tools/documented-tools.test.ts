// The examples of docs/tools, as they stand there: each is run by an engine.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { collect } from '../../../test/support/collect.ts';
import { createScriptedLine, createScriptedTexting } from '../../../test/support/scripted-line.ts';
import { createScriptedMind } from '../../providers/scripted/index.ts';
import { createRetellLlmEngine } from '../retell-llm-engine.ts';
import type { ToolConfig } from '../retell-llm-config.ts';

/** What the model gives, what comes of it, and what is said meanwhile. */
const EXAMPLES: [page: string, args: object, content: RegExp, said: string | null][] = [
  ['extract-dynamic-variable', { customer_name: 'Ann', guests: 4 }, /"guests":"4"/, null],
  ['end-call', {}, /ends/, 'Thank you for calling Acme. Goodbye!'],
  ['transfer-call', {}, /transferred/, 'I am putting you through.'],
  ['transfer-agents', {}, /connected/, 'I am connecting you now.'],
  ['press-digit', { digit: '2' }, /Pressed 2/, null],
  ['send-sms', {}, /was sent/, null],
  ['agent-swap', {}, /Billing goes on/, 'I am handing you over to billing.'],
  ['custom-function', { number: '7' }, /"state":"sent"/, 'I look it up.'],
];

for (const [page, args, content, said] of EXAMPLES) {
  test(`docs/tools/${page}.md`, async () => {
    const file = new URL(`../../../docs/tools/${page}.md`, import.meta.url);
    const blocks = (await readFile(file, 'utf8')).matchAll(/```json\n(.*?)```/gs);
    const tools = [...blocks].map(([, json]) => JSON.parse(json ?? '') as ToolConfig);
    assert.ok(tools.length > 0);
    for (const tool of tools) {
      const { result, call } = await runExample(tool, args);
      assert.equal(result.successful, true, result.content);
      if (tool !== tools[0]) continue;
      assert.match(result.content, content);
      assert.equal(call.speakDuring, said);
    }
  });
}

async function runExample(tool: ToolConfig, args: object) {
  const given = { execution_message: 'I look it up.', ...args };
  const mind = createScriptedMind({ turns: [{ tools: [{ name: tool.name, arguments: given }] }] });
  const swap = {
    agent_id: 'agent_b',
    agent_version: 0,
    agent_name: 'Billing',
    configuration_hash: null,
    webhook_setting: 'only_source_agent',
    post_call_analysis_setting: 'both_agents',
    kept: {},
  } as const;
  const body = '{"order":{"state":"sent","items":[{"name":"shoes"}]}}';
  const engine = createRetellLlmEngine(
    {
      model: mind,
      egress: { send: async () => ({ status: 200, headers: {}, body, truncated: false }) },
      sign: () => 'signed',
      wallClock: () => 0,
      pause: async () => {},
      line: createScriptedLine({ consultation: { ok: true } }),
      texting: createScriptedTexting(),
      swapAgent: async () => ({ ok: true, move: 'swap_1', swap, settings: {} }),
    },
    {
      llm: { general_tools: [tool] },
      variables: { company: 'Acme', ticket: 'T1', customer_name: 'Ann', shop_token: 't', customer_id: 'c1' },
      session: { type: 'voice', startedAtMs: 0 },
      timezone: null,
      language: 'en-US',
      beginMessageDelayMs: 0,
    },
  );
  const { signal } = new AbortController();
  const events = await collect(
    engine.respond({ kind: 'answer', transcript: [{ role: 'user', content: 'Please.', words: [] }], signal }),
  );
  const call = events.flatMap((event) => (event.is === 'tool' ? [event.call] : []))[0];
  assert.ok(call, `the model could not call ${tool.name}`);
  return { call, result: await engine.runTool(call, { subject: () => ({}), signal }) };
}
