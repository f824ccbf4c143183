// Voices of workspaces: found at their vendors, added, cloned, listed, named by agents.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import Retell, { toFile } from 'retell-sdk';
import { createVoiceLibrary } from '../../src/providers/index.ts';
import { spokenVoiceId } from '../../src/resources/voice/index.ts';
import { addTestWorkspace, TEST_WORKSPACE } from '../support/call-row.ts';
import { badKey, goodKey } from '../support/fakes/vendor-server.ts';
import {
  startFakeCartesia,
  startFakeElevenLabsLibrary,
  startFakeFishAudio,
  startFakeMiniMax,
  type FakeLibrary,
} from '../support/fakes/voice-libraries.ts';
import { testServer } from '../support/http.ts';

const nobody = { apiKey: null, baseUrl: null };
const WAV = Buffer.from('RIFF\x10\0\0\0WAVEfmt and sound', 'latin1');

async function voiceServer(t: TestContext, vendors: Record<string, FakeLibrary> = {}, apiKey = goodKey) {
  const at = (name: string) => (vendors[name] ? { apiKey, baseUrl: vendors[name].url } : nobody);
  const library = createVoiceLibrary({
    elevenlabs: at('elevenlabs'),
    cartesia: at('cartesia'),
    minimax: at('minimax'),
    fish_audio: at('fish_audio'),
  });
  t.after(() => library.close());
  const server = await testServer(t, { resources: { voiceLibrary: library } });
  const retell = new Retell({ apiKey: server.key, baseURL: server.url, maxRetries: 0 });
  const refusal = (work: Promise<unknown>): Promise<{ status: number; message: string }> =>
    work.then(
      () => assert.fail('it was accepted'),
      (error: any) => ({ status: error.status, message: error.message }),
    );
  return { server, retell, refusal };
}

test('a voice of ElevenLabs is found, added, and then the workspace has it', async (t) => {
  const elevenlabs = await startFakeElevenLabsLibrary(t);
  const { server, retell } = await voiceServer(t, { elevenlabs });
  const { voices } = await retell.voice.search({ search_query: 'calm' });
  assert.deepEqual(voices, [
    { provider_voice_id: 'el-shared', name: 'Ada', description: 'Calm.', public_user_id: 'owner-1' },
    { provider_voice_id: 'el-bare', name: 'Bo', public_user_id: 'owner-2' },
  ]);
  assert.equal(elevenlabs.requests[0]?.query.search, 'calm');
  const wanted = { provider_voice_id: 'el-shared', public_user_id: 'owner-1', voice_name: 'Our Ada' };
  const added = await retell.voice.addResource({ ...wanted, voice_provider: 'elevenlabs' });
  assert.match(added.voice_id, /^custom_voice_[0-9a-f]{20}$/);
  assert.deepEqual(added, {
    voice_id: added.voice_id,
    voice_name: 'Our Ada',
    provider: 'elevenlabs',
    gender: 'male',
    accent: 'british',
    age: 'old',
    preview_audio_url: 'https://example.com/ada.mp3',
    available: false,
  });
  assert.equal(elevenlabs.requests[1]?.body.new_name, 'Our Ada');
  const again = await retell.voice.addResource({ ...wanted, voice_name: 'Ada 2' });
  assert.deepEqual([again.voice_id, again.voice_name], [added.voice_id, 'Ada 2'], 'the same voice is one voice');

  const [first, ...others] = await retell.voice.list();
  assert.deepEqual(first, again);
  assert.ok(others.length > 0);
  assert.deepEqual(await retell.voice.retrieve(added.voice_id), again);
  const { database, workspaceId } = server;
  assert.equal(await spokenVoiceId(database.db, workspaceId, added.voice_id), '11labs-el-new-voice');

  await addTestWorkspace(database.db);
  await database.db.updateTable('custom_voices').set({ workspace_id: TEST_WORKSPACE }).execute();
  assert.equal((await server.send('GET', `/get-voice/${added.voice_id}`)).status, 422, 'only its own workspace has it');
  assert.equal(await spokenVoiceId(database.db, workspaceId, added.voice_id), added.voice_id);
});

