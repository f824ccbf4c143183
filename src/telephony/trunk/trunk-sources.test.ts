import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handTrunks, trunkTo } from '../../../test/support/sip-edges.ts';
import { silentLog } from '../../interfaces/log.ts';
import { blockListOf, createTrunkSources } from './trunk-sources.ts';

test('a change of trunks asks the name service for new names alone, and time for all of them', async () => {
  const asked: string[] = [];
  const resolver = {
    naptr: async () => [],
    srv: async () => [],
    addresses: async (name: string) => {
      asked.push(name);
      return [name.startsWith('a') ? '192.0.2.1' : '192.0.2.2'];
    },
  };
  let tick = (): void => {};
  const timers = { after: (_ms: number, run: () => void) => ((tick = run), () => {}) };
  const directory = handTrunks();
  const [a, b] = ['a', 'b'].map((name) => trunkTo(`${name}.example:5060`, { transport: 'udp' })) as [any, any];
  directory.set([a]);
  const sources = createTrunkSources({ directory, resolver, timers, log: silentLog });
  await sources.ready();
  const perName = asked.length;
  for (let n = 0; n < 50; n++) directory.set([a, b]);
  await sources.ready();
  assert.deepEqual([...new Set(asked)], ['a.example', 'b.example']);
  assert.equal(asked.length, 2 * perName);
  assert.deepEqual(sources.of({ address: '192.0.2.2', peerName: null }), [b]);
  for (let n = 0; n < 50; n++) tick();
  await sources.ready();
  assert.equal(asked.length, 4 * perName, 'look-ups that wait are one');
  sources.close();
});

test('a network that is none is left out, and the others count', () => {
  const list = blockListOf(['10.0.0.0/64', 'x', '', '/8', '10.0.0.0/1.5', '192.0.2.0/24', '2001:db8::/32']);
  assert.deepEqual(
    ['10.0.0.1', '192.0.2.7'].map((address) => list.check(address)),
    [false, true],
  );
  assert.equal(list.check('2001:db8::1', 'ipv6'), true);
});
