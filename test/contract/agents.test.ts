// Agents of both channels: their fields, lists, repairs and comparisons.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addAgent, addEngine } from '../support/agents.ts';
import { testServer, type TestServer } from '../support/http.ts';

const VOICE_FIELDS = {
  agent_name: 'Jo',
  version_title: 'First',
  version_description: 'as it began',
  voice_model: 'a-model-of-tomorrow',
  fallback_voice_ids: ['openai-Alloy'],
  voice_temperature: 1.5,
  voice_speed: 0.5,
  enable_dynamic_voice_speed: true,
  enable_dynamic_responsiveness: true,
  volume: 2,
  voice_emotion: 'calm',
  responsiveness: 0,
  interruption_sensitivity: 1,
  enable_backchannel: true,
  backchannel_frequency: 0.9,
  backchannel_words: ['yeah'],
  reminder_trigger_ms: 5000.5,
  reminder_max_count: 0,
  ambient_sound: 'coffee-shop',
  ambient_sound_volume: 0.5,
  language: ['en-US', 'de-DE'],
  webhook_url: 'https://hooks.test/a?b={{c}}',
  webhook_events: ['call_ended'],
  webhook_timeout_ms: 2000,
  boosted_keywords: ['Ringback'],
  data_storage_setting: 'everything_except_pii',
  data_storage_retention_days: 730,
  opt_in_signed_url: true,
  signed_url_expiration_ms: 1000,
  pronunciation_dictionary: [{ word: 'a', alphabet: 'pinyin', phoneme: 'b' }],
  normalize_for_speech: true,
  end_call_after_silence_ms: 10_000,
  max_call_duration_ms: 7_200_000,
  voicemail_message: '',
  voicemail_detection_timeout_ms: 5000,
  voicemail_option: { action: { type: 'static_text', text: 'Call back' }, detection_prompt: null },
  ivr_option: { action: { type: 'hangup' } },
  post_call_analysis_data: [{ type: 'string', name: 'a', description: 'b', examples: ['c'], x_custom: 1 }],
  post_call_analysis_model: 'gpt-4o-mini',
  analysis_successful_prompt: 'a',
  analysis_summary_prompt: null,
  analysis_user_sentiment_prompt: 'c',
  begin_message_delay_ms: 5000,
  ring_duration_ms: 5000,
  stt_mode: 'custom',
  custom_stt_config: { provider: 'azure', endpointing_ms: 100 },
  vocab_specialization: 'medical',
  allow_user_dtmf: false,
  allow_dtmf_interruption: true,
  user_dtmf_options: { digit_limit: 4, termination_key: '#', timeout_ms: 1000 },
  denoising_mode: 'no-denoise',
  pii_config: { mode: 'post_call', categories: ['ssn'] },
  guardrail_config: { output_topics: ['gambling'], input_topics: null },
  handbook_config: { echo_verification: true, conversational_personality: false },
  timezone: 'Europe/Berlin',
  is_public: null,
  call_screening_option: { agent_identity: 'Jo', call_purpose: 'an order' },
  enable_expressive_mode: true,
  expressive_emotion_tags: ['sigh', 'long pause'],
  expressive_mode_prompt: null,
};

const CHAT_FIELDS = {
  agent_name: 'Jo',
  auto_close_message: 'Bye',
  end_chat_after_silence_ms: 259_200_000,
  language: 'th-TH',
  webhook_url: null,
  webhook_events: ['chat_started', 'chat_ended', 'chat_analyzed'],
  webhook_timeout_ms: 2000,
  data_storage_setting: null,
  data_storage_retention_days: 1,
  opt_in_signed_url: false,
  signed_url_expiration_ms: null,
  post_chat_analysis_data: [{ type: 'system-presets', name: 'chat_summary', description: 'b' }],
  post_chat_analysis_model: null,
  analysis_successful_prompt: 'a',
  analysis_summary_prompt: 'b',
  analysis_user_sentiment_prompt: null,
  pii_config: { mode: 'post_call', categories: [] },
  guardrail_config: {},
  handbook_config: { ai_disclosure: true },
  timezone: 'Asia/Tokyo',
  is_public: true,
  speak_unset_variables: true,
  version_title: null,
};

