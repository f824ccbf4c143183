import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waysOfDialog } from './dialog-ways.ts';
import { dialogOfStored } from './dialog.ts';

const locate = {
  resolver: {
    addresses: () => assert.fail('nothing to look up'),
    srv: () => assert.fail('nothing to look up'),
    naptr: () => assert.fail('nothing to look up'),
  },
  random: () => 0.5,
} as unknown as Parameters<typeof waysOfDialog>[1];

/** Where the next request of a dialog goes. */
async function next(remoteTarget: string, from: string, routeSet: string[] = []): Promise<string[]> {
  const dialog = dialogOfStored({
    ...{ callId: 'c', localTag: 'a', remoteTag: 'b', localUri: '<sip:a@x>', remoteUri: '<sip:b@x>', localCseq: 1 },
    ...{ remoteTarget, routeSet, transport: 'udp', nextHop: { address: from, port: 40_123 } },
  });
  return (await waysOfDialog(dialog, locate)).map(({ hop }) => `${hop.transport} ${hop.address}:${hop.port}`);
}

test('behind NAT a Contact is nowhere: requests go back to where its messages come from', async () => {
  assert.deepEqual(await next('sip:b@192.168.1.20:5060', '203.0.113.9'), ['udp 203.0.113.9:40123']);
});

test('a Contact on the same private network, or one of the internet, is taken as it stands', async () => {
  assert.deepEqual(await next('sip:b@192.168.1.20:5070', '192.168.1.2'), ['udp 192.168.1.20:5070']);
  assert.deepEqual(await next('sip:b@198.51.100.7:5070', '203.0.113.9'), ['udp 198.51.100.7:5070']);
});

test('a proxy in between knows the way to a private Contact', async () => {
  const routes = ['<sip:203.0.113.9:5080;lr>'];
  assert.deepEqual(await next('sip:b@192.168.1.20:5060', '203.0.113.9', routes), ['udp 203.0.113.9:5080']);
});
