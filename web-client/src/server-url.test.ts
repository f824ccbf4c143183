import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveServerUrl } from './server-url.ts';

test('a given server URL wins and loses its trailing slash', () => {
  assert.equal(
    resolveServerUrl('https://voice.example.com/', 'https://other.example.com/web-client.js'),
    'https://voice.example.com',
  );
});

test('a client loaded from /web-client.js or /web-client.mjs calls the server that it came from', () => {
  assert.equal(resolveServerUrl(undefined, 'https://voice.example.com/web-client.js?v=1'), 'https://voice.example.com');
  assert.equal(resolveServerUrl(undefined, 'https://voice.example.com/web-client.mjs'), 'https://voice.example.com');
});

test('a client inside the bundle of an application falls back to the origin of the page', () => {
  assert.equal(resolveServerUrl(undefined, 'https://cdn.example.com/app.js'), 'http://127.0.0.1:8080');
});

test('a server URL that is none is refused', () => {
  assert.throws(() => resolveServerUrl('http://'), TypeError);
});