test('every field of an agent comes back as it was stored, through create, update and a publish', async (t) => {
  const server = await testServer(t);
  for (const [channel, fields] of [
    ['voice', VOICE_FIELDS],
    ['chat', CHAT_FIELDS],
  ] as const) {
    const created = await addAgent(server, { channel, fields });
    const updated = await addAgent(server, { channel });
    await updated.update(fields);
    for (const agent of [created, updated]) {
      await agent.publish();
      const { json } = await agent.get(0);
      for (const [field, value] of Object.entries(fields)) assert.deepEqual(json[field], value, `${channel} ${field}`);
    }
  }
});

test('keys that an agent does not have are dropped at the top and kept below; answer-only fields are not taken', async (t) => {
  const server = await testServer(t);
  const agent = await addAgent(server, {
    fields: { x_custom: [1], handbook_config: { x_custom: 1 }, auto_close_message: 'of chat agents' },
  });
  const change = { agent_id: 'agent_other', version: 9, is_published: true, base_version: 4, assigned_tags: ['prod'] };
  const { json } = await agent.update({ ...change, volume: 0.5 });
  assert.deepEqual(
    [json.x_custom, json.auto_close_message, json.handbook_config],
    [undefined, undefined, { x_custom: 1 }],
  );
  assert.deepEqual([json.agent_id, json.version, json.is_published, json.volume], [agent.agentId, 0, false, 0.5]);
  assert.deepEqual([json.base_version, json.assigned_tags], [null, []]);
});

const REFUSED: [channel: 'voice' | 'chat', fields: object, message: RegExp, status?: number][] = [
  ['voice', { voice_temperature: 2.1 }, /voice_temperature: expected from 0 to 2, got 2\.1/],
  ['voice', { voice_speed: 0.4 }, /voice_speed/],
  ['voice', { responsiveness: -1 }, /responsiveness/],
  ['voice', { reminder_trigger_ms: 0 }, /reminder_trigger_ms: expected at least 1/],
  ['voice', { reminder_max_count: 1.5 }, /reminder_max_count/],
  ['voice', { end_call_after_silence_ms: 9999 }, /end_call_after_silence_ms: expected at least 10000/],
  ['voice', { max_call_duration_ms: 7_200_001 }, /max_call_duration_ms: expected from 60000 to 7200000/],
  ['voice', { begin_message_delay_ms: 5001 }, /begin_message_delay_ms/],
  ['voice', { ring_duration_ms: 4999 }, /ring_duration_ms/],
  ['voice', { data_storage_retention_days: 731 }, /data_storage_retention_days/],
  ['voice', { language: 'tlh' }, /language/],
  ['voice', { language: ['en-US', 'tlh'] }, /language/],
  ['voice', { language: [] }, /language/],
  ['voice', { webhook_url: 'ftp://x' }, /webhook_url/],
  ['voice', { webhook_events: ['chat_ended'] }, /webhook_events/],
  ['voice', { timezone: 'Mars/Olympus' }, /timezone: expected an IANA time zone/],
  ['voice', { stt_mode: 'custom' }, /custom_stt_config: needed/],
  [
    'voice',
    { custom_stt_config: { provider: 'azure', endpointing_ms: 99 } },
    /custom_stt_config\.endpointing_ms: expected at least 100/,
  ],
  ['voice', { user_dtmf_options: { termination_key: '##' } }, /user_dtmf_options\.termination_key/],
  ['voice', { analysis_summary_prompt: 'x'.repeat(2001) }, /analysis_summary_prompt/],
  ['voice', { fallback_voice_ids: ['11labs-Other'] }, /fallback_voice_ids\[0\]: expected a voice of another vendor/],
  ['voice', { voice_id: 'nobody' }, /There is no voice "nobody"/, 422],
  ['voice', { response_engine: { type: 'retell-llm', llm_id: 'llm_x' } }, /There is no retell llm "llm_x"/, 422],
  [
    'voice',
    { response_engine: { type: 'conversation-flow', conversation_flow_id: 'x' } },
    /There is no conversation flow "x"/,
    422,
  ],
  ['voice', { response_engine: { type: 'custom-llm', llm_websocket_url: 'ftp://x' } }, /llm_websocket_url/],
  ['voice', { response_engine: { type: 'other' } }, /response_engine/],
  ['voice', { agent_name: 7 }, /agent_name/],
  ['chat', { end_chat_after_silence_ms: 119_999 }, /end_chat_after_silence_ms: expected from 120000 to 259200000/],
  ['chat', { webhook_events: ['call_ended'] }, /webhook_events/],
  ['chat', { language: 'tlh' }, /language/],
  [
    'chat',
    { post_chat_analysis_data: [{ type: 'system-presets', name: 'call_summary' }] },
    /post_chat_analysis_data\[0\]/,
  ],
];

