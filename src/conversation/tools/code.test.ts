import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodeOutcome, CodeRequest } from '../../interfaces/code-runner.ts';
import { createSystemVariables } from '../system-variables.ts';
import { createLookup, type VariableSources } from '../variables.ts';
import { code, type CodeToolConfig } from './code.ts';
import type { ToolOutcome } from './tool-kind.ts';

const NOTHING = { defaults: {}, request: {}, collected: {}, overrides: {} };

async function run(
  tool: Partial<CodeToolConfig>,
  outcome: CodeOutcome = { successful: true, result: 'null' },
  { sources = {}, subject = {} }: { sources?: Partial<VariableSources>; subject?: object } = {},
): Promise<ToolOutcome & { asked: CodeRequest; notes: string[] }> {
  const asked: CodeRequest[] = [];
  const notes: string[] = [];
  const runner = {
    run: async (request: CodeRequest) => (asked.push(request), outcome),
    warm() {},
  };
  const system = createSystemVariables(
    { type: 'voice', startedAtMs: 0, call_id: 'call_1', direction: 'inbound', from_number: '+1555' },
    'Europe/Berlin',
    () => Date.UTC(2026, 0, 5, 12),
    () => ({ current: null, previous: null }),
  );
  const done = await code.run(
    { egress: { send: () => assert.fail('nothing is sent here') }, sign: () => '', code: runner },
    {
      tool: { type: 'code', name: 'compute', code: 'return 1', ...tool },
      args: { execution_message: 'One moment.' },
      lookup: createLookup(() => ({ ...NOTHING, ...sources }), system),
      context: {
        subject: () => subject,
        signal: new AbortController().signal,
        note: (level, text) => notes.push(`${level}: ${text}`),
      },
    },
  );
  return { ...done, asked: asked[0] as CodeRequest, notes };
}

test('dv holds every variable that has a value, the strongest wins, all as text', async () => {
  const sources = {
    defaults: { a: 'default', b: 'default', number: 7 },
    request: { b: 'request', gone: null, plan: { tier: 2 } },
    collected: { c: 'collected' },
    overrides: { a: 'override' },
  };
  const { asked } = await run({}, undefined, { sources });
  const { a, b, c, number, plan, call_id, user_number, session_type } = asked.dv;
  assert.deepEqual([a, b, c, number, plan], ['override', 'request', 'collected', '7', '{"tier":2}']);
  assert.deepEqual([call_id, user_number, session_type], ['call_1', '+1555', 'voice']);
  assert.equal(asked.dv['current_time'], 'Monday, January 5, 2026 at 1:00 PM GMT+1');
  assert.ok(!('gone' in asked.dv) && !('agent_number' in asked.dv) && !('current_agent_state' in asked.dv));
});

test('dv holds the times of the zones that the code mentions', async () => {
  const { asked } = await run({ code: `return [dv['current_hour_Asia/Tokyo'], dv["current_time_Nowhere/Town"]]` });
  assert.equal(asked.dv['current_hour_Asia/Tokyo'], '21');
  assert.ok(!('current_time_Nowhere/Town' in asked.dv));
});

test('the code itself is never changed by variables', async () => {
  const { asked } = await run({ code: 'return "{{a}}"' }, undefined, { sources: { request: { a: '"; evil()' } } });
  assert.equal(asked.code, 'return "{{a}}"');
});

test('metadata is that of the call, or an empty object', async () => {
  assert.deepEqual((await run({}, undefined, { subject: { metadata: { k: 1 } } })).asked.metadata, { k: 1 });
  for (const subject of [{}, { metadata: null }, { metadata: 'text' }])
    assert.deepEqual((await run({}, undefined, { subject })).asked.metadata, {});
});

test('time is 30 s, or what the tool says between 5 s and 60 s', async () => {
  const times = await Promise.all([undefined, null, 7_000, 1, 1e9].map((timeout_ms) => run({ timeout_ms })));
  assert.deepEqual(
    times.map(({ asked }) => asked.timeoutMs),
    [30_000, 30_000, 7_000, 5_000, 60_000],
  );
});

test('the result is cut for the model, and variables are read from the whole of it', async () => {
  const result = JSON.stringify({ long: 'x'.repeat(20_000), order: { items: [{ id: 9 }] } });
  const done = await run(
    { response_variables: { id: 'order.items[0].id', none: 'order.none' } },
    { successful: true, result },
  );
  assert.deepEqual([done.successful, done.content.length, done.variables], [true, 15_000, { id: '9' }]);
});

test('a failure is told in its own words and sets nothing', async () => {
  const failed = { successful: false, why: 'threw', message: 'Error: no (line 2)' } as const;
  const done = await run({ response_variables: { a: 'a' } }, failed);
  assert.deepEqual([done.successful, done.content, done.variables], [false, 'Error: no (line 2)', {}]);
});

test('console lines become lines of the conversation’s log', async () => {
  const { asked, notes } = await run({});
  asked.console?.({ level: 'warn', text: 'two\n  lines' });
  assert.deepEqual(notes, ['warn: compute: two lines']);
});

test('the agent speaks about the result unless the tool says otherwise', () => {
  const tool = { type: 'code', name: 'compute', code: '' } as const;
  assert.deepEqual(
    [code.speaksAfter?.(tool), code.speaksAfter?.({ ...tool, speak_after_execution: false })],
    [true, false],
  );
});
