// The routes of web calls by plain HTTP signalling; the sound behind them is scripted.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebCallGateway } from '../../src/interfaces/gateway.ts';
import { testServer } from '../support/http.ts';

const SESSIONS = '/webrtc-proxy/call_1/v1/webrtc/sessions';
const token = { authorization: 'Bearer access-token' };

function scriptedGateway() {
  const asked: object[] = [];
  const refuse = { ok: false, status: 403, message: 'this access token is for another call' } as const;
  const gateway: WebCallGateway = {
    async open(ask) {
      asked.push(ask);
      return ask.token === 'access-token' ? { ok: true, session_id: 's1', sdp: 'answer' } : refuse;
    },
    async change(ask) {
      asked.push(ask);
      return ask.sdp === undefined ? { ok: true, session_id: 's1' } : { ok: true, session_id: 's1', sdp: 'answer 2' };
    },
    async leave(ask) {
      asked.push(ask);
      return ask.sessionId === 's1' ? { ok: true } : { ok: false, status: 404, message: 'there is no such session' };
    },
  };
  return { gateway, asked };
}

test('an offer, candidates, a restart and the end reach the gateway with the token', async (t) => {
  const { gateway, asked } = scriptedGateway();
  const { send } = await testServer(t, { http: { gateway } });
  const opened = await send('POST', SESSIONS, { sdp: 'v=0' }, token);
  assert.deepEqual([opened.status, opened.json], [201, { session_id: 's1', sdp: 'answer' }]);
  const one = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'x' };
  const trickled = await send('PATCH', `${SESSIONS}/s1`, { candidates: [one, 'candidate:2'] }, token);
  assert.deepEqual([trickled.status, trickled.json], [200, { session_id: 's1' }]);
  assert.equal((await send('PATCH', `${SESSIONS}/s1`, { candidate: one }, token)).status, 200);
  assert.equal((await send('PATCH', `${SESSIONS}/s1`, { sdp: 'v=0 2' }, token)).json.sdp, 'answer 2');
  const left = await send('DELETE', `${SESSIONS}/s1`, undefined, token);
  assert.deepEqual([left.status, left.text], [204, '']);
  const ask = { callId: 'call_1', token: 'access-token' };
  const first = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 };
  const second = { candidate: 'candidate:2', sdpMid: null, sdpMLineIndex: null };
  assert.deepEqual(asked, [
    { ...ask, sdp: 'v=0' },
    { ...ask, sessionId: 's1', candidates: [first, second] },
    { ...ask, sessionId: 's1', candidates: [first] },
    { ...ask, sessionId: 's1', sdp: 'v=0 2', candidates: [] },
    { ...ask, sessionId: 's1' },
  ]);
});

test('refusals keep their status in the shape of all errors', async (t) => {
  const { gateway } = scriptedGateway();
  const { send } = await testServer(t, { http: { gateway } });
  const foreign = await send('POST', SESSIONS, { sdp: 'v=0' }, { authorization: 'Bearer other' });
  assert.deepEqual(
    [foreign.status, foreign.json],
    [403, { status: 'error', message: 'this access token is for another call' }],
  );
  assert.equal((await send('DELETE', `${SESSIONS}/s2`, undefined, token)).status, 404);
  const many = Array.from({ length: 51 }, () => 'c');
  for (const [method, path, body] of [
    ['POST', SESSIONS, undefined],
    ['POST', SESSIONS, {}],
    ['POST', SESSIONS, []],
    ['POST', SESSIONS, { sdp: 5 }],
    ['POST', SESSIONS, '{"sdp":'],
    ['PATCH', `${SESSIONS}/s1`, { candidates: 'x' }],
    ['PATCH', `${SESSIONS}/s1`, { candidates: [null] }],
    ['PATCH', `${SESSIONS}/s1`, { candidates: [{ candidate: 'x'.repeat(2000) }] }],
    ['PATCH', `${SESSIONS}/s1`, { candidates: many }],
  ] as const)
    assert.equal((await send(method, path, body, token)).status, 400, JSON.stringify(body)?.slice(0, 60));
  assert.equal((await send('POST', SESSIONS, { sdp: 'x'.repeat(200_000) }, token)).status, 413);
});

test('pages of other origins may ask; without a gateway there is no such route', async (t) => {
  const { send, url } = await testServer(t);
  const asked = await fetch(url + SESSIONS, { method: 'OPTIONS', headers: { origin: 'https://shop.example' } });
  assert.equal(asked.status, 204);
  assert.equal(asked.headers.get('access-control-allow-origin'), '*');
  assert.match(asked.headers.get('access-control-allow-methods') ?? '', /POST, PATCH, DELETE/);
  assert.equal((await send('POST', SESSIONS, { sdp: 'v=0' }, token)).status, 404);
});
