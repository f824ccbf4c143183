import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseServerMessage } from './call-events.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('a message of a known kind is read whole', () => {
  const message = parseServerMessage(bytes('{"event_type":"partial","text":"Good mor"}'));
  assert.deepEqual(message, { event_type: 'partial', text: 'Good mor' });
});

test('what is no JSON, no object or of an unknown kind is passed over', () => {
  for (const text of ['', 'no', 'null', '7', '{}', '{"event_type":5}', '{"event_type":"error"}'])
    assert.equal(parseServerMessage(bytes(text)), undefined, text);
});
