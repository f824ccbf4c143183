// Requests that are too large, or never whole.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { testServer, type TestServer } from '../support/http.ts';

async function rawAnswer(server: TestServer, request: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
  socket.on('error', () => {});
  socket.write(request);
  await once(socket, 'close');
  return answer;
}

const BODY_OF_ERRORS = /\r\n\r\n\{"status":"error","message":".+"\}$/;

test('headers that are too large are 431, a body that is too large 413, both in the shape of errors', async (t) => {
  const server = await testServer(t);
  const large = await rawAnswer(
    server,
    `GET /list-agents HTTP/1.1\r\nhost: x\r\nx-large: ${'x'.repeat(20_000)}\r\n\r\n`,
  );
  assert.match(large, /^HTTP\/1\.1 431 /);
  assert.match(large, BODY_OF_ERRORS);
  const body = await server.send('POST', '/create-retell-llm', { general_prompt: 'x'.repeat(9 * 1024 * 1024) });
  assert.deepEqual([body.status, body.json.status], [413, 'error']);
  assert.equal(body.headers.get('x-should-retry'), 'false');
  assert.equal((await server.send('GET', '/list-agents')).status, 200);
});

test('whoever sends too slowly is cut', async (t) => {
  const server = await testServer(t);
  // Node looks at its connections twice a minute; the limits themselves are what can be seen.
  const { requestTimeout, headersTimeout } = server.app.server;
  assert.ok(requestTimeout > 0 && requestTimeout <= 120_000, `${requestTimeout}`);
  assert.ok(headersTimeout > 0 && headersTimeout <= requestTimeout, `${headersTimeout}`);
});

test('a table of a gigabyte is refused in words long before it is over, and takes no memory', async (t) => {
  const server = await testServer(t);
  const rows = Buffer.alloc(1024 * 1024, '1,2,3,4\n');
  let sentMb = 0;
  function* form() {
    yield '--b\r\ncontent-disposition: form-data; name="knowledge_base_name"\r\n\r\nkb\r\n';
    yield '--b\r\ncontent-disposition: form-data; name="knowledge_base_files"; filename="huge.csv"\r\n\r\n';
    for (; sentMb < 1024; sentMb++) yield rows;
    yield '\r\n--b--\r\n';
  }
  const before = process.memoryUsage.rss();
  const sending = request(`${server.url}/create-knowledge-base`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}`, 'content-type': 'multipart/form-data; boundary=b' },
  });
  // The server hangs up on what it does not want.
  sending.on('error', () => {});
  Readable.from(form()).pipe(sending);
  const [answer] = (await once(sending, 'response')) as [Readable & { statusCode: number }];
  const text = (await answer.setEncoding('utf8').toArray()).join('');
  sending.destroy();
  assert.equal(answer.statusCode, 413, text);
  assert.match(text, /knowledge_base_files: the file \\"huge.csv\\" has more than 50 MB/);
  assert.ok(sentMb < 200, `${sentMb} MB were taken`);
  const grownMb = (process.memoryUsage.rss() - before) / 1024 / 1024;
  assert.ok(grownMb < 150, `${grownMb} MB`);
  assert.equal((await server.send('GET', '/list-knowledge-bases')).text, '[]');
});
