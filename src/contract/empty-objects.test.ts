import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withEmptyObjects } from './empty-objects.ts';

test('[] becomes {} where an object is meant, and stays where a list is', () => {
  const document = {
    nodes: [{ id: 'a', type: 'function', instruction: [], edges: [], display_position: [] }],
    tools: [{ headers: [], parameters: { type: 'object', properties: [], required: [] } }],
    default_dynamic_variables: [],
    knowledge_base_ids: [],
  };
  const before = structuredClone(document);
  assert.deepEqual(withEmptyObjects(document), {
    nodes: [{ id: 'a', type: 'function', instruction: {}, edges: [], display_position: {} }],
    tools: [{ headers: {}, parameters: { type: 'object', properties: {}, required: [] } }],
    default_dynamic_variables: {},
    knowledge_base_ids: [],
  });
  assert.deepEqual(document, before);
});

test('a document without any is given back itself', () => {
  const document = { nodes: [{ edges: [], tools: null }], notes: [] };
  assert.equal(withEmptyObjects(document), document);
});
