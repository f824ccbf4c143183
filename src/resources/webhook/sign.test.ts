import assert from 'node:assert/strict';
import { test } from 'node:test';
import Retell from 'retell-sdk';
import { sign } from './sign.ts';

const KEY = 'key_0123456789abcdef';

test('the official SDK accepts our signature and rejects a changed byte, another key, and an old one', async () => {
  const body = JSON.stringify({ event: 'call_ended', call: { text: 'Grüße / 😀' } });
  const now = Date.now();
  assert.equal(await Retell.verify(body, KEY, sign(body, KEY, now)), true);
  assert.equal(await Retell.verify(body.replace('ended', 'ender'), KEY, sign(body, KEY, now)), false);
  assert.equal(await Retell.verify(body, `${KEY}0`, sign(body, KEY, now)), false);
  assert.equal(await Retell.verify(body, KEY, sign(body, KEY, now - 6 * 60_000)), false);
});

test('a request without a body signs the time alone', () => {
  assert.match(sign('', KEY, 1_700_000_000_000), /^v=1700000000000,d=[0-9a-f]{64}$/);
});
