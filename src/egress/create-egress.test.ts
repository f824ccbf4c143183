import assert from 'node:assert/strict';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readText } from '../../test/support/read-text.ts';
import type { EgressError, EgressRequest } from '../interfaces/egress.ts';
import { createEgress } from './create-egress.ts';

/** A server on 127.0.0.1, which the tests allow: it plays the public host. */
async function serve(t: TestContext, listener: RequestListener): Promise<{ port: number; url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}` };
}

const allow = ['127.0.0.1/32'];

function get(url: string, more: Partial<EgressRequest> = {}): EgressRequest {
  return { method: 'GET', url, headers: {}, timeoutMs: 10_000, maxBodyBytes: 100_000, ...more };
}

function kind(expected: EgressError['kind'], words?: RegExp) {
  return (error: EgressError) => {
    assert.equal(error.name, 'EgressError', String(error));
    assert.equal(error.kind, expected, error.message);
    if (words) assert.match(error.message, words);
    return true;
  };
}

test('sends method, headers and body byte for byte and gives status, headers and body', async (t) => {
  const seen: { request: IncomingMessage; body: string }[] = [];
  const { url } = await serve(t, (request, response) =>
    readText(request, (body) => {
      seen.push({ request, body });
      response.writeHead(418, { 'x-answer': '42' }).end('short and stout');
    }),
  );
  const body = '{"name":"Zoë","path":"a/b"}';
  const headers = {
    'Content-Type': 'application/json',
    'X-Retell-Signature': 'v=1,d=2',
    Host: 'elsewhere',
    'Transfer-Encoding': 'chunked',
  };
  const answer = await createEgress({ allow }).send(get(`${url}/hook?x=1`, { method: 'POST', headers, body }));
  assert.deepEqual(
    [answer.status, answer.body, answer.truncated, answer.headers['x-answer']],
    [418, 'short and stout', false, '42'],
  );
  const { request } = seen[0] as { request: IncomingMessage };
  assert.deepEqual([request.method, request.url, seen[0]?.body], ['POST', '/hook?x=1', body]);
  assert.equal(request.headers['x-retell-signature'], 'v=1,d=2');
  assert.equal(request.headers.host, new URL(url).host);
  assert.equal(request.headers['content-length'], String(Buffer.byteLength(body)));
});

test('refuses private and local addresses in every spelling and names the setting', async () => {
  const egress = createEgress({ allow: [] });
  const addresses = [
    ...[
      'http://127.0.0.1/',
      'http://127.1/',
      'http://2130706433/',
      'http://0x7f.0.0.1/',
      'http://0177.0.0.1/',
      'http://127.0.0.1./',
    ],
    ...[
      'http://[::1]/',
      'http://[::ffff:127.0.0.1]/',
      'http://[::ffff:7f00:1]/',
      'http://[64:ff9b::7f00:1]/',
      'http://10.0.0.5/',
    ],
    ...[
      'http://169.254.169.254/latest/meta-data/',
      'http://0/',
      'http://localhost/',
      'http://①②⑦.⓪.⓪.①/',
      'https://192.168.0.1:8443/',
    ],
  ];
  for (const url of addresses)
    await assert.rejects(egress.send(get(url)), kind('blocked', /RINGBACK_EGRESS_ALLOW/), url);
});

test('refuses what is no plain web address', async () => {
  const egress = createEgress({ allow });
  for (const url of [
    'file:///etc/passwd',
    'ftp://example.com',
    'nonsense',
    '',
    'http://user:secret@example.com/',
    'http://user@example.com/',
    'gopher://x',
  ]) {
    await assert.rejects(egress.send(get(url)), kind('invalid_url'), url);
  }
  await assert.rejects(
    egress.send(get('http://user:secret@example.com/')),
    (error: Error) => !error.message.includes('secret'),
  );
});

test('refuses a name when any of its addresses is private', async () => {
  const egress = createEgress({ allow: [], resolver: async () => ['93.184.216.34', '10.0.0.1'] });
  await assert.rejects(egress.send(get('http://mixed.example/')), kind('blocked', /mixed\.example \(10\.0\.0\.1\)/));
});

test('connects to the address that was checked, whatever the name resolves to afterwards', async (t) => {
  const hosts: (string | undefined)[] = [];
  const { port } = await serve(t, (request, response) => {
    hosts.push(request.headers.host);
    response.end('public');
  });
  let asked = 0;
  const resolver = async () => (asked++ === 0 ? ['127.0.0.1'] : ['10.0.0.1']);
  const egress = createEgress({ allow, resolver });
  const answer = await egress.send(get(`http://rebind.example:${port}/`));
  assert.deepEqual([answer.body, asked, hosts], ['public', 1, [`rebind.example:${port}`]]);
  await assert.rejects(egress.send(get(`http://rebind.example:${port}/`)), kind('blocked'));
});

