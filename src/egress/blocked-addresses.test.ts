import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkList } from '../interfaces/network-address.ts';
import { isBlocked } from './blocked-addresses.ts';

const nothing = networkList([]);

test('blocks this machine, private and shared networks, link-local, multicast and metadata', () => {
  const blocked = [
    ...[
      '0.0.0.0',
      '10.0.0.1',
      '100.64.0.1',
      '127.0.0.1',
      '127.255.255.254',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
    ],
    ...['192.168.1.1', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '168.63.129.16', '100.100.100.200'],
    ...[
      '::',
      '::1',
      'fe80::1',
      'fe80::1%eth0',
      'fc00::1',
      'fd00:ec2::254',
      'ff02::1',
      '2001:db8::1',
      '2001::1',
      '64:ff9b:1::1',
    ],
  ];
  for (const address of blocked) assert.equal(isBlocked(address, nothing), true, address);
});

test('lets public addresses through, also those next to a blocked network', () => {
  const open = [
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.255.255',
    '172.32.0.1',
    '223.255.255.255',
  ];
  for (const address of [...open, '2606:4700:4700::1111', '2a00:1450::1'])
    assert.equal(isBlocked(address, nothing), false, address);
});

test('judges an IPv6 address that carries an IPv4 one by that one', () => {
  const carriers = [
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b::10.0.0.1',
    '2002:0a00:0001::',
    '::ffff:0:192.168.0.1',
  ];
  for (const address of carriers) assert.equal(isBlocked(address, nothing), true, address);
  for (const address of ['::ffff:1.1.1.1', '64:ff9b::1.1.1.1', '2002:0101:0101::'])
    assert.equal(isBlocked(address, nothing), false, address);
});

test('blocks what is no address', () => {
  for (const address of ['', 'localhost', '127.1', '1.2.3.4.5'])
    assert.equal(isBlocked(address, nothing), true, address);
});

test('lets a network through that was allowed, and only that', () => {
  const allowed = networkList(['10.1.0.0/16', '127.0.0.1', 'fd00::/8']);
  assert.deepEqual(
    ['10.1.2.3', '127.0.0.1', '::ffff:127.0.0.1', 'fd00::5'].map((address) => isBlocked(address, allowed)),
    [false, false, false, false],
  );
  assert.deepEqual(
    ['10.2.0.1', '127.0.0.2', 'fe80::1'].map((address) => isBlocked(address, allowed)),
    [true, true, true],
  );
});

test('says which allowed network is none', () => {
  for (const network of ['10.0.0.0/33', 'example.com', '', '10.0.0.0/x', '::/129']) {
    assert.throws(() => networkList([network]), RangeError, network);
  }
});
