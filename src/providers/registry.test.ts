import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { collect } from '../../test/support/collect.ts';
import { startFakeOpenAi } from '../../test/support/fakes/openai.ts';
import { goodKey } from '../../test/support/fakes/vendor-server.ts';
import type { Providers } from '../interfaces/providers.ts';
import { createVendorFetch } from './wire/vendor-fetch.ts';
import { findLocalServers } from './openai-compatible/index.ts';
import { routeModel } from './models.ts';
import type { ProvidersConfig } from './registry.ts';
import { createProviders } from './registry.ts';
import { createScriptedEars, createScriptedMouth } from './scripted/index.ts';
import { routeVoice, voiceCatalogue } from './voices.ts';

type Keys = Partial<Record<keyof ProvidersConfig['vendors'], { apiKey?: string; baseUrl?: string }>>;

async function setUp(t: TestContext, keys: Keys = {}, llm: Partial<ProvidersConfig['llm']> = {}): Promise<Providers> {
  const names = ['openai', 'anthropic', 'google', 'deepgram', 'elevenlabs'] as const;
  const vendors = Object.fromEntries(
    names.map((name) => [name, { apiKey: keys[name]?.apiKey ?? null, baseUrl: keys[name]?.baseUrl ?? null }]),
  ) as ProvidersConfig['vendors'];
  const local = {
    ears: createScriptedEars({ hears: [] }),
    mouth: createScriptedMouth(),
    turnVote: null,
    hearsLanguage: (tag: string) => tag !== 'zu-ZA',
    speaksLanguage: (tag: string) => tag.startsWith('en'),
    status: () => [{ role: 'hearing', ready: false, detail: 'fetching 145 MB, 40 %' }],
  };
  const providers = await createProviders(
    { vendors, llm: { url: null, model: null, apiKey: null, discovery: false, ...llm }, ownPorts: [] },
    local,
  );
  t.after(() => providers.close());
  return providers;
}

const key = { apiKey: 'sk-something' };

test('works without any key: local ears and mouth, and the guide, which says what is missing', async (t) => {
  const providers = await setUp(t);
  assert.equal(providers.hearing({ language: 'en-US' }).provider, 'scripted');
  assert.deepEqual([providers.thinking(null).name, providers.thinking(null).substituted], ['guide', null]);
  assert.deepEqual(providers.thinking('gpt-4.1').substituted, {
    wanted: 'gpt-4.1',
    why: 'no key for OpenAI: set OPENAI_API_KEY',
  });
  const voice = providers.speaking('11labs-Adrian');
  assert.deepEqual([voice.name, voice.use.voice], ['local-Joe', 'joe']);
  assert.deepEqual(voice.substituted, {
    wanted: '11labs-Adrian',
    why: 'no key for ElevenLabs: set ELEVENLABS_API_KEY',
  });
  assert.equal(providers.speaking('local-Joe').substituted, null);
  assert.equal(providers.speaking(null).substituted, null);
});

test('takes the vendor of the model, by the names of the contract and by any other', async (t) => {
  const providers = await setUp(t, { openai: key, anthropic: key, google: key });
  const chosen = ['gpt-4.1', 'gpt-5.9-nano', 'o7', 'claude-4.6-sonnet', 'claude-opus-9', 'gemini-3.0-flash', null].map(
    (model) => {
      const { provider, name, substituted } = providers.thinking(model);
      return [provider, name, substituted];
    },
  );
  assert.deepEqual(chosen, [
    ['openai', 'gpt-4.1', null],
    ['openai', 'gpt-5.9-nano', null],
    ['openai', 'o7', null],
    ['anthropic', 'claude-sonnet-4-6', null],
    ['anthropic', 'claude-opus-9', null],
    ['google', 'gemini-3-flash-preview', null],
    ['openai', 'gpt-4.1', null],
  ]);
});

