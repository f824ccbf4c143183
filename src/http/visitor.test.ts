import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitorOf } from './visitor.ts';

test('a visitor is an IPv4 address, however it is written', () => {
  for (const ip of ['203.0.113.7', '::ffff:203.0.113.7', '::FFFF:203.0.113.7'])
    assert.equal(visitorOf(ip), '203.0.113.7');
  assert.notEqual(visitorOf('203.0.113.8'), '203.0.113.7');
});

test('of IPv6 a whole /64 is one visitor, however it is written', () => {
  const same = [
    '2001:db8:1:2::1',
    '2001:0db8:0001:0002:ffff:ffff:ffff:ffff',
    '2001:DB8:1:2:3::',
    '2001:db8:1:2::10.0.0.1',
    '2001:db8:1:2::1%eth0',
  ];
  for (const ip of same) assert.equal(visitorOf(ip), '2001:db8:1:2::/64', ip);
  for (const ip of ['2001:db8:1:3::1', '2001:db8:1::1', '::1', 'fe80::1'])
    assert.notEqual(visitorOf(ip), '2001:db8:1:2::/64', ip);
  assert.equal(visitorOf('::1'), '0:0:0:0::/64');
  assert.equal(visitorOf('2001:db8::1:2:3:4:5'), '2001:db8:0:1::/64');
});

test('what is no address is itself', () => {
  for (const text of ['', 'unknown', 'a:b']) assert.equal(visitorOf(text), text);
});
