import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { settlePort } from './settle-port.ts';

test('0 becomes a port that can be listened on at once', async (t) => {
  const port = await settlePort('127.0.0.1', 0);
  const server = createServer().listen(port, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  assert.equal((server.address() as AddressInfo).port, port);
});

test('a taken port is named, with the setting that chooses another', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await assert.rejects(settlePort('127.0.0.1', port), {
    message: new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is taken .*Set PORT`),
  });
});

test('an address of another machine is named', async () => {
  await assert.rejects(settlePort('203.0.113.7', 0), { message: /^HOST 203\.0\.113\.7 is no address of this machine/ });
});