test('an agent may name a voice of its own workspace, and no other custom voice', async (t) => {
  const { server, retell, refusal } = await voiceServer(t, { elevenlabs: await startFakeElevenLabsLibrary(t) });
  const wanted = { provider_voice_id: 'el-shared', public_user_id: 'owner-1', voice_name: 'Our Ada' };
  const { voice_id } = await retell.voice.addResource({ ...wanted, voice_provider: 'elevenlabs' });
  const { llm_id } = await retell.llm.create({});
  const response_engine = { type: 'retell-llm' as const, llm_id };
  const agent = await retell.agent.create({ response_engine, voice_id });
  assert.equal(agent.voice_id, voice_id);
  const sameVendor = { response_engine, voice_id, fallback_voice_ids: ['11labs-Adrian'] };
  assert.match((await refusal(retell.agent.create(sameVendor))).message, /^400 .*fallback_voice_ids\[0\]/);
  const agent_override = { agent: { voice_id } };
  await retell.call.createWebCall({ agent_id: agent.agent_id, agent_override });

  await addTestWorkspace(server.database.db);
  await server.database.db.updateTable('custom_voices').set({ workspace_id: TEST_WORKSPACE }).execute();
  for (const id of [voice_id, 'custom_voice_0123456789'])
    for (const work of [
      () => retell.agent.create({ response_engine, voice_id: id }),
      () => retell.agent.update(agent.agent_id, { voice_id: id }),
      () => retell.call.createWebCall({ agent_id: agent.agent_id, agent_override: { agent: { voice_id: id } } }),
    ])
      assert.match((await refusal(work())).message, new RegExp(`^422 .*There is no voice "${id}"`));
  const repaired = await server.send('POST', `/repair-agent/${agent.agent_id}`, {});
  assert.notEqual(repaired.json.voice_id, voice_id, repaired.text);
});

test('recordings become a voice at each vendor', async (t) => {
  const vendors = {
    elevenlabs: await startFakeElevenLabsLibrary(t),
    cartesia: await startFakeCartesia(t),
    minimax: await startFakeMiniMax(t),
    fish_audio: await startFakeFishAudio(t),
  };
  const { server, retell, refusal } = await voiceServer(t, vendors);
  const file = (name: string) => toFile(WAV, name, { type: 'text/plain' });
  for (const vendor of ['elevenlabs', 'cartesia', 'minimax', 'fish_audio'] as const) {
    const voice = await retell.voice.clone({ files: [await file('me.wav')], voice_name: 'Me', voice_provider: vendor });
    assert.deepEqual([voice.voice_name, voice.provider], ['Me', vendor]);
  }
  assert.deepEqual(vendors.elevenlabs.requests[0]?.body, { name: 'Me', files: 'me.wav audio/wav' });
  assert.deepEqual(vendors.cartesia.requests[0]?.body, { name: 'Me', language: 'en', clip: 'me.wav audio/wav' });
  assert.deepEqual(vendors.minimax.requests[0]?.body, { purpose: 'voice_clone', file: 'me.wav audio/wav' });
  assert.match(String(vendors.minimax.requests[1]?.body.voice_id), /^[A-Za-z]\w{8,}$/);
  assert.equal(vendors.fish_audio.requests[0]?.body.voices, 'me.wav audio/wav');
  assert.equal(vendors.fish_audio.requests[0]?.body.visibility, 'private');

  const two = [await file('a.wav'), await file('b.wav')];
  const both = await retell.voice.clone({ files: two, voice_name: 'Us', voice_provider: 'fish_audio' });
  assert.equal(both.provider, 'fish_audio');
  const many = await refusal(retell.voice.clone({ files: two, voice_name: 'Us', voice_provider: 'cartesia' }));
  assert.deepEqual([many.status, many.message], [400, '400 files: cartesia takes one file, got 2.']);
  const words = [await toFile(Buffer.from('no sound'), 'a.wav')];
  const mute = await refusal(retell.voice.clone({ files: words, voice_name: 'Me', voice_provider: 'elevenlabs' }));
  assert.match(mute.message, /^400 .*files\[0\] \(a\.wav\): expected a recording as one of mp3, wav/);
  const here = await refusal(retell.voice.clone({ files: two, voice_name: 'Us', voice_provider: 'platform' }));
  assert.match(here.message, /^400 This server cannot copy voices by itself/);
  const none = await refusal(retell.voice.clone({ files: [], voice_name: 'Us', voice_provider: 'elevenlabs' }));
  assert.match(none.message, /^400 .*"files" is missing/);
  const list = await server.send('GET', '/list-voices');
  assert.equal(list.json.filter((voice: any) => voice.voice_id.startsWith('custom_voice_')).length, 4);
});

test('the libraries of the other vendors are searched and added from', async (t) => {
  const vendors = {
    cartesia: await startFakeCartesia(t),
    minimax: await startFakeMiniMax(t),
    fish_audio: await startFakeFishAudio(t),
  };
  const { retell, refusal } = await voiceServer(t, vendors);
  const search = async (voice_provider: 'cartesia' | 'minimax' | 'fish_audio', search_query: string) =>
    (await retell.voice.search({ voice_provider, search_query })).voices;
  assert.deepEqual(await search('cartesia', 'cleo'), [
    { provider_voice_id: 'ca-1', name: 'Cleo', description: 'Warm.' },
  ]);
  assert.deepEqual(await search('minimax', 'BRIGHT'), [
    { provider_voice_id: 'mm-1', name: 'Mia', description: 'Bright young' },
  ]);
  assert.deepEqual(await search('fish_audio', 'finn'), [{ provider_voice_id: 'fa-1', name: 'Finn' }]);
  for (const [voice_provider, provider_voice_id] of [
    ['cartesia', 'ca-1'],
    ['minimax', 'mm-2'],
    ['fish_audio', 'fa-1'],
  ] as const) {
    const voice = await retell.voice.addResource({ voice_provider, provider_voice_id, voice_name: 'x' });
    assert.equal(voice.provider, voice_provider);
    const wrong = await refusal(
      retell.voice.addResource({ voice_provider, provider_voice_id: '../secret', voice_name: 'x' }),
    );
    assert.deepEqual([wrong.status, /unknown model or voice/.test(wrong.message)], [400, true], wrong.message);
  }
});

