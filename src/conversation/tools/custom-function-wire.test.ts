// The custom function against a real server with faults, through the guarded way out.

import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { readText } from '../../../test/support/read-text.ts';
import { createEgress } from '../../egress/index.ts';
import type { CustomToolConfig } from '../retell-llm-config.ts';
import { callCustomFunction, type CustomFunctionResult } from './custom-function.ts';

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

type Answer = (response: ServerResponse, seen: Seen) => void;

interface Shop {
  url: string;
  seen: Seen[];
  call(tool?: Partial<CustomToolConfig>, signal?: AbortSignal): Promise<CustomFunctionResult>;
}

async function shop(t: TestContext, answer: Answer): Promise<Shop> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    readText(request, (body) => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body });
      answer(response, seen.at(-1) as Seen);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const egress = createEgress({ allow: ['127.0.0.0/8'] });
  return {
    url,
    seen,
    call: (tool = {}, signal = new AbortController().signal) =>
      callCustomFunction(
        { egress, sign: (body) => `signed ${body.length}`, pause: async () => {} },
        {
          tool: { type: 'custom', name: 'find', url, ...tool },
          args: { number: 'é/😀' },
          subject: () => ({ call_id: 'call_1' }),
          lookup: () => undefined,
          signal,
        },
      ),
  };
}

const failureOf = async (answer: Answer, t: TestContext, tool: Partial<CustomToolConfig> = {}): Promise<string> => {
  const { successful, content, variables } = await (await shop(t, answer)).call(tool);
  assert.deepEqual([successful, variables], [false, {}]);
  return content;
};

test('every method goes over the wire as the contract has it, signed', async (t) => {
  const server = await shop(t, (response) => response.end('ok'));
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    const { successful } = await server.call({
      method,
      url: `${server.url}/orders?a=1`,
      query_params: { city: 'Köln & co' },
      headers: { 'X-Shop': 'ä', 'Content-Type': 'application/json; charset=utf-8' },
    });
    const last = server.seen.at(-1) as Seen;
    assert.ok(successful, method);
    assert.equal(last.method, method);
    assert.equal(last.url, '/orders?a=1&city=K%C3%B6ln+%26+co');
    const hasBody = ['POST', 'PUT', 'PATCH'].includes(method);
    const body = hasBody ? '{"name":"find","call":{"call_id":"call_1"},"args":{"number":"é/😀"}}' : '';
    assert.equal(last.body, body, method);
    assert.equal(last.headers['x-retell-signature'], `signed ${body.length}`);
    assert.equal(last.headers['content-type'], 'application/json; charset=utf-8');
  }
});

test('refusals, redirects and answers of every kind are told as they are', async (t) => {
  const refused = await failureOf((response) => response.writeHead(404).end('{"error":"no such order"}'), t);
  assert.match(
    refused,
    /^Axios Error: error code: ERR_BAD_REQUEST.*404\nresponse status: 404\nresponse data: \{"error":"no such order"\}$/,
  );
  const broken = await failureOf((response) => response.writeHead(503).end('<html>down</html>'), t);
  assert.match(broken, /ERR_BAD_RESPONSE.*503\nresponse status: 503\nresponse data: <html>down<\/html>$/);
  assert.match(
    await failureOf((response) => response.writeHead(302, { location: '/' }).end(), t),
    /ERR_FR_TOO_MANY_REDIRECTS/,
  );
  const empty = await (await shop(t, (response) => response.writeHead(204).end())).call();
  assert.deepEqual([empty.successful, empty.content], [true, '']);
  const binary = await (await shop(t, (response) => response.end(Buffer.from([0, 255, 254, 65])))).call();
  assert.equal(binary.successful, true);
});

test('a server that hangs up, is cut in the middle, is slow or is not there fails within its time', async (t) => {
  assert.match(await failureOf((response) => response.destroy(), t), /ERR_NETWORK/);
  const cut = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"half":', () => response.destroy());
  };
  assert.match(await failureOf(cut, t), /ERR_NETWORK/);
  const slow = (response: ServerResponse): void => void response.writeHead(200).write('{"never":');
  assert.match(await failureOf(slow, t, { timeout_ms: 50 }), /ECONNABORTED/);
  const gone = await shop(t, () => {});
  assert.match((await gone.call({ url: 'http://127.0.0.1:9/' })).content, /ERR_NETWORK/);
  assert.match((await gone.call({ url: 'http://10.0.0.1/' })).content, /ERR_BLOCKED.*RINGBACK_EGRESS_ALLOW/);
  assert.match((await gone.call({ url: 'ftp://shop.example/' })).content, /ERR_INVALID_URL|ERR_BLOCKED/);
});

test('huge answers are cut for the model, between characters; variables are read from the whole', async (t) => {
  for (const before of ['', 'x']) {
    const smiles = await shop(t, (response) => response.end(before + '😀'.repeat(9000)));
    assert.equal((await smiles.call()).content.isWellFormed(), true, 'no character is cut in two');
  }
  const items = Array.from({ length: 2000 }, (_, n) => ({ n, smile: '😀😀' }));
  const server = await shop(t, (response) => response.end(JSON.stringify({ items, last: { id: 7 } })));
  const { content, variables } = await server.call({
    response_variables: { id: 'last.id', first: 'items[0].n', no: 'x.y' },
  });
  assert.ok(content.length <= 15_000 && content.length > 14_990);
  assert.equal(content.isWellFormed(), true);
  assert.deepEqual(variables, { id: '7', first: '0' });
  const endless = await shop(t, (response) => {
    const more = (): void => void (response.destroyed || response.write('x'.repeat(65_536), more));
    response.writeHead(200);
    more();
  });
  assert.equal((await endless.call()).content.length, 15_000);
});

test('headers that HTTP does not allow are a failed result, not a crash; those of the connection are ours', async (t) => {
  const server = await shop(t, (response) => response.end('ok'));
  const odd = await server.call({ headers: { 'not a header': '1' } });
  assert.deepEqual([odd.successful, server.seen.length], [false, 0]);
  const emoji = await server.call({ headers: { 'X-Mood': '😀' } });
  assert.equal(emoji.successful, false);
  const { successful } = await server.call({
    headers: { 'Content-Length': '1', 'Transfer-Encoding': 'chunked', Host: 'evil.example' },
  });
  const last = server.seen.at(-1);
  assert.ok(!successful || last?.body.endsWith('}'), 'never a body that is cut by a header');
});

test('it is repeated as often as it may be, and not once more; the end of the call ends it', async (t) => {
  const server = await shop(t, (response) => response.writeHead(503).end());
  await server.call({ max_retry: 2 });
  assert.equal(server.seen.length, 3);
  const ending = new AbortController();
  const hanging = await shop(t, () => ending.abort(new DOMException('the call ended', 'AbortError')));
  const { successful } = await hanging.call({ max_retry: 5 }, ending.signal);
  assert.deepEqual([successful, hanging.seen.length], [false, 1]);
});
