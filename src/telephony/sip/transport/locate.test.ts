// Where a URI leads (RFC 3263), with a name service made up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUri } from '../uri.ts';
import { locate, type SipResolver } from './locate.ts';
import type { Transport } from './flow.ts';

const none: SipResolver = { naptr: async () => [], srv: async () => [], addresses: async () => [] };

async function hops(text: string, resolver: Partial<SipResolver> = {}, transport: Transport | null = null, draw = 0) {
  const found = await locate(parseUri(text)!, transport, { resolver: { ...none, ...resolver }, random: () => draw });
  return found.map((hop) => `${hop.transport} ${hop.address}:${hop.port} ${hop.name}`);
}

const addresses = async (name: string) => [`addr-${name}`];

test('addresses are taken as they are, with the port of their transport', async () => {
  assert.deepEqual(await hops('sip:192.0.2.1'), ['udp 192.0.2.1:5060 192.0.2.1']);
  assert.deepEqual(await hops('sips:[2001:db8::1]'), ['tls 2001:db8::1:5061 2001:db8::1']);
  assert.deepEqual(await hops('sip:192.0.2.1:7000;transport=tcp'), ['tcp 192.0.2.1:7000 192.0.2.1']);
  assert.deepEqual(await hops('sip:192.0.2.1', {}, 'tls'), ['tls 192.0.2.1:5061 192.0.2.1']);
  assert.deepEqual(await hops('sip:a.example;maddr=192.0.2.9'), ['udp 192.0.2.9:5060 a.example']);
});

test('a port in the URI skips NAPTR and SRV', async () => {
  const srv = () => Promise.reject(new Error('asked'));
  assert.deepEqual(await hops('sip:a.example:5080', { addresses, srv }), ['udp addr-a.example:5080 a.example']);
});

test('NAPTR chooses transports in its order, SRV the hosts; the name of the certificate stays that of the URI', async () => {
  const resolver: Partial<SipResolver> = {
    addresses,
    naptr: async () => [
      { order: 20, preference: 1, service: 'SIP+D2U', replacement: '_sip._udp.a.example' },
      { order: 10, preference: 1, service: 'sips+d2t', replacement: '_sips._tcp.a.example' },
      { order: 5, preference: 1, service: 'E2U+sip', replacement: '' },
    ],
    srv: async (name) =>
      name === '_sips._tcp.a.example'
        ? [
            { priority: 2, weight: 0, port: 5061, name: 'second' },
            { priority: 1, weight: 0, port: 5071, name: 'first' },
          ]
        : [{ priority: 1, weight: 0, port: 5060, name: 'third' }],
  };
  assert.deepEqual(await hops('sip:a.example', resolver), [
    'tls addr-first:5071 a.example',
    'tls addr-second:5061 a.example',
    'udp addr-third:5060 a.example',
  ]);
});

test('weights are drawn among equals; a single dot says no', async () => {
  const srv = async (name: string) =>
    name.startsWith('_sip._tcp')
      ? [
          { priority: 1, weight: 10, port: 1, name: 'light' },
          { priority: 1, weight: 90, port: 2, name: 'heavy' },
          { priority: 2, weight: 1, port: 3, name: '.' },
        ]
      : [];
  const uri = 'sip:a.example;transport=tcp';
  assert.deepEqual(await hops(uri, { addresses, srv }, null, 0.05), [
    'tcp addr-light:1 a.example',
    'tcp addr-heavy:2 a.example',
  ]);
  assert.deepEqual(await hops(uri, { addresses, srv }, null, 0.5), [
    'tcp addr-heavy:2 a.example',
    'tcp addr-light:1 a.example',
  ]);
});

test('without NAPTR and SRV the name itself is tried; a name without address leads nowhere', async () => {
  assert.deepEqual(await hops('sip:a.example', { addresses }), ['udp addr-a.example:5060 a.example']);
  assert.deepEqual(await hops('sip:a.example'), []);
});
