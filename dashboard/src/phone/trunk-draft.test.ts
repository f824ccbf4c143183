import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOfTrunk, emptyTrunk, trunkBody } from './trunk-draft.ts';

const stored = {
  sip_trunk_id: 'trunk_1',
  name: 'Desk',
  targets: [{ uri: 'a.example.com', priority: 1, weight: 3 }],
  outbound_proxy: 'sbc.example.com',
  auth_username: 'ada',
  has_auth_password: true,
  registration: { registrar: 'a.example.com', expires_seconds: 900 },
  health: null,
  last_modification_timestamp: 0,
};

test('a trunk that was opened and saved stays as it is, its passwords and what the form does not show among it', () => {
  const body = trunkBody(draftOfTrunk(stored), stored);
  assert.deepEqual(body.targets, stored.targets);
  assert.deepEqual(body.registration, stored.registration);
  assert.equal(body.outbound_proxy, stored.outbound_proxy);
  assert.equal('auth_password' in body, false);
});

test('a user name that is emptied takes its password along; empty targets are left out', () => {
  const body = trunkBody({ ...draftOfTrunk(stored), username: ' ' });
  assert.equal(body.auth_username, null);
  assert.equal(body.auth_password, null);
  assert.deepEqual(trunkBody(emptyTrunk).targets, []);
});