test('a value that is not allowed is refused with its field, at create and at update', async (t) => {
  const server = await testServer(t);
  const llm_id = await addEngine(server, 'retell-llm');
  const agents = { voice: await addAgent(server), chat: await addAgent(server, { channel: 'chat' }) };
  for (const [channel, fields, message, status = 400] of REFUSED) {
    const whole = { voice_id: '11labs-Adrian', response_engine: { type: 'retell-llm', llm_id }, ...fields };
    const path = channel === 'voice' ? '/create-agent' : '/create-chat-agent';
    for (const answer of [await server.send('POST', path, whole), await agents[channel].update(fields)]) {
      assert.equal(answer.status, status, `${JSON.stringify(fields)} ${answer.text}`);
      assert.match(answer.json.message, message);
    }
  }
});

test('a custom LLM server is an engine without versions', async (t) => {
  const server = await testServer(t);
  const response_engine = { type: 'custom-llm', llm_websocket_url: 'wss://mind.test/{call_id}' };
  const agent = await addAgent(server, { fields: { response_engine } });
  await agent.publish();
  await agent.createVersion(0);
  await agent.deleteVersion(1);
  assert.deepEqual((await agent.get()).json.response_engine, response_engine);
});

test('an agent is unknown to the routes of the other channel', async (t) => {
  const server = await testServer(t);
  for (const [channel, other] of [
    ['voice', 'chat-agent'],
    ['chat', 'agent'],
  ] as const) {
    const { agentId } = await addAgent(server, { channel });
    const requests: [string, string, object?][] = [
      ['GET', `/get-${other}/${agentId}`],
      ['GET', `/get-${other}-versions/${agentId}`],
      ['PATCH', `/update-${other}/${agentId}`, {}],
      ['POST', `/publish-${other}/${agentId}`],
      ['DELETE', `/delete-${other}/${agentId}`],
    ];
    for (const [method, path, body] of requests) {
      const answer = await server.send(method, path, body);
      const unknown = await server.send(method, path.replace(agentId, 'agent_none'), body);
      assert.equal(answer.status, 422, path);
      assert.equal(answer.text, unknown.text.replace('agent_none', agentId), path);
    }
    assert.deepEqual(
      (await server.send('GET', `/list-${other}s`)).json.filter((each: any) => each.agent_id === agentId),
      [],
    );
  }
});

test('the older lists have an entry per version and are paged by id and version', async (t) => {
  const server = await testServer(t);
  const first = await addAgent(server);
  server.clock.now += 1000;
  const second = await addAgent(server);
  await first.publish();
  const seen: string[] = [];
  for (let query = ''; ;) {
    const [last] = (await server.send('GET', `/list-agents?limit=1${query}`)).json;
    if (last === undefined) break;
    seen.push(`${last.agent_id} ${last.version}`);
    query = `&pagination_key=${last.agent_id}&pagination_key_version=${last.version}`;
  }
  assert.deepEqual(seen, [`${second.agentId} 0`, `${first.agentId} 1`, `${first.agentId} 0`]);
  const behind = (await server.send('GET', `/list-agents?pagination_key=${second.agentId}`)).json;
  assert.equal(behind.length, 2, 'without a version the page starts behind all of them');
  const latest = async (query = '') =>
    (await server.send('GET', `/list-agents?is_latest=true${query}`)).json.map(
      (each: any) => `${each.agent_id} ${each.version}`,
    );
  assert.deepEqual(await latest(), [`${second.agentId} 0`, `${first.agentId} 1`]);
  assert.deepEqual(await latest(`&pagination_key=${second.agentId}&pagination_key_version=0`), [`${first.agentId} 1`]);
  assert.deepEqual(await latest(`&pagination_key=${first.agentId}&pagination_key_version=1`), []);
});

