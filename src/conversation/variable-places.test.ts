// Every place in which a variable is put in, one by one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collect } from '../../test/support/collect.ts';
import { scriptedModel, type ScriptedReply } from '../../test/support/scripted-model.ts';
import type { FlowDocument } from '../flow/index.ts';
import type { EgressRequest } from '../interfaces/egress.ts';
import type { PhoneLine } from '../interfaces/phone-line.ts';
import type { EngineEvent, ResumableEngine, ToolCall } from './engine.ts';
import { createFlowEngine } from './flow/flow-engine.ts';
import type { RetellLlmConfig, ToolConfig } from './retell-llm-config.ts';
import { createRetellLlmEngine } from './retell-llm-engine.ts';
import { createSettingLookup } from './setting-variables.ts';
import { substitute } from './variables.ts';

/** What stands in each place, and what must come out of it. */
const V = '<{{ v }}>';
const OUT = '<set>';
const SESSION = { type: 'voice' as const, startedAtMs: 0, call_id: 'call_1' };

interface World {
  /** All that the model was given, as JSON. */
  asked(): string;
  /** All that left: requests, texts, transfers, as JSON. */
  left(): string;
  /** What was said, and what a tool's call says while it runs. */
  said: string;
}

function deps(replies: ScriptedReply[]) {
  const left: unknown[] = [];
  const model = scriptedModel(...replies);
  const egress = {
    async send(request: EgressRequest) {
      left.push({ ...request, signal: null });
      return { status: 200, headers: {}, body: '{}', truncated: false };
    },
  };
  const line: PhoneLine = {
    dialsRawNumbers: true,
    consultation: null,
    press: async () => ({ ok: true }),
    async transfer(wish) {
      left.push(wish);
      return { ok: true } as never;
    },
  };
  const texting = { send: async (text: string) => (left.push(text), { ok: true as const }) };
  return {
    left,
    model,
    given: { model, modelFor: () => model, egress, line, texting, sign: () => '', wallClock: () => 0 },
  };
}

const RUN = { variables: { v: 'set' }, session: SESSION, timezone: null, language: 'en-US', beginMessageDelayMs: 0 };

/** Talks once; a tool that is called is run. */
async function talk(engine: ResumableEngine, world: ReturnType<typeof deps>, isBegun: boolean): Promise<World> {
  const signal = new AbortController().signal;
  let said = '';
  const calls: ToolCall[] = [];
  const take = (events: EngineEvent[]): void => {
    for (const event of events) {
      if (event.is === 'text') said += event.text;
      if (event.is === 'move') engine.take?.(event.move.id);
      if (event.is === 'tool') {
        said += event.call.speakDuring ?? '';
        calls.push(event.call);
      }
    }
  };
  const user = { role: 'user' as const, content: 'Hello', words: [] };
  const opening = engine.opening();
  said += opening.who === 'agent' ? (opening.text ?? '') : '';
  if (!isBegun) take(await collect(engine.respond({ kind: 'begin', transcript: [], signal })));
  const before = isBegun ? [] : [{ role: 'agent' as const, content: said, words: [] }];
  take(await collect(engine.respond({ kind: 'answer', transcript: [...before, user], signal })));
  for (const call of calls) await engine.runTool(call, { subject: () => ({}), signal });
  return { asked: () => JSON.stringify(world.model.requests), left: () => JSON.stringify(world.left), said };
}

function llm(config: RetellLlmConfig, ...reply: ScriptedReply): () => Promise<World> {
  const world = deps([reply.length > 0 ? reply : ['Hm.']]);
  return () => talk(createRetellLlmEngine(world.given, { ...RUN, llm: config }), world, true);
}

const tool = (more: Partial<ToolConfig>): (() => Promise<World>) =>
  llm({ general_tools: [{ type: 'custom', name: 'do_it', url: 'https://a.test', ...more }] }, [
    'do_it',
    more['args'] ?? {},
  ] as [string, object]);

const flow = (document: FlowDocument): (() => Promise<World>) => {
  const world = deps([['[0] Hm.']]);
  return () => talk(createFlowEngine(world.given, { ...RUN, document }), world, false);
};
const prompt = { type: 'prompt' as const, text: 'Talk.' };
const edge = (condition: string) => [
  { id: 'e', destination_node_id: 'b', transition_condition: { type: 'prompt' as const, prompt: condition } },
];
const nodes = (first: object): FlowDocument => ({
  nodes: [
    { id: 'a', type: 'conversation', instruction: prompt, ...first } as never,
    { id: 'b', type: 'conversation', instruction: { type: 'prompt', text: `Task ${V}.` } },
  ],
});
const properties = (property: object) => ({ parameters: { type: 'object' as const, properties: { p: property } } });
const warm = (message: string) => ({
  type: 'warm_transfer',
  private_handoff_option: { type: 'static_message', message },
});
const transfer = (more: object): (() => Promise<World>) =>
  tool({ type: 'transfer_call', transfer_destination: { type: 'predefined', number: '+14155550100' }, ...more });