test('lets another vendor stand in for one without a key, and says so', async (t) => {
  const providers = await setUp(t, { anthropic: key });
  const choice = providers.thinking('gpt-5-mini');
  assert.deepEqual([choice.provider, choice.name], ['anthropic', 'claude-haiku-4-5']);
  assert.equal(choice.substituted?.why, 'no key for OpenAI: set OPENAI_API_KEY');
});

test('makes each model once', async (t) => {
  const providers = await setUp(t, { openai: key });
  assert.equal(providers.thinking('gpt-4.1').use, providers.thinking(null).use);
});

test('asks a server of one’s own, with the first model that it lists', async (t) => {
  const server = await startFakeOpenAi(t, { models: ['qwen3', 'llama'], isOpen: true });
  const providers = await setUp(t, {}, { url: server.url });
  assert.deepEqual([providers.thinking(null).provider, providers.thinking(null).name], ['openai-compatible', 'qwen3']);
  assert.deepEqual([providers.thinking('llama').name, providers.thinking('llama').substituted], ['llama', null]);
  const choice = providers.thinking('gpt-4.1');
  assert.deepEqual([choice.name, choice.substituted?.wanted], ['qwen3', 'gpt-4.1']);
  const signal = new AbortController().signal;
  const events = await collect(
    choice.use.stream({ messages: [{ role: 'user', content: 'Hello' }], tools: [], temperature: 0, signal }),
  );
  assert.ok(events.some((event) => event.is === 'text'));
});

test('uses an address put in the place of OpenAI even without a key', async (t) => {
  const server = await startFakeOpenAi(t, { isOpen: true });
  const providers = await setUp(t, { openai: { baseUrl: `${server.url}/v1` } });
  assert.equal(providers.thinking('gpt-4.1').substituted, null);
  assert.equal(providers.thinking('house-model').provider, 'openai');
});

test('finds a llama.cpp server on localhost, but neither itself nor something else on that port', async (t) => {
  const server = await startFakeOpenAi(t, { models: ['nomic-embed', 'gemma'], isOpen: true });
  const port = Number(new URL(server.url).port);
  const http = createVendorFetch({ connectTimeoutMs: 1000 });
  t.after(() => http.close());
  const candidates = [{ name: 'llama.cpp' as const, port }];
  const search = { fetch: http.fetch, ownPorts: [], candidates, timeoutMs: 2000, signal: new AbortController().signal };
  assert.deepEqual(await findLocalServers(search), [
    { name: 'llama.cpp', baseUrl: `${server.url}/v1`, models: ['gemma'] },
  ]);
  assert.deepEqual(await findLocalServers({ ...search, ownPorts: [port] }), []);
  server.fail({ status: 404 });
  assert.deepEqual(await findLocalServers(search), []);
  assert.deepEqual(await findLocalServers({ ...search, candidates: [{ name: 'ollama', port: 1 }] }), []);
});

test('speaks with ElevenLabs when there is a key, and maps what it cannot have', async (t) => {
  const providers = await setUp(t, { elevenlabs: { apiKey: goodKey }, deepgram: { apiKey: goodKey } });
  assert.equal(providers.hearing({ language: 'en' }).provider, 'deepgram');
  const brian = providers.speaking('11labs-Brian', 'eleven_turbo_v2_5');
  assert.deepEqual(
    [brian.provider, brian.use.voice, brian.use.model, brian.substituted],
    ['elevenlabs', 'nPczCjzI2devNBz1zQrb', 'eleven_turbo_v2_5', null],
  );
  assert.equal(providers.speaking('11labs-AbCdEfGhIjKlMnOpQrSt').use.voice, 'AbCdEfGhIjKlMnOpQrSt');
  assert.match(providers.speaking('11labs-Adrian').substituted?.why ?? '', /Eric/);
  const alloy = providers.speaking('openai-Alloy', 'tts-1');
  assert.deepEqual([alloy.provider, alloy.use.model, alloy.substituted?.wanted], ['elevenlabs', null, 'openai-Alloy']);
  assert.equal(providers.speaking('local-Joe').use.voice, 'joe');
  assert.equal(providers.speaking(null).use.voice, 'joe', 'the voice that remains when the vendor fails');
  assert.equal(providers.status()[2]?.provider, 'elevenlabs');
});