test('without a key the setting is named, and a wrong key is not shown', async (t) => {
  const { retell, refusal, server } = await voiceServer(t);
  const settings = {
    elevenlabs: 'ELEVENLABS_API_KEY',
    cartesia: 'CARTESIA_API_KEY',
    minimax: 'MINIMAX_API_KEY',
    fish_audio: 'FISH_AUDIO_API_KEY',
  };
  for (const [vendor, setting] of Object.entries(settings)) {
    const voice_provider = vendor as keyof typeof settings;
    const missing = await refusal(retell.voice.search({ voice_provider, search_query: 'x' }));
    assert.equal(missing.status, 400);
    assert.match(missing.message, new RegExp(`set ${setting}`));
  }
  const unknown = await server.send('POST', '/search-community-voice', { voice_provider: 'acme', search_query: 'x' });
  assert.equal(unknown.status, 400);
  const wrong = await voiceServer(t, { elevenlabs: await startFakeElevenLabsLibrary(t) }, badKey);
  const refused = await wrong.refusal(wrong.retell.voice.search({ search_query: 'x' }));
  assert.deepEqual(refused, {
    status: 400,
    message: '400 ElevenLabs refuses the key of this server: check ELEVENLABS_API_KEY.',
  });
});

test('a vendor that fails is told apart from one that refuses, and nothing is stored', async (t) => {
  const elevenlabs = await startFakeElevenLabsLibrary(t);
  const minimax = await startFakeMiniMax(t);
  const { server, retell, refusal } = await voiceServer(t, { elevenlabs, minimax });
  const add = () =>
    retell.voice.addResource({ provider_voice_id: 'el-shared', public_user_id: 'owner-1', voice_name: 'x' });
  const faults: [Parameters<FakeLibrary['fail']>[0], number, RegExp][] = [
    [{ status: 500, body: 'oh' }, 503, /elevenlabs: the service is unavailable/],
    [{ status: 429, body: '{}' }, 503, /too many requests/],
    ['cut', 503, /connection was lost/],
    ['garbage', 503, /not a JSON object/],
    [{ status: 200, body: '[]' }, 503, /not a JSON object/],
    [{ status: 200, body: '{"voices":7}' }, 503, /no id of the voice/],
    [{ status: 400, body: '{"detail":{"message":"voice limit reached"}}' }, 400, /voice limit reached/],
    [{ status: 402, body: '{}' }, 400, /no credit left/],
  ];
  for (const [fault, status, message] of faults) {
    elevenlabs.fail(fault);
    const answer = await refusal(add());
    assert.deepEqual([answer.status, message.test(answer.message)], [status, true], answer.message);
  }
  elevenlabs.fail({ status: 500, body: 'oh' });
  const raw = await server.send('POST', '/search-community-voice', { search_query: 'x' });
  assert.deepEqual([raw.status, raw.headers.get('x-should-retry')], [503, 'false'], 'or clients would clone twice');
  elevenlabs.fail(null);
  const ownerless = await refusal(retell.voice.addResource({ provider_voice_id: 'el-shared', voice_name: 'x' }));
  assert.match(ownerless.message, /^400 .*public_user_id is needed/);
  const asked = elevenlabs.requests.length;
  for (const [field, wrong] of [
    ['provider_voice_id', '..'],
    ['public_user_id', '.'],
    ['provider_voice_id', ' '],
  ] as const) {
    const wanted = { provider_voice_id: 'el-shared', public_user_id: 'owner-1', voice_name: 'x', [field]: wrong };
    assert.match((await refusal(retell.voice.addResource(wanted))).message, new RegExp(`^400 .*${field}: expected`));
  }
  assert.equal(elevenlabs.requests.length, asked, 'steps in an address go to no vendor');
  minimax.fail({ status: 200, body: '{"base_resp":{"status_code":1004,"status_msg":"login fail"}}' });
  const login = await refusal(retell.voice.search({ voice_provider: 'minimax', search_query: 'x' }));
  assert.match(login.message, /^400 MiniMax refuses the key/);
  assert.deepEqual(await server.database.db.selectFrom('custom_voices').selectAll().execute(), []);
});
