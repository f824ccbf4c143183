import assert from 'node:assert/strict';
import { test } from 'node:test';
import { welcome } from './welcome.ts';

const server = {
  url: 'http://127.0.0.1:8080',
  newKey: null,
  database: 'built-in PostgreSQL 18.4, /data',
  providers: () => [
    {
      role: 'hearing' as const,
      provider: 'local',
      name: 'whisper-base',
      ready: true,
      detail: 'ready',
      change: 'Set A.',
    },
  ],
};

test('the welcome tells link, address, database, and what hears and how to change it', () => {
  const text = welcome(server, 'http://127.0.0.1:8080/sign-in?token=t');
  for (const part of [
    '/sign-in?token=t',
    'http://127.0.0.1:8080/docs',
    server.database,
    'local whisper-base',
    'Set A.',
  ])
    assert.ok(text.includes(part), part);
  assert.doesNotMatch(text, /API key/);
});

test('a new key is shown', () => {
  assert.match(welcome({ ...server, newKey: 'key_new' }, 'link'), /API key +key_new/);
});
