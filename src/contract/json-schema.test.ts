import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contractSchemas, documentSchemas, toJsonSchema, type SchemaObject } from './json-schema.ts';

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
  const optional = convert({ oneOf: [branch('a', []), branch('b', [])] });
  assert.equal(optional.required, undefined, 'the tag may be missing');
  assert.equal((optional.anyOf as unknown[]).length, 3, 'then any branch will do');
  assert.ok('anyOf' in convert({ oneOf: [branch('a'), branch('a')] }), 'the tag says nothing');
});

test('in a document an empty array may stand for an object that needs nothing', () => {
  const components = {
    Doc: { 'x-document': true, type: 'object', properties: { open: { $ref: '#/components/schemas/Open' } } },
    Open: { type: 'object', properties: { inner: { type: 'object', required: ['a'] } } },
    Other: { type: 'object', properties: { doc: { $ref: '#/components/schemas/Doc' } } },
  };
  const documents = documentSchemas(components).$defs as Record<string, SchemaObject>;
  assert.deepEqual(Object.keys(documents), ['Doc', 'Open']);
  assert.deepEqual(documents.Doc?.properties, {
    open: { if: { type: 'array', maxItems: 0 }, else: { $ref: 'documents#/$defs/Open' } },
  });
  assert.deepEqual(documents.Open?.properties, { inner: { type: 'object', required: ['a'] } });
  const contract = contractSchemas(components).$defs as Record<string, SchemaObject>;
  assert.deepEqual(contract.Other?.properties, { doc: { $ref: 'documents#/$defs/Doc' } });
});

test('a keyword that nobody has thought about is an error', () => {
  assert.throws(() => convert({ contains: {} }), /unknown schema keyword contains/);
});
