import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { SessionDescription, SignalRequest, SignalResponse, SignalTarget, TrickleRequest } from '@livekit/protocol';
import { WebSocket } from 'ws';
import { startMediaServer, type MediaServer } from '../../../test/support/media-server.ts';
import { joinCall } from './client.ts';

let server: MediaServer;
before(async () => {
  server = await startMediaServer({ limits: { reconnectMs: 500, connectMs: 20_000, silenceMs: 1500, lingerMs: 20 } });
});
after(() => server.close());

let calls = 0;
/** A socket that got in, with what the server says on it. */
async function getIn() {
  const callId = `hostile-${++calls}`;
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rtc?access_token=${callId}`);
  const said: SignalResponse['message'][] = [];
  socket.on('message', (data: Buffer) => said.push(SignalResponse.fromBinary(data).message));
  socket.on('error', () => {});
  await once(socket, 'message');
  const send = (message: SignalRequest['message']) => socket.send(new SignalRequest({ message }).toBinary());
  return { socket, said, send, call: await server.call(callId) };
}

/** The server has read everything that was sent before. */
async function pong(
  ...[socket, said, send]: [WebSocket, SignalResponse['message'][], (m: SignalRequest['message']) => void]
) {
  send({ case: 'ping', value: 1n });
  while (!said.some((message) => message.case === 'pong')) await once(socket, 'message');
}

const description = (type: string, sdp: string, id = 1) => new SessionDescription({ type, sdp, id });

/** The rest of the house goes on: an honest call connects and is heard. */
async function assertHealthy(): Promise<void> {
  const token = `honest-${++calls}`;
  const client = await joinCall({ url: server.url, token });
  const { leg, bridge, until } = await server.call(token);
  await Promise.all([client.connected, until('connected')]);
  const heard = new Promise<void>((resolve) => {
    client.onSound((pcm) => {
      if (pcm.some((value) => Math.abs(value) > 3000)) resolve();
    });
  });
  const voice = bridge.voice('agent');
  voice.write(
    'u',
    Int16Array.from({ length: 12_000 }, (_, i) => 9000 * Math.sin(i / 10)),
    24000,
  );
  voice.gate('u', true);
  await heard;
  leg.send({ n: 1, do: 'hangup', reason: 'ended' });
  await client.ended;
}

test('a socket that sends rubbish is closed, and its leg is lost', async () => {
  const { socket, call } = await getIn();
  const closed = once(socket, 'close');
  for (let i = 0; i < 30; i++) socket.send(i % 2 ? randomBytes(1 + i * 3) : 'text');
  await closed;
  const gone = await call.until('gone');
  assert.ok(gone.is === 'gone' && gone.by === 'lost');
  await assertHealthy();
});

test('a message of a megabyte is not even read', async () => {
  const { socket } = await getIn();
  socket.send(Buffer.alloc(1_000_000));
  const [code] = (await once(socket, 'close')) as [number];
  assert.equal(code, 1009);
});

test('descriptions that are none, come twice or in the wrong order leave the session standing', async () => {
  const { socket, send, said, call } = await getIn();
  send({ case: 'answer', value: description('answer', 'v=0\r\nrubbish', 77) });
  send({ case: 'answer', value: description('answer', 'v=0\r\nrubbish', 1) });
  for (const sdp of ['', 'rubbish', 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n', 'v=0\r\n'.repeat(3000)]) {
    send({ case: 'offer', value: description('offer', sdp) });
    send({ case: 'offer', value: description('rollback', sdp) });
  }
  await pong(socket, said, send);
  assert.notEqual(await server.host.dump(), undefined);
  socket.terminate();
  await call.until('gone');
  await assertHealthy();
});

test('an SDP of a hundred kilobytes is not passed on', async () => {
  const { socket, said, send, call } = await getIn();
  send({ case: 'offer', value: description('offer', `v=0\r\n${'a=x\r\n'.repeat(20_000)}`) });
  await pong(socket, said, send);
  socket.terminate();
  await call.until('gone');
  assert.ok(server.logged.some(({ fields }) => fields?.why === 'SDP too long'));
});

test('thousands of candidates end the socket, not the server', async () => {
  const { socket, send, call } = await getIn();
  const closed = once(socket, 'close');
  for (let i = 0; i < 3000; i++) {
    const candidate = i % 3 ? `candidate:${i} 1 udp 1 10.0.${i >> 8}.${i & 255} ${1024 + i} typ host` : 'rubbish';
    const value = new TrickleRequest({ target: SignalTarget.PUBLISHER, candidateInit: JSON.stringify({ candidate }) });
    if (socket.readyState === WebSocket.OPEN) send({ case: 'trickle', value });
  }
  await closed;
  await call.until('gone');
  await assertHealthy();
});

test('a flood of pings from a client that never reads is cut off', async () => {
  const { socket, send, call } = await getIn();
  socket.pause();
  for (let i = 0; i < 5000; i++) send({ case: 'ping', value: BigInt(i) });
  const gone = await call.until('gone');
  assert.ok(gone.is === 'gone' && gone.by === 'lost');
  socket.terminate();
  await assertHealthy();
});

test('a socket that fell silent is given up', async () => {
  const { socket, call } = await getIn();
  const gone = await call.until('gone');
  assert.ok(gone.is === 'gone' && gone.by === 'lost');
  socket.terminate();
});

test('a socket that dies while its token is looked up leaves nothing behind', async () => {
  for (let i = 0; i < 20; i++) {
    const socket = connectTcp(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `GET /rtc?access_token=half-${i} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    );
    socket.destroy();
  }
  await assertHealthy();
  const joined = server.logged.filter(({ fields }) => String(fields?.callId).startsWith('half-'));
  for (const { fields } of joined) await (await server.call(String(fields!.callId))).until('gone');
  assert.equal(server.endpoint.size, 0);
});

test('other paths and strange upgrades are refused', async () => {
  for (const [path, status] of [
    ['/rtc/v1?access_token=x', 404],
    ['/other', 404],
    ['/rtc?access_token=bad', 401],
    ['/rtc', 401],
  ] as const) {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`);
    const [, response] = (await once(socket, 'unexpected-response')) as [
      unknown,
      { statusCode: number; destroy(): void },
    ];
    assert.equal(response.statusCode, status, path);
    response.destroy();
    socket.on('error', () => {});
  }
});

test('datagrams of rubbish at the ports of a call do not disturb it', async () => {
  const { socket, said, send, call } = await getIn();
  const offer = async (): Promise<string> => {
    for (;;) {
      const found = said.find((message) => message.case === 'offer');
      if (found?.case === 'offer') return found.value.sdp;
      await once(socket, 'message');
    }
  };
  const port = Number(/candidate:\S+ \d+ udp \d+ \S+ (\d+)/.exec(await offer())![1]);
  const udp = createSocket('udp4');
  for (let i = 0; i < 500; i++) {
    const data = randomBytes(i % 300);
    if (data.length > 0) data[0] = [0, 1, 22, 23, 63, 128, 191, 255][i % 8]!;
    await new Promise((resolve) => udp.send(data, port, '127.0.0.1', resolve));
  }
  udp.close();
  send({ case: 'ping', value: 1n });
  socket.terminate();
  await call.until('gone');
  await assertHealthy();
});

test('after all this no fault of the media host went uncaught', () => {
  const faults = server.logged.filter(({ message }) => message.startsWith('a fault in the media host'));
  assert.deepEqual(
    faults.map(({ fields }) => fields?.stack),
    [],
  );
});
