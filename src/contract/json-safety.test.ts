import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonFault, jsonTextFault } from './json-safety.ts';

test('what cannot be stored is named with its place', () => {
  const faults: [value: unknown, says: string][] = [
    [{ a: [{ id: 'one', b: 'x\0' }] }, 'a[0] (id "one").b: it holds the character U+0000, which cannot be stored.'],
    [{ a: ['\ud800'] }, 'a[0]: it holds half of a surrogate pair, which is no character.'],
    [{ a: { 'k\0': 1 } }, 'a.k\ufffd: the name of the field holds the character U+0000, which cannot be stored.'],
    [{ a: JSON.parse('{"__proto__":1}') as object }, 'a.__proto__: a field of this name cannot be stored.'],
    [{ a: { b: -Infinity } }, 'a.b: a number beyond 1.8e308 cannot be stored.'],
    ['\0', 'body: it holds the character U+0000, which cannot be stored.'],
  ];
  for (const [value, says] of faults) assert.equal(jsonFault(value), says);
  assert.equal(jsonFault({ a: [{ b: 'fine' }, null, 1e308] }), null);
});

test('a text that nests too deeply, or has too many values, is named with the place before it is parsed', () => {
  const deep = `{"x":{},"a, \\"b":[1,{"c":${'['.repeat(200)}`;
  const fault = jsonTextFault(Buffer.from(deep)) ?? '';
  assert.match(fault, /^a, \\"b\[1\]\.c\[0\].*\.\.\..*\[0\]: nested deeper than 100 levels\.$/);
  assert.ok(fault.length < 200);
  const many = `{"few":[1,2],"many":[${'1,'.repeat(100_001)}1]}`;
  assert.match(jsonTextFault(Buffer.from(many)) ?? '', /^many\[\d+\]: the body holds more than 100000 values\.$/);
  assert.match(jsonTextFault(Buffer.from('['.repeat(101)), 'texts') ?? '', /^texts\[0\]/);
  assert.equal(jsonTextFault(Buffer.from('{"a":"[[[["}')), null);
});

test('an object of very many fields is named before it is parsed, however many others stand beside it', () => {
  const object = (count: number) => `{${Array.from({ length: count }, (_, i) => `"k${i}":{"::":":"}`).join()}}`;
  const fault = jsonTextFault(Buffer.from(`{"a":[1,${object(5_001)}]}`)) ?? '';
  assert.match(fault, /^a\[1\]\.k5000: an object of more than 5000 fields\.$/);
  assert.equal(jsonTextFault(Buffer.from(`[${object(5_000)},${object(5_000)}]`)), null);
  assert.equal(
    jsonTextFault(Buffer.from(`]]]]${':'.repeat(10_000)}`)),
    null,
    'what is no JSON is for the parser to say',
  );
});
