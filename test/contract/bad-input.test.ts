// Bad input at every operation that takes one: a clear error of the contract's shape, never a fault of ours, and a healthy server.

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { OPERATIONS, type OperationId } from '../../src/contract/index.ts';
import { EXAMPLES, formOf, makeWorld, type Example, type World } from '../support/examples.ts';
import { testServer, type TestServer } from '../support/http.ts';

/** What to put into `{parameters}` so that the path leads somewhere. */
interface Ids {
  agent_id: string;
  llm_id: string;
  voice_id: string;
  call_id: string;
}

/** Field, value, and what the message must say. `status` 400 unless told. */
type BadBody = [body: Record<string, unknown>, says: RegExp, status?: number];

const HOSTILE = [
  "' or 1=1 --",
  '"; drop table agents; --',
  '../../etc/passwd',
  '%2e%2e%2f',
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '\u202e\ufeff\u0007',
  '💥'.repeat(100),
];

const tool = (change: object): Record<string, unknown> => ({
  general_tools: [{ type: 'custom', name: 'a', url: 'https://x.test', ...change }],
});

const BAD_LLMS: BadBody[] = [
  [{ model_temperature: 2 }, /model_temperature: expected from 0 to 1/],
  [{ model: 7 }, /model: expected string or null, got 7/],
  [{ model: 'gpt-4.1', s2s_model: 'gpt-realtime' }, /not both/],
  [{ start_speaker: 'nobody' }, /start_speaker: expected one of "user", "agent"/],
  [{ general_prompt: 'x'.repeat(500_001) }, /general_prompt: expected at most 500000/],
  [{ general_prompt: 'five '.repeat(32_769) }, /general_prompt: expected at most 32768 tokens .* at least 32769 /],
  [
    {
      general_prompt: 'x'.repeat(90_000),
      starting_state: 'b',
      states: [{ name: 'a' }, { name: 'b', state_prompt: 'y'.repeat(90_000) }],
    },
    /states\[1\].state_prompt: expected at most 32768 tokens .* together/,
  ],
  [{ general_tools: {} }, /general_tools: expected array/],
  [{ general_tools: [{ name: 'a' }] }, /general_tools\[0\] \(name "a"\): "type" is missing/],
  [
    { general_tools: [{ type: 'nope', name: 'a' }] },
    /general_tools\[0\] \(name "a"\)\.type: expected one of "end_call"/,
  ],
  [tool({ name: 'has blank' }), /general_tools\[0\]\.name/],
  [tool({ name: 'x'.repeat(65) }), /general_tools\[0\]\.name/],
  [tool({ url: 'ftp://x' }), /general_tools\[0\]\.url/],
  [tool({ url: 'javascript:alert(1)' }), /general_tools\[0\]\.url/],
  [tool({ timeout_ms: 5 }), /general_tools\[0\]\.timeout_ms: expected from 1000 to 600000/],
  [tool({ method: 'BREW' }), /general_tools\[0\] \(name "a"\)\.method: expected one of/],
  [
    {
      general_tools: [
        { type: 'end_call', name: 'a' },
        { type: 'end_call', name: 'a' },
      ],
    },
    /another tool "a"/,
  ],
  [{ states: [{ name: 'a' }] }, /starting_state: expected "a", got null/],
  [{ states: [{ name: 'a' }, { name: 'a' }], starting_state: 'a' }, /another state "a"/],
  [
    { states: [{ name: 'a', edges: [{ destination_state_name: 'b', description: '' }] }], starting_state: 'a' },
    /expected "a", got "b"/,
  ],
  [
    {
      states: [{ name: 'a', tools: [{ type: 'end_call', name: 'e' }] }],
      starting_state: 'a',
      general_tools: [{ type: 'end_call', name: 'e' }],
    },
    /states\[0\]\.tools\[0\]\.name/,
  ],
  [{ kb_config: { top_k: 11 } }, /kb_config\.top_k/],
];