test('checks every redirect anew', async (t) => {
  const { url, port } = await serve(t, (request, response) => {
    const to = new URL(request.url ?? '/', 'http://x').searchParams.get('to');
    if (to === null) response.end('arrived');
    else response.writeHead(302, { location: to }).end();
  });
  const resolver = async (name: string) => (name === 'inside.example' ? ['10.0.0.1'] : ['127.0.0.1']);
  const egress = createEgress({ allow, resolver });
  assert.equal((await egress.send(get(`${url}/?to=/here`))).body, 'arrived');
  assert.equal(
    (await egress.send(get(`${url}/?to=${encodeURIComponent(`http://other.example:${port}/`)}`))).body,
    'arrived',
  );
  for (const to of [
    'http://127.0.0.2/',
    'http://[::1]/',
    'http://169.254.169.254/',
    '//inside.example/',
    'http://2130706434/',
  ]) {
    await assert.rejects(egress.send(get(`${url}/?to=${encodeURIComponent(to)}`)), kind('blocked'), to);
  }
  await assert.rejects(egress.send(get(`${url}/?to=file:///etc/passwd`)), kind('invalid_url'));
});

test('follows three redirects and no more', async (t) => {
  const { url } = await serve(t, (request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end('arrived');
    else response.writeHead(307, { location: `/${left - 1}` }).end();
  });
  const egress = createEgress({ allow });
  assert.equal((await egress.send(get(`${url}/3`))).body, 'arrived');
  await assert.rejects(egress.send(get(`${url}/4`)), kind('too_many_redirects'));
});

test('takes no credentials to another origin and no body where the redirect says GET', async (t) => {
  const arrived: { method?: string; headers: IncomingMessage['headers']; body: string }[] = [];
  const collectRequest: RequestListener = (request, response) =>
    readText(request, (body) => {
      arrived.push({ method: request.method ?? '', headers: request.headers, body });
      response.end();
    });
  const target = await serve(t, collectRequest);
  const { url } = await serve(t, (request, response) => {
    const status = Number(request.url?.slice(1, 4));
    const location = request.url?.endsWith('same') ? '/here' : target.url;
    if (request.url === '/here') return collectRequest(request, response);
    response.writeHead(status, { location }).end();
  });
  const egress = createEgress({ allow });
  const headers = {
    authorization: 'Bearer x',
    cookie: 'a=b',
    'x-api-key': 'k',
    'x-retell-signature': 's',
    'content-type': 'text/plain',
  };
  const post = (path: string) => egress.send(get(`${url}/${path}`, { method: 'POST', headers, body: 'hello' }));

  await post('307');
  assert.deepEqual([arrived[0]?.method, arrived[0]?.body], ['POST', 'hello']);
  for (const name of ['authorization', 'cookie', 'x-api-key', 'x-retell-signature'])
    assert.equal(arrived[0]?.headers[name], undefined, name);
  assert.equal(arrived[0]?.headers['content-type'], 'text/plain');

  await post('307same');
  assert.equal(arrived[1]?.headers.authorization, 'Bearer x');

  await post('302');
  assert.deepEqual([arrived[2]?.method, arrived[2]?.body, arrived[2]?.headers['content-type']], ['GET', '', undefined]);
});

test('cuts a body that never ends', async (t) => {
  const gone = Promise.withResolvers<void>();
  const { url } = await serve(t, (_request, response) => {
    response.on('close', () => gone.resolve());
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  });
  const answer = await createEgress({ allow }).send(get(url, { maxBodyBytes: 1000 }));
  assert.deepEqual([answer.body.length, answer.truncated], [1000, true]);
  await gone.promise;
});

test('does not let a small body unpack into a long one', async (t) => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  const { url } = await serve(t, (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
  });
  const before = process.memoryUsage().rss;
  const answer = await createEgress({ allow }).send(get(url, { maxBodyBytes: 5000 }));
  assert.deepEqual([answer.body.length, answer.truncated], [5000, true]);
  assert.ok(process.memoryUsage().rss - before < 40_000_000);
});

test('unpacks an ordinary gzip answer and cuts between characters', async (t) => {
  const { url } = await serve(t, (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('größe'));
  });
  const egress = createEgress({ allow });
  assert.equal((await egress.send(get(url))).body, 'größe');
  assert.equal((await egress.send(get(url, { maxBodyBytes: 3 }))).body, 'gr');
});

test('gives up when the time is over, whichever part is slow', async (t) => {
  const { url } = await serve(t, (request, response) => {
    if (request.url === '/body') response.write('a');
  });
  const egress = createEgress({ allow });
  await assert.rejects(egress.send(get(url, { timeoutMs: 50 })), kind('timeout', /timeout of 50ms exceeded/));
  await assert.rejects(egress.send(get(`${url}/body`, { timeoutMs: 50 })), kind('timeout'));
  const slowNames = createEgress({ allow, resolver: () => new Promise(() => {}) });
  await assert.rejects(slowNames.send(get('http://slow.example/', { timeoutMs: 50 })), kind('timeout'));
});

test('ends at once when it is aborted', async (t) => {
  const abort = new AbortController();
  const { url } = await serve(t, () => abort.abort());
  await assert.rejects(createEgress({ allow }).send(get(url, { signal: abort.signal })), kind('aborted'));
});

test('says in words what the network did', async (t) => {
  const egress = createEgress({ allow, resolver: async () => Promise.reject(new Error('ENOTFOUND')) });
  await assert.rejects(egress.send(get('http://127.0.0.1:1/')), kind('network', /refused/));
  await assert.rejects(egress.send(get('http://no.example/')), kind('network', /cannot be resolved/));
  const rude = createTcpServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
  t.after(() => rude.close());
  await assert.rejects(
    egress.send(get(`http://127.0.0.1:${(rude.address() as AddressInfo).port}/`)),
    kind('network', /closed/),
  );
});

test('refuses a header that would break the request', async (t) => {
  const { url } = await serve(t, (_request, response) => response.end());
  await assert.rejects(
    createEgress({ allow }).send(get(url, { headers: { 'x-a': 'b\r\nx-c: d' } })),
    kind('network', /header/),
  );
});
