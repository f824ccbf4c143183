import assert from 'node:assert/strict';
import { decodeJwt, SignJWT } from 'jose';
import { test } from 'node:test';
import { createAccessTokens } from './access-token.ts';

const key = new Uint8Array(32).fill(9);

test('a token says which room in the words of LiveKit', async () => {
  const now = 1_700_000_000_000;
  const token = await createAccessTokens(key, () => now).create('call_1');
  const claims = decodeJwt<{ video: { room: string; roomJoin: boolean } }>(token);
  assert.deepEqual(
    [claims.video.room, claims.video.roomJoin, claims.sub, claims.iss],
    ['call_1', true, 'client', 'ringback'],
  );
  assert.equal((claims.exp ?? 0) - now / 1000, 7_290, 'to the end of the longest call');
});

test('only our own tokens open a room, and only in their time', async () => {
  let now = 1_700_000_000_000;
  const tokens = createAccessTokens(key, () => now);
  const token = await tokens.create('call_1');
  assert.deepEqual(await tokens.verify(token), { callId: 'call_1', identity: 'client', role: 'caller' });
  assert.equal(await createAccessTokens(new Uint8Array(32), () => now).verify(token), null);
  assert.equal(await tokens.verify(`${token.slice(0, -2)}AA`), null);
  for (const wrong of ['', 'a.b.c', 'x'.repeat(10_000)]) assert.equal(await tokens.verify(wrong), null);
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`;
  assert.equal(await tokens.verify(unsigned), null);
  const noRoom = await new SignJWT({ video: { roomJoin: true } })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('ringback')
    .setSubject('client')
    .sign(key);
  assert.equal(await tokens.verify(noRoom), null);
  now += 7_291_000;
  assert.equal(await tokens.verify(token), null);
});

test('a listener is told from the caller, and may not publish', async () => {
  const tokens = createAccessTokens(key, () => 1_700_000_000_000);
  const token = await tokens.createListener('call_1', 'listener_1');
  assert.deepEqual(await tokens.verify(token), { callId: 'call_1', identity: 'listener_1', role: 'listener' });
  const { video } = decodeJwt<{ video: Record<string, unknown> }>(token);
  assert.deepEqual([video['canPublish'], video['canPublishData'], video['hidden']], [false, false, true]);
});
