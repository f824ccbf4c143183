import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Voice } from './contract.ts';
import { firstVoice, speaksHere } from './voice.ts';

const voice = (voice_id: string, more: Partial<Voice> = {}): Voice => ({
  voice_id,
  voice_name: voice_id,
  provider: 'elevenlabs',
  gender: 'male',
  ...more,
});

test('the catalogue’s own mark wins over the server’s list, the list over the vendor', () => {
  const health = { unavailable_voices: ['a'] };
  assert.equal(speaksHere(voice('a', { available: true }), health), true);
  assert.equal(speaksHere(voice('a'), health), false);
  assert.equal(speaksHere(voice('b'), health), true);
});

test('without mark and list a vendor’s voice speaks when that vendor is in use', () => {
  const health = {
    providers: [{ role: 'speaking' as const, provider: 'elevenlabs', name: '', ready: true, detail: '', change: '' }],
  };
  assert.equal(speaksHere(voice('a'), health), true);
  assert.equal(speaksHere(voice('a', { provider: 'openai' }), health), false);
});

test('a new agent gets the local voice, else one that speaks here', () => {
  const health = { unavailable_voices: ['a'] };
  assert.equal(firstVoice([voice('a'), voice('local-Joe')], health), 'local-Joe');
  assert.equal(firstVoice([voice('a'), voice('b')], health), 'b');
});
