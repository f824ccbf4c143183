// WebSockets through the guarded way out: real sockets, a server that misbehaves in every way a server can.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { test, type TestContext } from 'node:test';
import { WebSocketServer, type WebSocket } from 'ws';
import { collect } from '../../test/support/collect.ts';
import { createChannel } from '../interfaces/channel.ts';
import type { EgressSocket, SocketEvent } from '../interfaces/egress.ts';
import { createEgress } from './create-egress.ts';

const never = new AbortController().signal;

async function listen(t: TestContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function serve(t: TestContext, onSocket: (socket: WebSocket, path: string) => void): Promise<string> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => onSocket(socket, request.url ?? ''));
  t.after(() => sockets.clients.forEach((client) => client.terminate()));
  return `ws://127.0.0.1:${await listen(t, server)}`;
}

function open(url: string, more: { allow?: string[]; signal?: AbortSignal } = {}): Promise<EgressSocket> {
  const { openSocket } = createEgress({ allow: more.allow ?? ['127.0.0.0/8'] });
  return openSocket({ url, maxMessageBytes: 1000, signal: more.signal ?? never });
}

async function eventsOf(socket: EgressSocket): Promise<SocketEvent[]> {
  const events = createChannel<SocketEvent>();
  socket.onEvent((event) => {
    events.push(event);
    if (event.is === 'closed') events.close();
  });
  return collect(events);
}

test('text goes both ways, and the close code arrives; http stands for ws', async (t) => {
  const url = await serve(t, (socket, path) => {
    socket.send(path);
    socket.on('message', (data) => {
      socket.send(`echo ${String(data)}`);
      socket.close(4001);
    });
  });
  const socket = await open(`${url.replace('ws:', 'http:')}/a/b?c=1`);
  socket.send('hello');
  assert.deepEqual(await eventsOf(socket), [
    { is: 'text', text: '/a/b?c=1' },
    { is: 'text', text: 'echo hello' },
    { is: 'closed', code: 4001, fault: null },
  ]);
  socket.send('too late');
  await socket.close(1000);
});

test('private addresses are refused, by name and by number', async () => {
  for (const url of ['ws://127.0.0.1:1/', 'ws://localhost:1/', 'wss://169.254.169.254/', 'ws://[::1]:1/'])
    await assert.rejects(open(url, { allow: [] }), { name: 'EgressError', kind: 'blocked' }, url);
  for (const url of ['', 'ftp://x.test', 'ws://user:secret@x.test/'])
    await assert.rejects(open(url), { name: 'EgressError', kind: 'invalid_url' }, url);
});

test('only the address that was checked is connected to', async (t) => {
  const url = await serve(t, (socket) => socket.close(1000));
  const asked: string[] = [];
  const egress = createEgress({
    allow: ['127.0.0.0/8'],
    resolver: async (name) => (asked.push(name), ['127.0.0.1']),
  });
  const socket = await egress.openSocket({
    url: url.replace('127.0.0.1', 'mind.test'),
    maxMessageBytes: 1000,
    signal: never,
  });
  assert.deepEqual(await eventsOf(socket), [{ is: 'closed', code: 1000, fault: null }]);
  assert.deepEqual(asked, ['mind.test']);
});

test('a server that refuses, redirects, or is none is a network error', async (t) => {
  const answers = (status: number) =>
    createServer().on('upgrade', (_, wire) => wire.end(`HTTP/1.1 ${status} x\r\nlocation: ws://10.0.0.1/\r\n\r\n`));
  for (const status of [401, 302, 200]) {
    const port = await listen(t, answers(status));
    await assert.rejects(open(`ws://127.0.0.1:${port}`), { kind: 'network', message: new RegExp(String(status)) });
  }
  const silent = createTcpServer((wire) => wire.destroy());
  await assert.rejects(open(`ws://127.0.0.1:${await listen(t, silent)}`), { kind: 'network' });
  await assert.rejects(open('ws://127.0.0.1:1'), { kind: 'network', message: /refused/ });
});

test('a handshake that is never answered is given up by the signal', async (t) => {
  const reached = Promise.withResolvers<void>();
  const port = await listen(
    t,
    createTcpServer((wire) => {
      wire.on('error', () => undefined).on('data', () => reached.resolve());
      t.after(() => wire.destroy());
    }),
  );
  const giveUp = new AbortController();
  const opening = open(`ws://127.0.0.1:${port}`, { signal: giveUp.signal });
  await reached.promise;
  giveUp.abort();
  await assert.rejects(opening, { name: 'EgressError', kind: 'aborted' });
});

const ENDINGS: [string, (socket: WebSocket) => void, SocketEvent[]][] = [
  ['binary', (socket) => (socket.send(Buffer.from([1])), socket.close(1000)), [{ is: 'binary' }]],
  ['no code', (socket) => socket.close(), []],
  ['without a word', (socket) => socket.terminate(), []],
  ['a message that is too long', (socket) => socket.send('x'.repeat(1001)), []],
  ['text that is no UTF-8', (socket) => socket.send(Buffer.from([0xff]), { binary: false }), []],
];
const CODES = [1000, 1005, 1006, 1006, 1006];
const FAULTS = [null, null, null, /Max payload/, /UTF-8/];

ENDINGS.forEach(([how, misbehave, before], index) => {
  test(`an end by the other side is told once: ${how}`, async (t) => {
    const events = await eventsOf(await open(await serve(t, misbehave)));
    const last = events.pop();
    assert.deepEqual(events, before);
    assert.ok(last?.is === 'closed');
    assert.equal(last.code, CODES[index]);
    const fault = FAULTS[index];
    if (fault) assert.match(last.fault ?? '', fault);
    else assert.equal(last.fault, null);
  });
});

test('a close that is never answered ends by force', async (t) => {
  const url = await serve(t, (socket) => socket.pause());
  const socket = await open(url);
  const events = eventsOf(socket);
  await socket.close(1000, 'over');
  assert.deepEqual((await events).at(-1), { is: 'closed', code: 1006, fault: null });
});

test('who breaks the protocol and then falls silent is left soon', { timeout: 20_000 }, async (t) => {
  const server = createServer();
  server.on('upgrade', (request, wire) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    wire.write(
      `HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    // A message of a terabyte begins.
    wire.pause().write(Buffer.from([0x81, 127, 0, 0, 1, 0, 0, 0, 0, 0]));
    t.after(() => wire.destroy());
  });
  const socket = await open(`ws://127.0.0.1:${await listen(t, server)}`);
  assert.deepEqual(await eventsOf(socket), [{ is: 'closed', code: 1006, fault: 'Max payload size exceeded' }]);
});