test('says that the voice of this machine does not read the language', async (t) => {
  const providers = await setUp(t);
  assert.equal(providers.speaking('local-Joe', null, 'en-GB').substituted, null);
  assert.deepEqual(providers.speaking('local-Joe', null, ['en-US', 'de-DE']).substituted, {
    wanted: 'local-Joe',
    why: 'the voice of this machine reads English, not German (Germany)',
  });
  assert.equal(
    providers.speaking('11labs-Adrian', null, 'multi').substituted?.why,
    'no key for ElevenLabs: set ELEVENLABS_API_KEY; the voice of this machine reads English, not several languages',
  );
});

test('lets another model of ElevenLabs read what an English one cannot, and says what none reads', async (t) => {
  const providers = await setUp(t, { elevenlabs: { apiKey: goodKey } });
  const german = providers.speaking('11labs-Brian', 'eleven_turbo_v2', 'de-DE');
  assert.equal(german.use.model, null);
  assert.match(german.substituted?.why ?? '', /eleven_turbo_v2 speaks English only, so eleven_flash_v2_5 speaks$/);
  assert.equal(providers.speaking('11labs-Brian', 'eleven_turbo_v2', 'en-US').use.model, 'eleven_turbo_v2');
  assert.equal(providers.speaking('11labs-Brian', 'eleven_turbo_v2_5', 'vi-VN').substituted, null);
  assert.equal(
    providers.speaking('11labs-Brian', null, 'th-TH').substituted?.why,
    'eleven_flash_v2_5 does not speak Thai (Thailand)',
  );
});

test('hears what Deepgram does not know on this machine, and says when nobody knows it', async (t) => {
  const providers = await setUp(t, { deepgram: { apiKey: goodKey } });
  const { provider, substituted } = providers.hearing({ language: 'cy-GB' });
  assert.deepEqual([provider, substituted?.wanted], ['scripted', 'deepgram nova-3']);
  assert.match(substituted?.why ?? '', /^Deepgram does not know Welsh \(United Kingdom\)$/);
  assert.equal(providers.hearing({ language: ['de-DE', 'cy-GB'] }).provider, 'deepgram');
  assert.match((await setUp(t)).hearing({ language: 'zu-ZA' }).substituted?.why ?? '', /does not know Zulu.*guesses/);
});

test('lists voices in the form of the contract, with what can be spoken here', async (t) => {
  const voices = (await setUp(t)).voices();
  assert.ok(voices.length >= 30);
  assert.deepEqual(
    voices.filter((voice) => voice.available).map((voice) => voice.voice_id),
    ['local-Joe'],
  );
  assert.equal(new Set(voices.map((voice) => voice.voice_id)).size, voices.length);
  assert.ok(voices.every((voice) => !('vendorId' in voice) && !('standIn' in voice)));
  assert.ok(voiceCatalogue.every((voice) => routeVoice(voice.voice_id.toLowerCase()).vendorId === voice.vendorId));
});

test('says in words what hears, thinks and speaks, and how to change it', async (t) => {
  const [hearing, thinking, speaking] = (await setUp(t)).status();
  assert.deepEqual([hearing?.ready, hearing?.detail], [false, 'on this machine, fetching 145 MB, 40 %']);
  assert.match(`${thinking?.detail} ${thinking?.change}`, /scripted guide.*OPENAI_API_KEY/);
  assert.match(speaking?.change ?? '', /ELEVENLABS_API_KEY/);
});

test('routes a name that tells no vendor nowhere', () => {
  assert.equal(routeModel('qwen3:8b'), undefined);
});
