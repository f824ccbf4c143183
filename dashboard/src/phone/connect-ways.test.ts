import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Telephony } from '../api/index.ts';
import { ourAddress, wayOf, wayTitles, type WayName } from './connect-ways.ts';

const telephony: Telephony = {
  sip: {
    public_address: '198.51.100.7',
    listening: [
      { transport: 'TCP', address: '0.0.0.0', port: 5062 },
      { transport: 'UDP', address: '0.0.0.0', port: 5060 },
    ],
    rtp_ports: '10000-19999',
  },
  carriers: [],
  public_url: 'https://voice.example.com',
};

test('each way says the address of this server, and begins a trunk with a name', () => {
  for (const name of Object.keys(wayTitles) as WayName[]) {
    const way = wayOf(name, telephony, 'localhost');
    assert.match(way?.there.map(({ value }) => value).join('\n') ?? '', /198\.51\.100\.7/, name);
    assert.ok(way?.here.name);
  }
});

test('an address that only this machine knows is not handed out', () => {
  const local = { ...telephony, public_url: 'http://localhost:8080' };
  local.sip = {
    ...telephony.sip!,
    public_address: null,
    listening: [{ transport: 'UDP', address: '127.0.0.1', port: 5060 }],
  };
  assert.equal(ourAddress(local, 'localhost')?.host, 'ADDRESS-OF-THIS-SERVER');
  assert.equal(ourAddress(local, 'desk.lan')?.host, 'desk.lan');
  assert.equal(ourAddress(local, 'desk.lan')?.isPublic, false);
  assert.equal(ourAddress({ ...local, sip: null }, 'desk.lan'), null);
});
