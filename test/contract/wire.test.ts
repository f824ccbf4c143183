// What clients really send, and what they need of an answer.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, suite, test } from 'node:test';
import { silentLog } from '../../src/interfaces/log.ts';
import { kyselyOver } from '../../src/storage/database.ts';
import { createPool } from '../../src/storage/pools.ts';
import { testServer, type TestServer } from '../support/http.ts';

suite('the wire', () => {
  let server: TestServer;
  let agentId: string;
  let llmId: string;
  const closers: (() => Promise<void>)[] = [];
  after(async () => {
    for (const close of closers) await close();
  });

  before(
    async () => {
      server = await testServer({ after: (run) => void closers.push(run) });
      llmId = (await server.send('POST', '/create-retell-llm', { general_prompt: 'x' })).json.llm_id;
      const engine = { type: 'retell-llm', llm_id: llmId };
      const agent = await server.send('POST', '/create-agent', { voice_id: '11labs-Adrian', response_engine: engine });
      agentId = agent.json.agent_id;
    },
    { timeout: 30_000 },
  );

  test('an empty body with a JSON content type counts as no body', async () => {
    const json = { 'content-type': 'application/json', 'content-length': '0' };
    const published = await server.send('POST', `/publish-agent/${agentId}`, '', json);
    assert.equal(published.status, 200);
    const call = await server.send('POST', '/v2/create-web-call', { agent_id: agentId });
    assert.equal((await server.send('DELETE', `/v2/delete-call/${call.json.call_id}`, '', json)).status, 204);
  });

  test('an empty 200 carries no content type and content-length 0', async () => {
    const answer = await server.send('POST', `/publish-agent/${agentId}`);
    assert.deepEqual(
      [answer.status, answer.text, answer.headers.get('content-type'), answer.headers.get('content-length')],
      [200, '', null, '0'],
    );
  });

  test('JSON says so', async () => {
    const answer = await server.send('GET', `/get-agent/${agentId}`);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  });

  test('broken escapes are 400 in the shape of errors', async () => {
    for (const path of ['/get-agent/%ZZ', '/get-agent/%', '/get-agent/%C0%AF', '/v2/get-call/%E0%A4%A']) {
      const answer = await server.send('GET', path);
      assert.equal(answer.status, 400, path);
      assert.equal(answer.json.status, 'error');
    }
  });

  test('a plus in a path stays a plus, raw or escaped, and blanks and slashes may be escaped', async () => {
    for (const [sent, meant] of [
      ['+14155550100', '+14155550100'],
      ['%2B14155550100', '+14155550100'],
      ['a%2Fb%20c', 'a/b c'],
    ]) {
      const answer = await server.send('GET', `/get-agent/${sent}`);
      assert.equal(answer.status, 422);
      assert.ok(answer.json.message.includes(JSON.stringify(meant)), answer.json.message);
    }
  });

  test('characters that cannot be stored are 400 wherever they stand', async () => {
    const bodies = [
      '{"general_prompt":"a\\u0000b"}',
      '{"general_prompt":"\\ud800"}',
      '{"a\\u0000":1}',
      '{"x":["\\udc00"]}',
    ];
    for (const body of bodies) assert.equal((await server.send('POST', '/create-retell-llm', body)).status, 400, body);
    assert.equal((await server.send('GET', '/get-agent/a%00b')).status, 400);
    assert.equal(
      (await server.send('GET', '/list-agents?pagination_key=a%00b')).status,
      200,
      'no 400 is listed: ignored',
    );
  });

  test('integers that cannot be told from their neighbours are 400', async () => {
    for (const number of ['4.65e37', '9007199254740993', '-9007199254740993']) {
      const body = `{"begin_after_user_silence_ms":${number}}`;
      assert.equal((await server.send('POST', '/create-retell-llm', body)).status, 400, number);
      const call = `{"agent_id":"${agentId}","agent_version":${number}}`;
      assert.equal((await server.send('POST', '/v2/create-web-call', call)).status, 400, number);
    }
    assert.equal((await server.send('GET', `/get-agent/${agentId}?version=99999999999999999999`)).status, 400);
  });

  test('a version that no agent can have is unknown, not an error of ours', async () => {
    for (const version of ['7', 'no-such-tag'])
      assert.equal((await server.send('GET', `/get-agent/${agentId}?version=${version}`)).status, 422, version);
    for (const version of ['2147483648', '9007199254740991'])
      assert.equal((await server.send('GET', `/get-agent/${agentId}?version=${version}`)).status, 400, version);
    const call = { agent_id: agentId, agent_version: 9_007_199_254_740_991 };
    assert.equal((await server.send('POST', '/v2/create-web-call', call)).status, 422);
  });

  test('an empty array stands for an empty object where an object is meant', async () => {
    const tool = {
      type: 'custom',
      name: 'x',
      url: 'https://x.test',
      headers: [],
      parameters: { type: 'object', properties: [] },
    };
    const answer = await server.send('POST', '/create-retell-llm', {
      general_tools: [tool],
      default_dynamic_variables: [],
    });
    assert.equal(answer.status, 201);
    const { default_dynamic_variables, general_tools } = answer.json;
    assert.deepEqual([default_dynamic_variables, general_tools], [[], [tool]], 'documents come back as they were sent');
    const change = { user_dtmf_options: [] };
    const agent = await server.send('PATCH', `/update-agent/${agentId}`, change);
    assert.deepEqual(agent.json.user_dtmf_options, {}, 'settings come back as what is meant');
    assert.equal((await server.send('POST', '/create-retell-llm', [])).status, 400, 'but not for the body itself');
  });

  test('a body that is too large is 413 in the shape of errors', async () => {
    const answer = await server.send('POST', '/create-retell-llm', { general_prompt: 'x'.repeat(9 * 1024 * 1024) });
    assert.equal(answer.status, 413);
    assert.equal(answer.json.status, 'error');
  });

  test('other content types are 400 and say what is needed', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'nonsense',
    ]) {
      const answer = await server.send('POST', '/create-retell-llm', '{"general_prompt":"x"}', {
        'content-type': type,
      });
      assert.equal(answer.status, 400, type);
      assert.match(answer.json.message, /application\/json/);
    }
    const withCharset = { 'content-type': 'Application/JSON; charset=UTF-8' };
    assert.equal((await server.send('POST', '/create-retell-llm', '{}', withCharset)).status, 201);
  });

  test('bodies that are not JSON, not UTF-8 or too deep are 400', async () => {
    const deep = `{"metadata":${'['.repeat(100_000)}${']'.repeat(100_000)},"agent_id":"${agentId}"}`;
    for (const body of ['{', 'null', '"text"', '17', '[]', 'nul\u0000', '{"a":1}{"b":2}', deep])
      assert.equal((await server.send('POST', '/v2/create-web-call', body)).status, 400, body.slice(0, 20));
    const latin = new Uint8Array([0x7b, 0x22, 0xe4, 0x22, 0x3a, 0x31, 0x7d]);
    assert.equal((await server.send('POST', '/v2/create-web-call', latin)).status, 400);
  });

  test('a key named __proto__ is refused and pollutes nothing', async () => {
    const body = `{"agent_id":"${agentId}","metadata":{"__proto__":{"polluted":true}}}`;
    assert.equal((await server.send('POST', '/v2/create-web-call', body)).status, 400);
    const constructorBody = `{"agent_id":"${agentId}","metadata":{"constructor":{"prototype":{"polluted":true}}}}`;
    const kept = await server.send('POST', '/v2/create-web-call', constructorBody);
    assert.deepEqual(kept.json.metadata, { constructor: { prototype: { polluted: true } } });
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  test('query values that do not fit are ignored where the contract lists no 400, and refused where it does', async () => {
    for (const query of [
      'limit=abc',
      'limit=-1',
      'limit=0',
      'limit=1.5',
      'limit=1&limit=2',
      'limit=',
      'limit=99999',
      'sort=x',
    ])
      assert.equal((await server.send('GET', `/list-agents?${query}`)).status, 200, query);
    for (const query of ['version=-1', 'version=1.5', 'version=0&version=1'])
      assert.equal((await server.send('GET', `/get-agent/${agentId}?${query}`)).status, 400, query);
    assert.equal((await server.send('GET', `/get-agent/${agentId}?version=`)).status, 200, 'empty is absent');
  });

  test('an unknown address is 404 and names itself', async () => {
    const answer = await server.send('POST', '/no-such-thing?secret=1', {});
    assert.deepEqual([answer.status, answer.json], [404, { status: 'error', message: 'Cannot POST /no-such-thing' }]);
  });

  test('a very long id is unknown, not a crash', async () => {
    assert.equal((await server.send('GET', `/get-agent/${'a'.repeat(900)}`)).status, 422);
    assert.equal((await server.send('GET', `/get-agent/${'a'.repeat(9000)}`)).json.status, 'error');
  });

  test('what is not HTTP gets an answer in the shape of errors', async () => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('this is not http\r\n\r\n');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    await once(socket, 'close');
    assert.match(text, /^HTTP\/1\.1 400 /);
    assert.match(text, /\{"status":"error","message":"/);
  });

  test('a request is for one host', async () => {
    const { port } = new URL(server.url);
    const statusOf = async (lines: string[]): Promise<string> => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(`${lines.join('\r\n')}\r\nauthorization: Bearer ${server.key}\r\nconnection: close\r\n\r\n`);
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      await once(socket, 'close');
      return `${text.slice(9, 12)} ${/"message":"([^"]*)"/.exec(text)?.[1] ?? ''}`.trim();
    };
    const start = 'GET /get-session HTTP/1.1';
    assert.equal(await statusOf([start, 'Host: a.test']), '200');
    assert.equal(await statusOf(['GET /get-session HTTP/1.0']), '200');
    assert.equal(await statusOf([start]), '400 Host: expected once, got it 0 times.');
    assert.equal(await statusOf([start, 'Host: a.test', 'HOST: b.test']), '400 Host: expected once, got it 2 times.');
  });

  test('throttled programs learn when to come back', async (t) => {
    const limits = { call: 9, 'call-error': 9, list: 1, general: 9, 'llm-playground': 9 };
    const limited = await testServer(t, { http: { rateLimits: limits } });
    assert.equal((await limited.send('GET', '/list-agents')).headers.get('ratelimit-remaining'), '0');
    const { status, headers } = await limited.send('GET', '/list-agents');
    assert.equal(status, 429);
    assert.deepEqual(
      ['retry-after', 'x-should-retry', 'ratelimit-limit', 'x-ratelimit-limiter'].map((name) => headers.get(name)),
      ['10', 'true', '1', 'list'],
    );
    assert.equal((await limited.send('GET', '/get-concurrency')).status, 200, 'other groups go on');
  });

  test('a database that is away is 503, to be tried again', async (t) => {
    const pool = createPool('postgres://127.0.0.1:1/none', 'http', silentLog);
    t.after(() => pool.end());
    const lost = await testServer(t, { resources: { db: kyselyOver(pool) } });
    const answer = await lost.send('GET', '/list-agents');
    assert.deepEqual([answer.status, answer.json.status, answer.headers.get('retry-after')], [503, 'error', '1']);
  });

  test('the server is well after all that', async () => {
    assert.equal((await server.send('GET', '/health')).status, 200);
    assert.equal((await server.send('GET', `/get-retell-llm/${llmId}`)).status, 200);
  });
});
