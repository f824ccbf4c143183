// Telnyx over its wires: calls both ways with sound, numbers, texts, and who only says that he is Telnyx.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TelephonyError } from '../../src/interfaces/telephony.ts';
import { encodePcmu, startMediaHost } from '../../src/media/index.ts';
import { carrierServer, watchLeg, wishTo, type CarrierServer } from '../support/carrier-server.ts';
import { startFakeTelnyx, type FakeTelnyx } from '../support/fakes/telnyx.ts';
import { fileScope, reversed, type Scope } from '../support/scope.ts';

const host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
fileScope().after(() => host.close());

async function start(t: Scope): Promise<{ telnyx: FakeTelnyx; server: CarrierServer; webhook: string }> {
  const scope = reversed(t);
  const telnyx = await startFakeTelnyx(scope);
  const { apiKey, publicKey, url: baseUrl } = telnyx;
  const account = { apiKey, publicKey, baseUrl, connectionId: '1234', messagingProfileId: null };
  const server = await carrierServer(scope, { twilio: null, telnyx: account }, host);
  return { telnyx, server, webhook: `${server.url}/carriers/telnyx/call` };
}

test('a call out rings, is answered, carries sound, keys go by command, and it is hung up', async (t) => {
  const { telnyx, server } = await start(t);
  const leg = server.carriers.edge('telnyx')!.dial(wishTo('+14155550123', { headers: { 'X-Order': '42' } }));
  const watched = watchLeg(leg);
  const bridge = host.createBridge('call_1', 1);
  bridge.attach(leg);
  const call = await telnyx.dialled(1);
  assert.equal(call.body['connection_id'], '1234');
  assert.deepEqual(call.body['custom_headers'], [{ name: 'X-Order', value: '42' }]);
  assert.equal(call.body['stream_bidirectional_mode'], 'rtp');
  assert.equal(await call.tell('call.initiated', { direction: 'outgoing' }), 204);
  assert.equal(await call.tell('call.answered'), 204);
  assert.equal(await call.tell('call.answered'), 204);
  const stream = await call.openStream();
  await watched.until('connected');
  assert.deepEqual(watched.kinds(), ['ringing', 'answered', 'connected']);
  assert.deepEqual(leg.identifier, { telnyx_call_control_id: call.id });
  const heard = Promise.withResolvers<void>();
  const sink = (pcm: Int16Array): void => void (pcm.some((value) => value > 5000) && heard.resolve());
  bridge.tap(leg.id, { kind: 'stt', format: { rate: 8000, codec: 'pcm16' }, packetMs: 20, sink });
  stream.say(encodePcmu(Int16Array.from({ length: 1600 }, (_, i) => 8000 * Math.sin(i / 3))));
  await heard.promise;
  leg.send({ n: 1, do: 'dtmf', digits: '12#', gapMs: 100 });
  await telnyx.until(() => call.commands.some(({ what, body }) => what === 'send_dtmf' && body['digits'] === '12#'));
  leg.send({ n: 2, do: 'hangup', reason: 'ended' });
  await watched.until('gone');
  await telnyx.until(() => call.commands.some(({ what }) => what === 'hangup'));
  await bridge.close();
});

test('causes of Telnyx become reasons', async (t) => {
  const { telnyx, server } = await start(t);
  const table = [
    ['user_busy', '486', 'busy'],
    ['timeout', undefined, 'no_answer'],
    ['call_rejected', '603', 'declined'],
    ['call_rejected', '608', 'marked_as_spam'],
    ['call_rejected', '403', 'permission_denied'],
    ['not_found', '404', 'invalid_destination'],
    ['unspecified', '503', 'unavailable'],
    ['unspecified', undefined, 'failed'],
  ] as const;
  for (const [i, [hangup_cause, sip_hangup_cause, code]] of table.entries()) {
    const watched = watchLeg(server.carriers.edge('telnyx')!.dial(wishTo('+14155550123')));
    const call = await telnyx.dialled(i + 1);
    await call.tell('call.hangup', { hangup_cause, sip_hangup_cause });
    await watched.until('gone');
    assert.ok(
      watched.events[0]?.is === 'failed' && watched.events[0].code === code,
      `${hangup_cause} ${sip_hangup_cause}`,
    );
  }
  const refused = [
    [{ status: 401, code: '10009', title: 'Authentication failed' }, 'permission_denied'],
    [{ status: 429, code: '10011', title: 'Too many requests' }, 'unavailable'],
    [{ status: 500, code: '10007', title: 'Unexpected error' }, 'unavailable'],
  ] as const;
  for (const [fault, code] of refused) {
    telnyx.fail(fault);
    const watched = watchLeg(server.carriers.edge('telnyx')!.dial(wishTo('+14155550123')));
    await watched.until('gone');
    assert.ok(watched.events[0]?.is === 'failed' && watched.events[0].code === code);
  }
  const watched = watchLeg(server.carriers.edge('telnyx')!.dial(wishTo('12')));
  await watched.until('gone');
  assert.ok(watched.events[0]?.is === 'failed' && watched.events[0].code === 'invalid_destination');
});