const BAD_AGENTS: BadBody[] = [
  [{ voice_id: 'nobody' }, /no voice "nobody"\. There are 11labs-Adrian/, 422],
  [{ voice_id: 7 }, /voice_id: expected string/],
  [{ fallback_voice_ids: ['11labs-Bob'] }, /fallback_voice_ids\[0\]: expected a voice of another vendor/],
  [{ fallback_voice_ids: ['nobody'] }, /no voice "nobody"/, 422],
  [{ voice_speed: 3 }, /voice_speed: expected at most 2, got 3/],
  [{ voice_temperature: 2.1 }, /voice_temperature: expected from 0 to 2/],
  [{ volume: -1 }, /volume/],
  [{ responsiveness: 1.1 }, /responsiveness/],
  [{ interruption_sensitivity: '1' }, /interruption_sensitivity: expected number/],
  [{ backchannel_frequency: 2 }, /backchannel_frequency/],
  [{ reminder_trigger_ms: 0 }, /reminder_trigger_ms: expected at least 1/],
  [{ reminder_max_count: -1 }, /reminder_max_count/],
  [{ reminder_max_count: 1.5 }, /reminder_max_count: expected integer/],
  [{ language: 'klingon' }, /language: expected one of/],
  [{ webhook_url: 'not a url' }, /webhook_url: expected an http/],
  [{ webhook_events: ['call_exploded'] }, /webhook_events\[0\]: expected one of/],
  [{ end_call_after_silence_ms: 9_999 }, /end_call_after_silence_ms: expected at least 10000/],
  [{ max_call_duration_ms: 7_200_001 }, /max_call_duration_ms: expected from 60000 to 7200000/],
  [{ begin_message_delay_ms: 5_001 }, /begin_message_delay_ms/],
  [{ ring_duration_ms: 1 }, /ring_duration_ms/],
  [{ stt_mode: 'custom' }, /custom_stt_config: needed/],
  [{ timezone: 'Mars/Olympus' }, /timezone: expected an IANA time zone/],
  [{ pronunciation_dictionary: [{ word: 'a' }] }, /pronunciation_dictionary\[0\]: "alphabet" is missing/],
  [{ response_engine: { type: 'nope' } }, /response_engine\.type: expected one of/],
  [{ response_engine: { type: 'retell-llm' } }, /response_engine: "llm_id" is missing/],
  [{ response_engine: { type: 'retell-llm', llm_id: 'llm_none' } }, /no retell llm "llm_none"/, 422],
  [{ response_engine: { type: 'conversation-flow', conversation_flow_id: 'x' } }, /no conversation flow "x"/, 422],
  [{ response_engine: { type: 'custom-llm', llm_websocket_url: 'x.test/mind' } }, /llm_websocket_url: expected a ws/],
];

const BAD_CALLS: BadBody[] = [
  [{ agent_id: 'agent_none' }, /no agent "agent_none"/, 422],
  [{ agent_id: '' }, /agent_id: expected at least 1 character/],
  [{ agent_id: ['a'] }, /agent_id: expected string/],
  [{ agent_version: 1.5 }, /agent_version: expected/],
  [{ agent_version: 9 }, /no version 9, the latest is 0/, 422],
  [{ metadata: 'text' }, /metadata: expected object/],
  [{ metadata: { big: 'x'.repeat(52_000) } }, /metadata: expected at most 51200 bytes/],
  [{ retell_llm_dynamic_variables: 'a' }, /retell_llm_dynamic_variables: expected object/],
  [{ agent_override: { agent: { voice_id: 'nobody' } } }, /no voice "nobody"/, 422],
  [{ agent_override: { agent: { max_call_duration_ms: 1 } } }, /agent_override\.agent\.max_call_duration_ms/],
  [{ agent_override: { agent: { response_engine: { type: 'retell-llm', llm_id: 'x' } } } }, /cannot be overridden/],
  [{ agent_override: { retell_llm: { model_temperature: 9 } } }, /agent_override\.retell_llm\.model_temperature/],
];

const BAD_UPDATES: BadBody[] = [
  [{ nonsense: 1 }, /unknown field "nonsense"/],
  [{ metadata: { big: 'x'.repeat(52_000) } }, /metadata: expected at most/],
  [{ data_storage_setting: 'nothing' }, /data_storage_setting: expected one of/],
  [{ override_dynamic_variables: 'x' }, /override_dynamic_variables: expected object or null/],
  [{ custom_attributes: { a: {} } }, /custom_attributes\.a/],
];

const BAD_LISTS: BadBody[] = [
  [{ limit: 'ten' }, /limit: expected integer/],
  [{ sort_order: 'up' }, /sort_order: expected one of "ascending", "descending"/],
  [{ filter_criteria: { call_status: 'ended' } }, /filter_criteria\.call_status: expected array/],
  [{ filter_criteria: { call_status: ['done'] } }, /filter_criteria\.call_status\[0\]: expected one of/],
  [{ filter_criteria: { start_timestamp: { lower_threshold: 'x' } } }, /start_timestamp\.lower_threshold/],
  [{ filter_criteria: { 'metadata.a': 'x' } }, /filter_criteria\.metadata\.a: expected an array/],
];

