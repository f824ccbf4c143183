import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toJsonSchema, type SchemaObject } from './json-schema.ts';

const convert = (schema: SchemaObject, components: Record<string, SchemaObject> = {}) =>
  toJsonSchema(schema, components);

test('nullable becomes a choice with null, also beside a reference', () => {
  assert.deepEqual(convert({ type: 'string', nullable: true }), { anyOf: [{ type: 'string' }, { type: 'null' }] });
  assert.deepEqual(convert({ $ref: '#/components/schemas/A', nullable: true, type: 'object' }), {
    anyOf: [{ $ref: 'contract#/$defs/A', type: 'object' }, { type: 'null' }],
  });
  assert.deepEqual(convert({ type: 'string', nullable: true, enum: ['a', null] }), {
    anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }],
  });
});

test('keys beside a reference keep their meaning', () => {
  const schema = { $ref: '#/components/schemas/A', required: ['x'], description: 'words' };
  assert.deepEqual(convert(schema), { $ref: 'contract#/$defs/A', required: ['x'] });
});

test('a boolean exclusive bound becomes the bound', () => {
  const schema = { type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 1 };
  assert.deepEqual(convert(schema), { type: 'number', exclusiveMinimum: 0, maximum: 1 });
});

test('integers stay where they can be told apart', () => {
  const { minimum, maximum } = convert({ type: 'integer', minimum: 1 });
  assert.deepEqual([minimum, maximum], [1, Number.MAX_SAFE_INTEGER]);
});

test('branches that tell themselves apart become a switch, others a plain choice', () => {
  const branch = (type: string, required = ['type']) => ({
    type: 'object',
    required,
    properties: { type: { enum: [type] } },
  });
  const components = { A: { allOf: [branch('a')] } };
  const tagged = convert({ oneOf: [{ $ref: '#/components/schemas/A' }, branch('b')] }, components);
  assert.deepEqual(tagged.properties, { type: { enum: ['a', 'b'] } });
  assert.equal((tagged.allOf as unknown[]).length, 2);
  assert.ok('anyOf' in convert({ oneOf: [branch('a', []), branch('b', [])] }), 'the tag may be missing');
  assert.ok('anyOf' in convert({ oneOf: [branch('a'), branch('a')] }), 'the tag says nothing');
});

test('a keyword that nobody has thought about is an error', () => {
  assert.throws(() => convert({ not: {} }), /unknown schema keyword not/);
});
