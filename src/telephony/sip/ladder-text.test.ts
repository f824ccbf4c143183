import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ladderText } from './ladder-text.ts';

test('a ladder has no proofs of credentials and no keys of media', () => {
  const text = ladderText({
    sent: true,
    peer: { address: '192.0.2.1', port: 5060, transport: 'udp', peerName: null },
    atMs: 0,
    message: {
      ...{ is: 'request', method: 'INVITE', uri: 'sip:a@b' },
      headers: [
        { name: 'Authorization', value: 'Digest response="secret1"' },
        { name: 'Proxy-Authorization', value: 'Digest response="secret2"' },
        { name: 'Subject', value: 'kept' },
      ],
      body: Buffer.from('v=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secret3\r\nm=kept\r\n'),
    },
  });
  assert.match(text, /^1970-01-01T00:00:00\.000Z > udp 192\.0\.2\.1:5060\nINVITE sip:a@b SIP\/2\.0\n/);
  assert.doesNotMatch(text, /secret/);
  assert.match(text, /Subject: kept[^]*a=crypto:1 AES_CM_128_HMAC_SHA1_80 \(left out\)\nm=kept\n/);
});
