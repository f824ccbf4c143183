import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPERATIONS } from './operations.ts';
import { createValidators } from './validators.ts';

const validators = createValidators();

test('every operation can be checked', () => {
  validators.prepare(
    OPERATIONS.map(({ id }) => id),
    true,
  );
});

test('a fault is one sentence about the branch that was meant', () => {
  const fault = validators.requestFault('createRetellLLM', {
    general_tools: [
      { type: 'end_call', name: 'end' },
      { type: 'custom', name: 'x', url: 'https://x.test', headers: { a: 1 } },
    ],
  });
  assert.equal(fault, 'general_tools[1] (name "x").headers.a: expected string, got 1.');
});

test('a fault never shows long texts', () => {
  const fault = validators.requestFault('createRetellLLM', { start_speaker: 'secret '.repeat(20) });
  assert.equal(fault, 'start_speaker: expected one of "user", "agent", got a longer text.');
});

test('closed objects name the field that is too many', () => {
  assert.equal(validators.requestFault('updateCallMetadata', { metdata: {} }), 'body: unknown field "metdata".');
});

test('answers are told apart by their call_type', () => {
  const call = { call_type: 'web_call', call_id: 'c', agent_id: 'a', agent_version: 0, call_status: 'ended' };
  assert.equal(validators.responseFault('getCall', call), 'body: "access_token" is missing.');
  assert.equal(validators.responseFault('getCall', { ...call, access_token: 't' }), null);
});

const edge = (transition_condition: unknown) => ({ id: 'to-end', transition_condition, destination_node_id: 'end' });
const flowFault = (node: object) =>
  validators.requestFault('createConversationFlow', {
    start_speaker: 'agent',
    model_choice: { type: 'cascading', model: 'gpt-4.1' },
    nodes: [
      { id: 'end', type: 'end' },
      { id: 'greet', type: 'conversation', instruction: { type: 'prompt', text: 'Hi' }, ...node },
    ],
  });

test('a fault in a flow names node and edge, what was given and what is allowed', () => {
  const at = 'nodes[1] (id "greet").edges[0] (id "to-end").transition_condition';
  const faults: [unknown, string][] = [
    [{ type: 'equation', equations: [] }, `${at}: "operator" is missing, expected one of "||", "&&".`],
    [{ operator: '>=' }, `${at}: "type" is missing, expected one of "prompt", "equation".`],
    [{ type: 'equation', operator: '>=', equations: [] }, `${at}.operator: expected one of "||", "&&", got ">=".`],
    ['yes', `${at}: expected object, got "yes".`],
  ];
  for (const [condition, sentence] of faults) assert.equal(flowFault({ edges: [edge(condition)] }), sentence);
  assert.match(
    flowFault({ type: 'logic_split' }) ?? '',
    /^nodes\[1\] \(id "greet"\)\.type: expected one of "conversation", .*"code".* and \d more, got "logic_split"\.$/,
  );
  assert.equal(
    flowFault({ type: 'branch', else_edge: edge({ type: 'prompt', prompt: 'else' }) }),
    'nodes[1] (id "greet").else_edge.transition_condition.prompt: expected "Else", got "else".',
  );
});

test('of branches whose tag may be left out, the fault speaks of the one that is named', () => {
  const option = (public_handoff_option: object) => ({
    type: 'transfer_call',
    transfer_destination: { type: 'predefined', number: '+14155550100' },
    transfer_option: { type: 'warm_transfer', public_handoff_option },
    edge: edge({ type: 'prompt', prompt: 'Transfer failed' }),
  });
  assert.equal(flowFault(option({})), null);
  assert.equal(
    flowFault(option({ type: 'static_message', message: 5 })),
    'nodes[1] (id "greet").transfer_option.public_handoff_option.message: expected string, got 5.',
  );
});

test('documents keep [] for an empty object, other bodies have it put right', () => {
  const tool = { type: 'custom', name: 'a', url: 'https://x.test', headers: [], query_params: [] };
  const llm = { general_tools: [tool], kb_config: [] };
  assert.equal(validators.requestFault('createRetellLLM', llm), null);
  assert.deepEqual([tool.headers, llm.kb_config], [[], []]);
  const answer = { ...llm, llm_id: 'llm_1', last_modification_timestamp: 1 };
  assert.equal(validators.responseFault('createRetellLLM', answer), null);
  const agent = { response_engine: { type: 'retell-llm', llm_id: 'llm_1' }, voice_id: 'v', user_dtmf_options: [] };
  assert.equal(validators.requestFault('createAgent', agent), null);
  assert.deepEqual(agent.user_dtmf_options, {});
});

test('[] for an object is put right in every item of a long list', () => {
  const task = () => ({ to_number: '+14155550101', metadata: [], retell_llm_dynamic_variables: [] });
  const body = { from_number: '+14155550100', tasks: Array.from({ length: 3000 }, task) };
  assert.equal(validators.requestFault('createBatchCall', body), null);
  assert.deepEqual(body.tasks.at(-1), { ...task(), metadata: {}, retell_llm_dynamic_variables: {} });
  const mixed = { ...body, tasks: [task(), { ...task(), metadata: [1] }] };
  assert.match(validators.requestFault('createBatchCall', mixed) ?? '', /^tasks\[1\]\.metadata: expected object/);
});

test('a node that need not speak may have an empty instruction, one that must may not', () => {
  const call = { type: 'function', tool_id: 't', tool_type: 'local', wait_for_result: true };
  for (const instruction of [{}, []]) {
    assert.equal(flowFault({ ...call, instruction }), null);
    assert.match(flowFault({ instruction }) ?? '', /^nodes\[1\] \(id "greet"\)\.instruction: /);
  }
});

test('a long name or text of the sender is never repeated whole', () => {
  const fault = flowFault({ id: 'x'.repeat(5000), edges: 'y'.repeat(5000) }) ?? '';
  assert.ok(fault.length < 120, fault);
});
