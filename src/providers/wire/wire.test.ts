import assert from 'node:assert/strict';
import { test } from 'node:test';
import { httpBase, socketUrl } from './base-url.ts';
import { categoryOf, redact, refusalError } from './failure.ts';

test('makes a socket address of any base, with the version once', () => {
  assert.equal(socketUrl('https://api.example', '/v1/listen', {}), 'wss://api.example/v1/listen');
  assert.equal(
    socketUrl('http://127.0.0.1:9100/', '/v1/listen', { a: 'x y', b: ['1', '2'], c: undefined }),
    'ws://127.0.0.1:9100/v1/listen?a=x+y&b=1&b=2',
  );
  assert.equal(
    socketUrl('wss://proxy.example/deepgram/v1', '/v1/listen', {}),
    'wss://proxy.example/deepgram/v1/listen',
  );
});

test('makes an HTTP base of any base, with a path when it has none', () => {
  assert.equal(httpBase('http://127.0.0.1:8081', '/v1'), 'http://127.0.0.1:8081/v1');
  assert.equal(httpBase('wss://proxy.example/openai/', '/v1'), 'https://proxy.example/openai');
});

test('tells no credit from too fast, and an unknown model from a bad request', () => {
  assert.equal(categoryOf(429, '{"error":{"code":"insufficient_quota"}}'), 'quota');
  assert.equal(categoryOf(429, '{"error":{"code":"rate_limit_exceeded"}}'), 'rate_limit');
  assert.equal(categoryOf(401, '{"detail":{"status":"quota_exceeded"}}'), 'quota');
  assert.equal(categoryOf(400, '{"err_msg":"No such model/language/tier combination found."}'), 'not_found');
  assert.deepEqual(
    [402, 403, 404, 408, 418, 503].map((status) => categoryOf(status, '')),
    ['quota', 'authentication', 'not_found', 'timeout', 'bad_request', 'unavailable'],
  );
});

test('repeats what the vendor says, short and without keys', () => {
  const body = JSON.stringify({
    error: { message: `no such thing for my-secret and sk-abcdef123456 ${'x'.repeat(500)}` },
  });
  const { message } = refusalError({ provider: 'openai', status: 400, body, secret: 'my-secret' });
  assert.match(message, /^openai: the request is refused \(400\): no such thing for \[key\] and \[key\] x+$/);
  assert.ok(message.length < 400);
  assert.equal(redact('plain words', null), 'plain words');
  const html = refusalError({ provider: 'x', status: 502, body: '<html>\n Bad  Gateway', secret: null });
  assert.equal(html.message, 'x: the service is unavailable (502): <html> Bad Gateway');
});

test('tells how long the vendor asks to be left alone', () => {
  const asked = (headers: Record<string, string>) =>
    refusalError({ provider: 'x', status: 429, body: '', headers, secret: null });
  assert.match(asked({ 'retry-after': '20' }).message, /too many requests \(429, again in 20 s\)/);
  const later = asked({ 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }).retryAfterMs ?? 0;
  assert.ok(later > 3_000_000 && later <= 3_600_000);
  assert.deepEqual(
    [{ 'retry-after-ms': '250' }, { 'retry-after': 'soon' }, { 'retry-after': '' }, {}].map(
      (headers) => asked(headers as Record<string, string>).retryAfterMs,
    ),
    [250, undefined, undefined, undefined],
  );
});