type Seen = keyof World;
const PLACES: [place: string, run: () => Promise<World>, seen: Seen, expected?: string][] = [
  ['general_prompt', llm({ general_prompt: V }), 'asked'],
  ['state_prompt', llm({ states: [{ name: 's', state_prompt: V }] }), 'asked'],
  ['begin_message', llm({ begin_message: V }), 'said'],
  [
    'description of a transition',
    llm({ states: [{ name: 's', edges: [{ destination_state_name: 's', description: V }] }] }),
    'asked',
  ],
  ['description of a tool', tool({ description: V }), 'asked'],
  ['description of a tool’s property', tool(properties({ type: 'string', description: V })), 'asked'],
  ['url of a tool', tool({ url: 'https://a.test/{{v}}' }), 'left', 'https://a.test/set'],
  ['query of a tool', tool({ query_params: { q: V } }), 'left', 'q=%3Cset%3E'],
  ['header of a tool', tool({ headers: { 'x-a': V } }), 'left'],
  ['fixed argument of a tool', tool(properties({ const: V })), 'left'],
  [
    'what a tool says meanwhile',
    tool({ speak_during_execution: true, execution_message_type: 'static_text', execution_message_description: V }),
    'said',
  ],
  [
    'how to word what a tool says meanwhile',
    tool({ speak_during_execution: true, execution_message_type: 'prompt', execution_message_description: V }),
    'asked',
  ],
  [
    'description of a variable to extract',
    tool({ type: 'extract_dynamic_variable', variables: [{ type: 'string', name: 'x', description: V }] }),
    'asked',
  ],
  ['text message', tool({ type: 'send_sms', sms_content: { type: 'predefined', content: V } }), 'left'],
  [
    'task of a text message',
    tool({ type: 'send_sms', sms_content: { type: 'inferred', prompt: V }, args: { content: 'x' } }),
    'asked',
  ],
  [
    'number of a transfer',
    transfer({
      transfer_destination: { type: 'predefined', number: '+1415{{v}}' },
      ignore_e164_validation: true,
    }),
    'left',
    '+1415set',
  ],
  ['SIP header of a transfer', transfer({ custom_sip_headers: { 'X-A': V } }), 'left'],
  ['message of a transfer', transfer({ transfer_option: warm(V) }), 'left'],
  ['global_prompt of a flow', flow({ ...nodes({}), global_prompt: V }), 'asked'],
  ['prompt of a node', flow(nodes({ instruction: { type: 'prompt', text: V } })), 'asked'],
  ['static text of a node', flow(nodes({ instruction: { type: 'static_text', text: V } })), 'said'],
  ['condition of an edge', flow(nodes({ edges: edge(V) })), 'asked'],
  ['task of the node that an edge leads to', flow(nodes({ edges: edge('x') })), 'asked'],
  [
    'both sides of an equation',
    flow(
      nodes({
        edges: [
          {
            id: 'e',
            destination_node_id: 'b',
            transition_condition: {
              type: 'equation',
              operator: '&&',
              equations: [{ left: '{{v}}', operator: '==', right: '{{v}}' }],
            },
          },
        ],
      }),
    ),
    'asked',
    'Task <set>.',
  ],
];

test('puts a variable in at every place of an engine', async (t) => {
  for (const [place, run, seen, expected = OUT] of PLACES) {
    await t.test(place, async () => {
      const world = await run();
      const text = seen === 'said' ? world.said : world[seen]();
      assert.ok(text.includes(expected), `${expected} is not in: ${text}`);
      assert.ok(!text.includes(V), text);
    });
  }
});

test('puts them into settings: of every source, and of the system in the agent’s zone', () => {
  const sources = {
    defaults: { a: 'default', b: 'default', c: 'default' },
    request: { b: 'request', c: 'request' },
    collected: { c: 'collected' },
    overrides: {},
  };
  const lookup = createSettingLookup({ timezone: 'Asia/Tokyo' }, sources, SESSION, () => Date.UTC(2024, 0, 1, 0, 30));
  assert.equal(
    substitute('{{a}} {{b}} {{c}} {{current_hour}} {{call.call_id}} {{session_type}} {{none}}', lookup),
    'default request collected 9.5 call_1 voice {{none}}',
  );
});
