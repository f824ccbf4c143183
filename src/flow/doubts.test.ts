import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlowDocument, FlowEdge } from './document.ts';
import { doubtsOf, knownVariables } from './doubts.ts';

const to = (id: string, left?: string): FlowEdge => ({
  id: `to ${id}`,
  destination_node_id: id,
  transition_condition:
    left === undefined
      ? { type: 'prompt', prompt: 'x' }
      : { type: 'equation', operator: '&&', equations: [{ left, operator: '==', right: '1' }] },
});

test('says which nodes cannot be reached, cannot be left, or wait for what nothing sets', () => {
  const flow: FlowDocument = {
    start_node_id: 'a',
    default_dynamic_variables: { given: '1' },
    tools: [{ response_variables: { answered: 'x' } }],
    nodes: [
      {
        id: 'a',
        type: 'conversation',
        edges: [
          to('b', '{{given}}'),
          to('b', '{{answered}}'),
          to('b', '{{read}}'),
          to('b', '{{current_hour}}'),
          to('b', '{{never}}'),
        ],
      },
      { id: 'b', type: 'extract_dynamic_variables', variables: [{ type: 'string', name: 'read' }], else_edge: to('c') },
      { id: 'c', type: 'function' },
      { id: 'lonely', type: 'conversation' },
      { id: 'global', type: 'conversation', global_node_setting: { condition: 'asks' } },
    ],
  };
  assert.deepEqual(
    doubtsOf(flow, knownVariables(flow)).map(({ code, node }) => [code, node.id]),
    [
      ['unset_variable', 'a'],
      ['dead_end', 'c'],
      ['unreachable_node', 'lonely'],
    ],
  );
});