suite('bad input', () => {
  let server: TestServer;
  let ids: Ids;
  let good: Partial<Record<OperationId, Record<string, unknown>>>;
  const closers: (() => Promise<void>)[] = [];
  const offered = OPERATIONS;

  before(async () => {
    server = await testServer({ after: (run) => void closers.push(run) });
    const llm = await server.send('POST', '/create-retell-llm', { general_prompt: 'x' });
    const response_engine = { type: 'retell-llm', llm_id: llm.json.llm_id };
    const agent = await server.send('POST', '/create-agent', { voice_id: '11labs-Adrian', response_engine });
    const call = await server.send('POST', '/v2/create-web-call', { agent_id: agent.json.agent_id });
    ids = {
      agent_id: agent.json.agent_id,
      llm_id: llm.json.llm_id,
      voice_id: '11labs-Adrian',
      call_id: call.json.call_id,
    };
    good = {
      createAgent: { voice_id: '11labs-Adrian', response_engine },
      createWebCall: { agent_id: ids.agent_id },
    };
  });
  after(async () => {
    for (const close of closers) await close();
  });

  function pathOf(id: OperationId): { method: string; path: string } {
    const found = OPERATIONS.find((operation) => operation.id === id);
    assert.ok(found);
    const path = found.path.replace(/\{(\w+)\}/g, (_, name: keyof Ids) => ids[name]);
    return { method: found.method, path };
  }

  const tables: [OperationId, BadBody[]][] = [
    ['createRetellLLM', BAD_LLMS],
    ['updateRetellLLM', BAD_LLMS],
    ['createAgent', BAD_AGENTS],
    ['updateAgent', BAD_AGENTS],
    ['createWebCall', BAD_CALLS],
    ['updateCallMetadata', BAD_UPDATES],
    ['listCalls', BAD_LISTS],
  ];
  for (const [id, rows] of tables) {
    test(`${id} says which field is wrong and what it should be`, async () => {
      const { method, path } = pathOf(id);
      for (const [change, says, status = 400] of rows) {
        const answer = await server.send(method, path, { ...good[id], ...change });
        const sent = JSON.stringify(change).slice(0, 100);
        assert.equal(answer.status, status, `${sent}: ${answer.text}`);
        assert.deepEqual(Object.keys(answer.json), ['status', 'message']);
        assert.match(answer.json.message, says, sent);
      }
    });
  }

  test('operations with a body need one, and an object', async () => {
    for (const { id, body } of offered) {
      if (!body) continue;
      const { method, path } = pathOf(id);
      const none = body.required ? [undefined, ''] : [];
      for (const wrong of [...none, 'null', '[]', '"x"', '7', 'true', '{"a":', '\u0000'])
        assert.equal((await server.send(method, path, wrong)).status, 400, `${id} ${wrong}`);
    }
  });

  test('hostile ids are unknown ids', async () => {
    const world = await makeWorld(server, { authorization: `Bearer ${server.key}` }, '+14155550100');
    for (const { id, method, path, errors } of offered) {
      if (!path.includes('{')) continue;
      const { query, body, form } = (EXAMPLES[id] as (world: World) => Example)(world);
      const listed = errors.filter((status) => status === 404 || status === 422);
      const unknown = listed.length > 0 ? listed : [400];
      for (const text of HOSTILE) {
        const found = path.replace(/\{\w+\}/g, encodeURIComponent(text));
        const at = query ? `${found}?${new URLSearchParams(query).toString()}` : found;
        const answer = form
          ? await fetch(server.url + at, {
              method,
              body: formOf(form),
              headers: { authorization: `Bearer ${server.key}` },
            })
          : await server.send(method, at, body);
        assert.ok(unknown.includes(answer.status), `${id} ${text}: ${answer.status}`);
      }
    }
  });

  test('hostile texts are stored and come back as they were', async () => {
    for (const text of HOSTILE) {
      const llm = await server.send('POST', '/create-retell-llm', {
        general_prompt: text,
        default_dynamic_variables: { [text]: text },
      });
      const { json } = await server.send('GET', `/get-retell-llm/${llm.json.llm_id}`);
      assert.deepEqual([json.general_prompt, json.default_dynamic_variables], [text, { [text]: text }]);
      const call = await server.send('POST', '/v2/create-web-call', {
        agent_id: ids.agent_id,
        metadata: { [text]: text },
      });
      assert.deepEqual(call.json.metadata, { [text]: text });
      const filter_criteria = { metadata: { [text]: [text] } };
      const found = await server.send('POST', '/v2/list-calls', { filter_criteria });
      assert.deepEqual(
        found.json.map((each: any) => each.call_id),
        [call.json.call_id],
      );
    }
  });

  test('what was deleted cannot be deleted again', async () => {
    const llm = await server.send('POST', '/create-retell-llm', {});
    const call = await server.send('POST', '/v2/create-web-call', { agent_id: ids.agent_id });
    for (const path of [`/delete-retell-llm/${llm.json.llm_id}`, `/v2/delete-call/${call.json.call_id}`]) {
      assert.equal((await server.send('DELETE', path)).status, 204);
      assert.equal((await server.send('DELETE', path)).status, 422);
    }
  });

  test('the server is well after all that', async () => {
    assert.equal((await server.send('GET', '/health')).status, 200);
    assert.equal((await server.send('GET', `/get-agent/${ids.agent_id}`)).status, 200);
  });
});
