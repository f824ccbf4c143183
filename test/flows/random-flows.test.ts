// Random valid flows, walked at random: whatever the document, the interpreter keeps its promises.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  EQUATION_OPERATORS,
  MAX_HOPS,
  newFlowState,
  NODE_TYPES,
  nodeAt,
  readFlow,
  step,
  type Flow,
  type FlowAction,
  type FlowEdge,
  type FlowEvent,
  type FlowNode,
  type FlowState,
} from '../../src/flow/index.ts';
import { variablesOf } from './script.ts';

const FLOWS = 400;
const EVENTS = 60;
const LAST = new Set(['listen', 'goOn', 'choose', 'extract', 'await', 'end', 'stuck']);

/** A small generator of numbers, the same for the same seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let a = seed;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Random = (below: number) => number;

function randomFlow(random: Random): Flow {
  const part = (size: number, isComponent: boolean) => {
    const ids = Array.from({ length: size }, (_, i) => `n${i}`);
    const nodes = ids.map((id) => randomNode(random, id, ids, isComponent));
    return { start_node_id: random(10) === 0 ? null : 'n0', nodes };
  };
  const components = ['c0', 'c1'].map((id) => ({ ...part(1 + random(4), true), conversation_flow_component_id: id }));
  return readFlow({ ...part(1 + random(12), false), components });
}

function randomNode(random: Random, id: string, ids: string[], isComponent: boolean): FlowNode {
  const edge = (): FlowEdge => ({
    id: `e${random(1e9)}`,
    ...(random(12) === 0 ? {} : { destination_node_id: ids[random(ids.length)] as string }),
    transition_condition:
      random(2) === 0
        ? { type: 'prompt', prompt: 'p' }
        : {
            type: 'equation',
            operator: random(2) === 0 ? '&&' : '||',
            equations: [{ left: '{{v}}', operator: EQUATION_OPERATORS[random(10)] ?? '==', right: String(random(3)) }],
          },
  });
  const maybe = <T>(value: T, odds = 2): T | null => (random(odds) === 0 ? value : null);
  return {
    id,
    type: NODE_TYPES[random(isComponent && random(3) > 0 ? 2 : NODE_TYPES.length)] ?? 'conversation',
    instruction: maybe({ type: random(2) === 0 ? 'prompt' : 'static_text', text: 'words' }),
    edges: Array.from({ length: random(4) }, edge),
    else_edge: maybe(edge()),
    always_edge: maybe(edge(), 6),
    skip_response_edge: maybe(edge(), 6),
    edge: maybe(edge()),
    success_edge: maybe(edge()),
    failed_edge: maybe(edge()),
    wait_for_result: random(2) === 0,
    speak_during_execution: random(2) === 0,
    component_id: `c${random(3)}`,
    component_type: 'local',
    variables: [{ type: 'string', name: 'v' }],
    global_node_setting: maybe({ condition: 'g', cool_down: 1 + random(4), go_back_conditions: [edge()] }, 6),
  };
}

function randomEvent(random: Random, { doing, tools }: FlowState): FlowEvent {
  const v = { v: String(random(3)) };
  const fitting: FlowEvent[] = [
    { is: 'heard', toolBegun: random(2) === 0 },
    { is: 'goOn' },
    { is: 'chose', option: random(4) === 0 ? null : random(5) },
    { is: 'extracted', variables: v },
    {
      is: 'toolDone',
      id: doing.is === 'tool' ? doing.id : `tool_call_node_${tools}`,
      successful: random(2) === 0,
      variables: v,
    },
    { is: 'begin' },
  ];
  return fitting[random(fitting.length)] as FlowEvent;
}

function walk(seed: number): { flow: Flow; trace: { event: FlowEvent; state: FlowState; actions: FlowAction[] }[] } {
  const random = randomOf(seed);
  const flow = randomFlow(random);
  const variables = variablesOf({});
  let state = newFlowState();
  const trace = Array.from({ length: EVENTS }, () => {
    const event = randomEvent(random, state);
    const stepped = step(flow, state, event, variables);
    state = stepped.state;
    return { event, ...stepped };
  });
  return { flow, trace };
}

test('never at an unknown node, never without a last action or a reason, never more moves than allowed', () => {
  for (let seed = 1; seed <= FLOWS; seed++) {
    const { flow, trace } = walk(seed);
    for (const { state, actions } of trace) {
      if (state.at !== null) assert.ok(nodeAt(flow, state.at), `seed ${seed}: at ${JSON.stringify(state.at)}`);
      assert.ok(state.hops <= MAX_HOPS, `seed ${seed}`);
      const last = actions.filter((action) => LAST.has(action.do));
      assert.equal(last.length, actions.length === 0 ? 0 : 1, `seed ${seed}: ${JSON.stringify(actions)}`);
      if (last[0]) assert.equal(actions.at(-1), last[0], `seed ${seed}`);
      if (state.doing.is === 'stuck') assert.notEqual(state.doing.reason, '');
    }
  }
});

test('a user who speaks is always answered by an action, unless a tool runs', () => {
  for (let seed = 1; seed <= FLOWS; seed++) {
    const { flow, trace } = walk(seed);
    for (const { state } of trace) {
      const { actions } = step(flow, state, { is: 'heard' }, variablesOf({}));
      assert.notEqual(actions.length, 0, `seed ${seed}: ${JSON.stringify(state)}`);
    }
  }
});

test('the same events give the same trace, from a state that went through JSON at every step', () => {
  for (let seed = 1; seed <= FLOWS; seed++) {
    const { flow, trace } = walk(seed);
    let state = newFlowState();
    for (const { event, state: expected, actions } of trace) {
      const again = step(flow, JSON.parse(JSON.stringify(state)) as FlowState, event, variablesOf({}));
      assert.deepEqual(again, { state: expected, actions }, `seed ${seed}`);
      state = again.state;
    }
  }
});

test('a step leaves the state that it was given as it was', () => {
  const { flow, trace } = walk(7);
  for (const { state } of trace) {
    const before = JSON.stringify(state);
    step(flow, state, { is: 'heard' }, variablesOf({}));
    assert.equal(JSON.stringify(state), before);
  }
});
