import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectStream, dialAway } from './twiml.ts';

test('half a character and what XML cannot hold leave a document that can be read', () => {
  const away = dialAway('sip:a@example.com', { 'X-Name': 'a\ud83d b', 'X-Whole': '\u{1F600}' });
  assert.match(away, /X-Name=a%EF%BF%BD%20b&#38;X-Whole=%F0%9F%98%80/);
  assert.equal(
    connectStream('wss://x/\u0000\u0008\ufffe<\u{1F600}').match(/url="([^"]*)"/)?.[1],
    'wss://x/&#60;\u{1F600}',
  );
});