test('list-agents v2 has one entry per agent, with its tags, in both orders', async (t) => {
  const server = await testServer(t);
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) {
    const fields = i === 4 ? {} : { agent_name: `Agent ${i}` };
    ids.push((await addAgent(server, { channel: i % 2 ? 'chat' : 'voice', fields })).agentId);
    // Three of them at the same time.
    if (i < 2) server.clock.now += 1000;
  }
  const agents = await list(server, {});
  assert.equal(agents.length, 5);
  assert.deepEqual([...(await list(server, {}, '&sort_order=ascending'))].reverse(), agents);
  assert.deepEqual(await list(server, {}, '&limit=2'), agents, 'pages add up to the whole');
  await server.send('PUT', `/set-agent-tag/${ids[0]}`, { tag: 'prod', version: 0 });
  server.clock.now += 5000;
  await server.send('POST', `/publish-agent/${ids[0]}`);
  const [oldest] = await list(server, {}, '&sort_order=ascending');
  assert.deepEqual(oldest, {
    agent_id: ids[0],
    agent_name: 'Agent 0',
    channel: 'voice',
    tags: { prod: { version: 0 }, staging: {} },
    user_modified_timestamp: server.clock.now,
    is_suspended: false,
  });
});

test('a page of list-agents v2 survives what is made and deleted in between', async (t) => {
  const server = await testServer(t);
  const agents = [];
  for (let i = 0; i < 4; i++) {
    agents.unshift(await addAgent(server));
    server.clock.now += 1000;
  }
  const first = (await server.send('POST', '/v2/list-agents?limit=2', {})).json;
  await agents[1]!.delete();
  await addAgent(server);
  const second = (await server.send('POST', `/v2/list-agents?limit=2&pagination_key=${first.pagination_key}`, {})).json;
  assert.deepEqual(
    second.items.map((each: any) => each.agent_id),
    [agents[2]!.agentId, agents[3]!.agentId],
  );
  assert.deepEqual([second.has_more, second.pagination_key], [false, undefined]);
  for (const key of ['x', Buffer.from('["agents desc",{},"x"]').toString('base64url'), first.pagination_key.slice(1)]) {
    const { status, json } = await server.send('POST', `/v2/list-agents?pagination_key=${key}`, {});
    assert.equal(status, 400);
    assert.match(json.message, /pagination_key/);
  }
  const turned = `/v2/list-agents?sort_order=ascending&pagination_key=${first.pagination_key}`;
  assert.equal((await server.send('POST', turned, {})).status, 400, 'a key belongs to its order');
});

test('list-agents v2 filters by channel and by part of name or id', async (t) => {
  const server = await testServer(t);
  const ada = await addAgent(server, { fields: { agent_name: 'Ada Lovelace 100%' } });
  const bob = await addAgent(server, { channel: 'chat', fields: { agent_name: 'Bob' } });
  const ids = async (filter_criteria: object): Promise<string[]> =>
    (await list(server, { filter_criteria })).map((each) => each.agent_id).sort();
  const channel = (op: string, value: string) => ({ channel: { type: 'string', op, value } });
  assert.deepEqual(await ids(channel('eq', 'voice')), [ada.agentId]);
  assert.deepEqual(await ids(channel('ne', 'voice')), [bob.agentId]);
  assert.deepEqual(await ids(channel('sw', 'ch')), [bob.agentId]);
  assert.deepEqual(await ids({ query: 'LOVE' }), [ada.agentId]);
  assert.deepEqual(await ids({ query: '0%' }), [ada.agentId], 'signs are signs');
  assert.deepEqual(await ids({ query: '_' }), [ada.agentId, bob.agentId].sort(), 'ids have one');
  assert.deepEqual(await ids({ query: bob.agentId.slice(3, 12) }), [bob.agentId]);
  assert.deepEqual(await ids({ ...channel('eq', 'chat'), query: 'ada' }), []);
  assert.equal((await server.send('POST', '/v2/list-agents')).status, 200, 'the body may be left out');
});

