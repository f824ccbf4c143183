import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayLead } from './may-lead.ts';

test('nobody leads us to a nearer network than their own', () => {
  const table: [string, string, boolean][] = [
    ['203.0.113.1', '198.51.100.7', true],
    ['203.0.113.1', '2001:db8::7', true],
    ['203.0.113.1', '10.1.2.3', false],
    ['203.0.113.1', '127.0.0.1', false],
    ['203.0.113.1', '169.254.169.254', false],
    ['203.0.113.1', '::ffff:127.0.0.1', false],
    ['203.0.113.1', '::1', false],
    ['203.0.113.1', 'fd00::1', false],
    ['203.0.113.1', '255.255.255.255', false],
    ['203.0.113.1', '239.1.1.1', false],
    ['10.0.0.1', '192.168.1.1', true],
    ['10.0.0.1', '127.0.0.1', false],
    ['10.0.0.1', '169.254.169.254', false],
    ['127.0.0.1', '127.0.0.2', true],
    ['127.0.0.1', '10.0.0.1', true],
    ['127.0.0.1', '0.0.0.0', false],
    ['fe80::1', 'fe80::2', true],
    ['203.0.113.1', 'no address', false],
  ];
  for (const [from, to, may] of table) assert.equal(mayLead(from, to), may, `${from} names ${to}`);
});