test('a caller comes in, is answered or refused, and leaves', async (t) => {
  const { telnyx, server, webhook } = await start(t);
  const call = await telnyx.callIn(webhook, { from: '+14155550177', to: '+14155550100' });
  await call.tell('call.initiated', { direction: 'incoming' });
  const { leg, call: incoming } = await server.incoming(1);
  assert.deepEqual([incoming.wire, incoming.from, incoming.to], ['telnyx', '+14155550177', '+14155550100']);
  const watched = watchLeg(leg);
  leg.send({ n: 1, do: 'answer' });
  await telnyx.until(() => call.commands.some(({ what }) => what === 'answer'));
  await call.openStream();
  await watched.until('connected');
  await call.tell('call.hangup', { hangup_cause: 'normal_clearing' });
  const gone = await watched.until('gone');
  assert.ok(gone.is === 'gone' && gone.by === 'peer');
  await call.tell('call.initiated', { direction: 'incoming' });
  const payload = { direction: 'incoming', call_control_id: 'v3:gone', from: '+14155550179', to: '+14155550100' };
  await telnyx.post(webhook, { event_type: 'call.hangup', payload });
  await telnyx.post(webhook, { event_type: 'call.initiated', payload });
  const other = await telnyx.callIn(webhook, { from: '+14155550178', to: '+14155550100' });
  const second = await server.incoming(2);
  assert.equal(second.call.from, '+14155550178', 'late words about calls that are over make no new ones');
  second.leg.send({ n: 1, do: 'hangup', reason: 'busy' });
  await telnyx.until(() => other.commands.some(({ what, body }) => what === 'reject' && body['cause'] === 'USER_BUSY'));
});

test('webhooks that are forged, old or of nobody change nothing', async (t) => {
  const { telnyx, server, webhook } = await start(t);
  const data = {
    event_type: 'call.initiated',
    payload: { direction: 'incoming', call_control_id: 'x', from: '+1', to: '+2' },
  };
  const nowS = Math.floor(Date.now() / 1000);
  assert.equal(await telnyx.post(webhook, data, { signature: 'AAAA' }), 403);
  assert.equal(await telnyx.post(webhook, data, { signature: Buffer.alloc(64).toString('base64') }), 403);
  assert.equal(await telnyx.post(webhook, data, { timestamp: nowS - 3600 }), 403);
  assert.equal(await telnyx.post(webhook, data, { timestamp: nowS + 3600 }), 403);
  assert.equal((await fetch(webhook, { method: 'POST', body: '{}' })).status, 403);
  assert.equal(await telnyx.post(webhook, { event_type: 'call.hangup', payload: { call_control_id: 'nobody' } }), 204);
  await telnyx.callIn(webhook, { from: '+14155550177', to: '+14155550100' });
  const { leg, call } = await server.incoming(1);
  assert.equal(call.from, '+14155550177', 'the first one that was true');
  leg.send({ n: 1, do: 'hangup', reason: 'rejected' });
});

test('numbers are rented once and given back once; texts go out and come in', async (t) => {
  const { telnyx, server } = await start(t);
  const telephony = server.carriers.telephony!;
  telnyx.market.push('+14155550001', '+14155550002');
  const wish = { provider: 'telnyx', phoneNumber: null, areaCode: 415, country: 'US', tollFree: false } as const;
  const bought = await telephony.buyNumber(wish);
  assert.equal(bought.phoneNumber, '+14155550001');
  assert.equal(telnyx.owned.get(bought.providerId)?.['customer_reference'], 'ringback');
  await telephony.releaseNumber(bought);
  await telephony.releaseNumber(bought);
  assert.equal(telnyx.owned.size, 0);
  const { messageId } = await telephony.sendText({ from: '+14155550100', to: '+14155550123', text: 'Hello' });
  await assert.rejects(
    telephony.sendText({ from: '+14155550100', to: '+15005550010', text: 'x' }),
    (error: TelephonyError) => error.optedOut,
  );
  const url = `${server.url}/carriers/telnyx/text`;
  const failed = {
    id: messageId,
    to: [{ status: 'delivery_failed' }],
    errors: [{ code: '40008', detail: 'Undeliverable' }],
  };
  assert.equal(await telnyx.post(url, { event_type: 'message.finalized', payload: failed }), 204);
  const text = {
    id: 'm1',
    from: { phone_number: '+14155550123' },
    to: [{ phone_number: '+14155550100' }],
    text: 'Hi',
    media: [],
  };
  assert.equal(await telnyx.post(url, { event_type: 'message.received', payload: text }), 204);
  assert.deepEqual(server.events, [
    {
      is: 'textState',
      carrier: 'telnyx',
      messageId,
      state: 'undelivered',
      code: '40008',
      detail: 'the phone cannot be reached',
    },
    { is: 'text', carrier: 'telnyx', messageId: 'm1', from: '+14155550123', to: '+14155550100', text: 'Hi', media: [] },
  ]);
});