test('comparing versions tells what changed in agent and engine, by names', async (t) => {
  const server = await testServer(t);
  const field = (name: string, description: string) => ({ type: 'string', name, description });
  const agent = await addAgent(server, {
    kind: 'conversation-flow',
    fields: { post_call_analysis_data: [field('a', 'one'), field('b', 'two')], volume: 1 },
  });
  await agent.publish();
  await agent.update({ post_call_analysis_data: [field('b', 'two!'), field('c', 'new')], agent_name: 'Jo' });
  const flow = (await server.send('GET', `/get-conversation-flow/${agent.engineId}`)).json;
  const [hello, end] = flow.nodes;
  hello.edges[0].transition_condition.prompt = 'Finished';
  await server.send('PATCH', `/update-conversation-flow/${agent.engineId}`, { nodes: [end, hello] });
  const compare = (query: string) => server.send('GET', `/compare-agent-versions/${agent.agentId}?${query}`);
  const { json } = await compare('from=0');
  assert.deepEqual([json.from_version, json.to_version], [0, 1]);
  assert.deepEqual(
    json.changes.map(({ path, kind }: any) => `${kind} ${path}`),
    [
      'changed agent.agent_name',
      'removed agent.post_call_analysis_data["a"]',
      'changed agent.post_call_analysis_data["b"].description',
      'added agent.post_call_analysis_data["c"]',
      'changed engine.nodes',
      'changed engine.nodes["hello"].edges["out"].transition_condition.prompt',
    ],
  );
  assert.deepEqual(json.changes[2], {
    path: 'agent.post_call_analysis_data["b"].description',
    kind: 'changed',
    before: 'two',
    after: 'two!',
  });
  assert.deepEqual(json.changes[4].after, ['end', 'hello']);
  assert.deepEqual((await compare('from=1&to=latest')).json.changes, []);
  assert.equal((await compare('from=7')).status, 422);
  assert.equal((await compare('to=1')).status, 400, 'what it is compared with must be said');
});

test('repair takes out what is not there any more, and leaves the rest as it was', async (t) => {
  const server = await testServer(t);
  const agent = await addAgent(server, { fields: { fallback_voice_ids: ['openai-Alloy'] } });
  const repair = (body: object = {}) => server.send('POST', `/repair-agent/${agent.agentId}`, body);
  const before = (await agent.get()).text;
  server.clock.now += 1000;
  assert.equal((await repair()).text, before, 'nothing to repair changes nothing');

  const { db } = server.database;
  const config = { ...JSON.parse(before), voice_id: 'gone', fallback_voice_ids: ['gone', 'openai-Alloy'] };
  await db
    .updateTable('agents')
    .set({ config: JSON.stringify(config) })
    .where('agent_id', '=', agent.agentId)
    .execute();
  const llm = JSON.stringify({ general_prompt: 'zero', knowledge_base_ids: ['knowledge_base_gone'] });
  await db.updateTable('retell_llms').set({ config: llm }).where('llm_id', '=', agent.engineId).execute();
  const { status, json } = await repair({ version: 0 });
  assert.deepEqual([status, json.voice_id, json.fallback_voice_ids], [200, 'local-joe', ['openai-Alloy']]);
  const repaired = (await server.send('GET', `/get-retell-llm/${agent.engineId}`)).json;
  assert.deepEqual([repaired.general_prompt, repaired.knowledge_base_ids], ['zero', []]);

  await agent.publish();
  assert.equal((await repair({ version: 0 })).status, 400);
  assert.equal((await repair({ version: 'latest' })).status, 200);
});

test('a version that a number refers to stays, and a deleted agent serves no number any more', async (t) => {
  const server = await testServer(t);
  const [gone, left] = [await addAgent(server), await addAgent(server)];
  const inbound_agents = [gone, left].map(({ agentId }) => ({ agent_id: agentId, agent_version: 0, weight: 0.5 }));
  const phone_number = '+14155550100';
  const number = { phone_number, termination_uri: 'sip.example.com', inbound_agents };
  assert.equal((await server.send('POST', '/import-phone-number', number)).status, 201);
  await gone.createVersion(0);
  const pinned = await gone.deleteVersion(0);
  assert.equal(pinned.status, 400);
  assert.match(pinned.json.message, /refer to version 0: \+14155550100/);
  await gone.delete();
  const { json } = await server.send('GET', `/get-phone-number/${phone_number}`);
  assert.deepEqual(json.inbound_agents, [{ agent_id: left.agentId, agent_version: 0, weight: 1 }]);
});

async function list(server: TestServer, body: object, query = ''): Promise<any[]> {
  const items: any[] = [];
  for (let key = ''; ;) {
    const { status, text, json } = await server.send('POST', `/v2/list-agents?a${query}${key}`, body);
    assert.equal(status, 200, text);
    items.push(...json.items);
    if (!json.has_more) return items;
    key = `&pagination_key=${json.pagination_key}`;
  }
}
