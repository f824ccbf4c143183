import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { createTimerClock } from '../../../interfaces/timer-clock.ts';
import { createSipTimers } from '../sip-timers.ts';
import { createStreamFlow } from './stream-flow.ts';
import { createUdpListener } from './udp-listener.ts';
import { openUdpSocket } from './udp-socket.ts';

test('an answer to a datagram that claims to come from port 0 is lost, and nothing else', async () => {
  const socket = await openUdpSocket('127.0.0.1', 0);
  socket.send(Buffer.from('\r\n'), 0, '127.0.0.1');
  await socket.close();
});

test('who pings without reading our answers does not make us hold them', () => {
  const timers = createSipTimers(createTimerClock(() => 0));
  const socket = Object.assign(new EventEmitter(), {
    writableLength: 0,
    write: (bytes: Buffer) => (socket.writableLength += bytes.length),
    setNoDelay() {},
    destroy() {},
    destroySoon() {},
  });
  const flow = createStreamFlow(
    socket as unknown as Socket,
    {
      source: { address: '192.0.2.1', port: 5060, transport: 'tcp', peerName: null },
      here: { transport: 'tcp', host: '192.0.2.2', port: 5060 },
      name: null,
    },
    { timers, limits: { idleMs: 60_000, messageMs: 10_000, unsentBytes: 1_000_000 } },
    { onMessage() {}, onClosed() {} },
  );
  socket.emit('data', Buffer.from('\r\n\r\n'));
  assert.equal(socket.writableLength, 2, 'one ping is answered');
  socket.emit('data', Buffer.from('\r\n\r\n'.repeat(10_000)));
  assert.ok(socket.writableLength < 5_000, `${socket.writableLength} bytes wait`);
  flow.close();
});

test('a datagram that is shorter than any message is not answered: nobody knows who sent it', () => {
  const sent: Buffer[] = [];
  let come: (bytes: Buffer, from: { address: string; port: number }) => void = () => {};
  const socket = {
    address: '192.0.2.2',
    port: 5060,
    send: (bytes: Buffer) => void sent.push(bytes),
    onMessage: (listener: typeof come) => void (come = listener),
    close: () => Promise.resolve(),
  };
  const messages: Buffer[] = [];
  createUdpListener(
    socket,
    () => null,
    (bytes) => messages.push(bytes),
  );
  for (const text of ['', '\r\n', '\r\n\r\n', '\0']) come(Buffer.from(text), { address: '192.0.2.1', port: 5060 });
  assert.deepEqual([sent.length, messages.length], [0, 0]);
  come(Buffer.alloc(20), { address: '192.0.2.1', port: 5060 });
  assert.equal(messages.length, 1);
});
