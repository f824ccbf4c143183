import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTestModels } from '../../../../test/support/speech/models.ts';
import { bytesField, fieldsOf, numberField } from './protobuf.ts';
import { splitVoice } from './split-voice.ts';

test('the two halves together are the voice, no weight in both or lost', async () => {
  const folder = await openTestModels().ensure('piper-joe');
  const voice = await readFile(join(folder, 'en_US-joe-medium.onnx'));
  const { encoder, decoder } = splitVoice(voice);
  assert.ok(encoder.length > 5e6 && decoder.length > 5e6);
  // Weights used on both sides are few and small; everything else is there once.
  assert.ok(Math.abs(encoder.length + decoder.length - voice.length) < 0.02 * voice.length);
});

test('an export of another kind is refused with the tensor that is missing', () => {
  const graph = bytesField(7, bytesField(1, bytesField(2, 'something_else')));
  assert.throws(() => splitVoice(graph), /no tensor \/Mul_7_output_0/);
  assert.throws(() => splitVoice(Buffer.from([0x08, 0x01])), /no ONNX model/);
  assert.throws(() => splitVoice(Buffer.from([0x3a, 0xff])), /ends inside a number/);
});

test('fields survive reading and writing', () => {
  const message = Buffer.concat([numberField(3, 300), bytesField(20, 'hé'.repeat(100))]);
  const fields = [...fieldsOf(message)];
  assert.deepEqual(
    fields.map((field) => field.number),
    [3, 20],
  );
  assert.equal(fields[1]!.bytes.toString(), 'hé'.repeat(100));
  assert.deepEqual(Buffer.concat(fields.map((field) => field.raw)), message);
});
