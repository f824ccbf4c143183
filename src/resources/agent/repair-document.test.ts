import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedKnowledgeBases, withoutReferences } from './repair-document.ts';

const NOTHING = { knowledgeBases: new Set<string>(), components: new Set<string>() };

test('knowledge bases are found at any depth and taken out when they are missing', () => {
  const document = { knowledge_base_ids: ['a', 'b'], nodes: [{ id: 'n', knowledge_base_ids: ['b', 'c'] }] };
  assert.deepEqual(namedKnowledgeBases(document), ['a', 'b', 'c']);
  assert.deepEqual(withoutReferences(document, { ...NOTHING, knowledgeBases: new Set(['b']) }), {
    knowledge_base_ids: ['a'],
    nodes: [{ id: 'n', knowledge_base_ids: ['c'] }],
  });
  assert.deepEqual(document.knowledge_base_ids, ['a', 'b'], 'what was given stays as it is');
});

test('tools that a part does not have are taken out of its nodes', () => {
  const part = (own: string) => ({ tools: [{ tool_id: own }], nodes: [{ id: 'n', tool_ids: ['flow', 'component'] }] });
  const document = { ...part('flow'), components: [part('component')] };
  const repaired = withoutReferences(document, NOTHING) as typeof document;
  assert.deepEqual(repaired.nodes[0]?.tool_ids, ['flow']);
  assert.deepEqual(repaired.components[0]?.nodes[0]?.tool_ids, ['component']);
});

test('nodes of missing shared components go, with the edges that led there', () => {
  const node = (id: string, more: object) => ({ id, edges: [{ id: `e-${id}`, destination_node_id: 'sub' }], ...more });
  const shared = { type: 'component', component_type: 'shared', component_id: 'gone' };
  const document = { start_node_id: 'sub', nodes: [node('a', {}), node('sub', shared)] };
  assert.deepEqual(withoutReferences(document, { ...NOTHING, components: new Set(['gone']) }), {
    nodes: [{ id: 'a', edges: [{ id: 'e-a' }] }],
  });
  assert.deepEqual(withoutReferences(document, NOTHING), document);
});

test('odd documents are left alone', () => {
  const document = { nodes: 'none', tools: null, components: [null, 1], knowledge_base_ids: 'x' };
  assert.deepEqual(withoutReferences(document, NOTHING), document);
});
