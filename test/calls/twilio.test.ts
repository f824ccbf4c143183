// Twilio over its wires: calls both ways with sound, the ways in which they fail, and what must not happen twice.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TelephonyError } from '../../src/interfaces/telephony.ts';
import { encodePcmu, startMediaHost } from '../../src/media/index.ts';
import { carrierServer, watchLeg, wishTo, type CarrierServer } from '../support/carrier-server.ts';
import { startFakeTwilio, streamUrl, type FakeTwilio } from '../support/fakes/twilio.ts';
import { openFakeStream, twilioNames } from '../support/fakes/media-stream.ts';
import { fileScope, reversed, type Scope } from '../support/scope.ts';

const host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
fileScope().after(() => host.close());

const tone = (samples: number, rateHz: number): Int16Array =>
  Int16Array.from({ length: samples }, (_, i) => 8000 * Math.sin((2 * Math.PI * 500 * i) / rateHz));

async function start(t: Scope, more: object = {}): Promise<{ twilio: FakeTwilio; server: CarrierServer }> {
  const scope = reversed(t);
  const twilio = await startFakeTwilio(scope);
  const account = { accountSid: twilio.accountSid, authToken: twilio.authToken, baseUrl: twilio.url };
  return { twilio, server: await carrierServer(scope, { twilio: account, telnyx: null, ...more }, host) };
}

test('a call out rings, is answered, carries sound both ways, and is hung up', async (t) => {
  const { twilio, server } = await start(t);
  const leg = server.carriers.edge('twilio')!.dial(wishTo('+14155550123', { ringMs: 20_000 }));
  const bridge = server.host.createBridge('call_1', 1);
  const watched = watchLeg(leg);
  bridge.attach(leg);
  const call = await twilio.dialled(1);
  assert.equal(call.form.get('To'), '+14155550123');
  assert.equal(call.form.get('From'), '+14155550100');
  assert.equal(call.form.get('Timeout'), '20');
  assert.deepEqual(call.form.getAll('StatusCallbackEvent'), ['initiated', 'ringing', 'answered', 'completed']);
  assert.equal(await call.tell('ringing'), 204);
  await watched.until('ringing');
  const stream = await call.answer();
  await watched.until('connected');
  assert.equal(await call.tell('in-progress'), 204, 'the callback is slower than the stream');
  assert.deepEqual(watched.kinds(), ['ringing', 'answered', 'connected']);
  assert.equal(leg.identifier.twilio_call_sid, call.sid);

  const heard = Promise.withResolvers<void>();
  bridge.tap(leg.id, {
    kind: 'stt',
    format: { rate: 8000, codec: 'pcm16' },
    packetMs: 20,
    sink: (pcm) => pcm.some((value) => value > 5000) && heard.resolve(),
  });
  stream.say(encodePcmu(tone(1600, 8000)));
  await heard.promise;
  bridge.routes([{ from: 'agent', to: leg.id, gain: 1 }]);
  const voice = bridge.voice('agent');
  voice.write('u', tone(2400, 24000), 24000);
  voice.end('u');
  voice.gate('u', true);
  await stream.hears(800);

  stream.press('5');
  await watched.until('dtmf');
  leg.send({ n: 1, do: 'hangup', reason: 'ended' });
  await watched.until('gone');
  assert.equal(stream.marks.length, 1, 'the last words are heard out');
  assert.equal(await stream.closed, 1000);
  await twilio.until(() => call.isOver);
  const summary = await leg.summary();
  assert.equal(summary.ladder, null);
  assert.equal(await call.tell('completed'), 204);
  assert.deepEqual(watched.events.at(-1)?.is, 'gone');
  await bridge.close();
});

test('what Twilio says of calls that nobody answered becomes its reason', async (t) => {
  const { twilio, server } = await start(t);
  const table: [string, Record<string, string>, string][] = [
    ['busy', { SipResponseCode: '486' }, 'busy'],
    ['no-answer', {}, 'no_answer'],
    ['canceled', {}, 'cancelled'],
    ['failed', { SipResponseCode: '404' }, 'invalid_destination'],
    ['failed', { SipResponseCode: '603' }, 'declined'],
    ['failed', { SipResponseCode: '608' }, 'marked_as_spam'],
    ['failed', { SipResponseCode: '503' }, 'unavailable'],
    ['failed', { SipResponseCode: '482' }, 'routing_error'],
    ['failed', { ErrorCode: '13227', SipResponseCode: '403' }, 'permission_denied'],
    ['failed', {}, 'failed'],
  ];
  for (const [i, [status, more, code]] of table.entries()) {
    const leg = server.carriers.edge('twilio')!.dial(wishTo('+14155550123'));
    const watched = watchLeg(leg);
    const call = await twilio.dialled(i + 1);
    await call.tell('ringing');
    await call.tell(status, more);
    await call.tell(status, more);
    await watched.until('gone');
    assert.deepEqual(watched.kinds(), ['ringing', 'failed', 'gone'], status);
    const failed = watched.events[1];
    assert.equal(failed?.is === 'failed' && failed.code, code, JSON.stringify(more));
    if (more['SipResponseCode']) assert.equal((await leg.summary()).sipStatus, Number(more['SipResponseCode']));
  }
});

test('what Twilio does not take is not dialled, and says why', async (t) => {
  const { twilio, server } = await start(t);
  const table = [
    ['12', undefined, 'invalid_destination'],
    ['+5351234567', undefined, 'permission_denied'],
    ['+14155550123', { status: 401, code: 20003 }, 'permission_denied'],
    ['+14155550123', { status: 429, code: 20429 }, 'unavailable'],
    ['+14155550123', { status: 503 }, 'unavailable'],
    ['+14155550123', 'dead', 'unavailable'],
  ] as const;
  for (const [to, fault, code] of table) {
    if (fault) twilio.fail(fault);
    const watched = watchLeg(server.carriers.edge('twilio')!.dial(wishTo(to)));
    await watched.until('gone');
    assert.deepEqual(watched.kinds(), ['failed', 'gone']);
    assert.ok(watched.events[0]?.is === 'failed' && watched.events[0].code === code, `${to} ${code}`);
  }
  assert.equal(twilio.requests.length, table.length, 'each was asked for once');
});

test('a call whose answer was cut is not dialled again, and whoever picks up is let go', async (t) => {
  const { twilio, server } = await start(t);
  twilio.fail('cut');
  const watched = watchLeg(server.carriers.edge('twilio')!.dial(wishTo('+14155550123')));
  const call = await twilio.dialled(1);
  await watched.until('failed');
  assert.equal(await call.tell('ringing'), 204);
  await twilio.until(() => call.isOver);
  await assert.rejects(call.answer(), /403/, 'its address is gone');
  assert.equal(twilio.requests.filter(({ path }) => path === '/Calls.json').length, 1);
});

test('a hang-up before anything was sent dials nobody; while it rings it ends the call there', async (t) => {
  const { twilio, server } = await start(t);
  const early = server.carriers.edge('twilio')!.dial(wishTo('+14155550123'));
  const first = watchLeg(early);
  early.send({ n: 1, do: 'hangup', reason: 'ended' });
  await first.until('gone');
  const leg = server.carriers.edge('twilio')!.dial(wishTo('+14155550124'));
  const watched = watchLeg(leg);
  const call = await twilio.dialled(1);
  assert.equal(call.form.get('To'), '+14155550124');
  await call.tell('ringing');
  leg.send({ n: 1, do: 'hangup', reason: 'ended' });
  await watched.until('gone');
  assert.deepEqual(watched.kinds(), ['ringing', 'failed', 'gone']);
  await twilio.until(() => call.isOver);
});

test('a caller comes in, hears ringing until it is decided, and is let in', async (t) => {
  const { twilio, server } = await start(t);
  const arrived = twilio.callIn(`${server.url}/carriers/twilio/voice`, {
    From: '+14155550177',
    To: '+14155550100',
    'SipHeader_X-Order': '42',
  });
  const { leg, call } = await server.incoming(1);
  assert.deepEqual(call, {
    wire: 'twilio',
    workspaceId: null,
    from: '+14155550177',
    to: '+14155550100',
    headers: { 'x-order': '42' },
  });
  const watched = watchLeg(leg);
  leg.send({ n: 1, do: 'ring' });
  leg.send({ n: 2, do: 'answer' });
  const there = await arrived;
  assert.equal(there.outcome, 'stream');
  await watched.until('connected');
  there.stream!.stop();
  const gone = await watched.until('gone');
  assert.ok(gone.is === 'gone' && gone.by === 'peer');
  assert.equal(await there.tell('completed'), 204);
});

test('who withholds a number is anonymous; who is not wanted is rejected', async (t) => {
  const { twilio, server } = await start(t);
  const arrived = twilio.callIn(`${server.url}/carriers/twilio/voice`, { From: '+266696687', To: '+14155550100' });
  const { leg, call } = await server.incoming(1);
  assert.equal(call.from, 'anonymous');
  leg.send({ n: 1, do: 'hangup', reason: 'busy' });
  assert.equal((await arrived).outcome, 'reject busy');
  const other = twilio.callIn(`${server.url}/carriers/twilio/voice`, { From: '+14155550177', To: '+14155550100' });
  (await server.incoming(2)).leg.send({ n: 1, do: 'hangup', reason: 'rejected' });
  assert.equal((await other).outcome, 'reject rejected');
});

test('Twilio asking again about a call that was decided meanwhile gets the decision, not a new call', async (t) => {
  const { twilio, server } = await start(t);
  const url = `${server.url}/carriers/twilio/voice`;
  const form = { From: '+14155550177', To: '+14155550100', CallSid: 'CA77', CallStatus: 'ringing' };
  const first = twilio.post(url, form);
  (await server.incoming(1)).leg.send({ n: 1, do: 'hangup', reason: 'busy' });
  const decision = await (await first).text();
  assert.match(decision, /<Reject reason="busy"/);
  assert.equal(await (await twilio.post(`${url}?again=1`, form)).text(), decision);
  const next = twilio.post(url, { ...form, CallSid: 'CA78' });
  const { leg } = await server.incoming(2);
  assert.equal(leg.identifier.twilio_call_sid, 'CA78', 'the second call is another one');
  leg.send({ n: 1, do: 'hangup', reason: 'rejected' });
  await next;
});

test('a webhook or callback without the right signature changes nothing', async (t) => {
  const { twilio, server } = await start(t);
  const url = `${server.url}/carriers/twilio/voice`;
  const form = { CallSid: 'CA1', From: '+14155550177', To: '+14155550100', CallStatus: 'ringing' };
  for (const more of [{ signature: null }, { signature: '' }, { signature: 'AAAA' }, { as: `${url}x` }])
    assert.equal((await twilio.post(url, form, more)).status, 403);
  const leg = server.carriers.edge('twilio')!.dial(wishTo('+14155550123'));
  const watched = watchLeg(leg);
  const call = await twilio.dialled(1);
  const callback = call.form.get('StatusCallback')!;
  const forged = await twilio.post(callback, { CallSid: call.sid, CallStatus: 'completed' }, { signature: 'AAAA' });
  assert.equal(forged.status, 403);
  assert.equal((await twilio.post(callback, { CallSid: 'CAother', CallStatus: 'ringing' })).status, 204);
  await call.tell('ringing');
  await watched.until('ringing');
  assert.deepEqual(watched.kinds(), ['ringing'], 'a callback of another call is none of this one');
  assert.equal((await twilio.post(`${server.url}/carriers/twilio/nothing`, {})).status, 404);
  assert.equal((await fetch(`${server.url}/carriers/other/voice`, { method: 'POST' })).status, 404);
});

test('a transfer goes to Twilio, and the stream ends by it', async (t) => {
  const { twilio, server } = await start(t);
  const leg = server.carriers.edge('twilio')!.dial(wishTo('+14155550123'));
  const watched = watchLeg(leg);
  const call = await twilio.dialled(1);
  await call.answer();
  await watched.until('connected');
  assert.ok(leg.can.refer);
  leg.send({ n: 1, do: 'refer', to: '+14155550199', headers: {} });
  await watched.until('gone');
  assert.deepEqual(watched.kinds(), ['answered', 'connected', 'referDone', 'gone']);
  assert.ok(!call.isOver, 'the call lives on');
  assert.match(call.updates[0] ?? '', /<Dial><Number>\+14155550199<\/Number><\/Dial>/);
});

test('an address of a stream is good for one socket, and for the call that it was made for', async (t) => {
  const { twilio, server } = await start(t);
  const leg = server.carriers.edge('twilio')!.dial(wishTo('+14155550123'));
  const watched = watchLeg(leg);
  const call = await twilio.dialled(1);
  const address = streamUrl(call.form.get('Twiml')!);
  const stream = await call.answer();
  await watched.until('connected');
  await assert.rejects(openFakeStream(address, twilioNames(call.sid)), /403/);
  const flipped = address.slice(0, -1) + (address.endsWith('0') ? '1' : '0');
  await assert.rejects(openFakeStream(flipped, twilioNames(call.sid)), /403/);
  stream.stop();
  await watched.until('gone');

  const other = server.carriers.edge('twilio')!.dial(wishTo('+14155550124'));
  const watchedOther = watchLeg(other);
  const second = await twilio.dialled(2);
  await twilio.until(() => second.form.get('Twiml') !== null);
  await second.tell('ringing');
  const stolen = await openFakeStream(streamUrl(second.form.get('Twiml')!), twilioNames(call.sid));
  assert.equal(await stolen.closed, 1000);
  await watchedOther.until('ringing');
  assert.deepEqual(watchedOther.kinds(), ['ringing']);
});

test('numbers are found, rented once, and given back once', async (t) => {
  const { twilio, server } = await start(t);
  const telephony = server.carriers.telephony!;
  const wish = { provider: 'twilio', phoneNumber: null, areaCode: 415, country: 'US', tollFree: false } as const;
  twilio.market.push('+14155550001', '+14155550002', '+12125550003');
  const bought = await telephony.buyNumber(wish);
  assert.equal(bought.phoneNumber, '+14155550001');
  const form = twilio.owned.get(bought.providerId)!.form;
  assert.equal(form.get('VoiceUrl'), `${server.url}/carriers/twilio/voice`);
  assert.equal(form.get('SmsUrl'), `${server.url}/carriers/twilio/text`);

  twilio.fail('cut', ({ method, path }) => method === 'POST' && path === '/IncomingPhoneNumbers.json');
  const again = await telephony.buyNumber(wish);
  assert.equal(again.phoneNumber, '+14155550002', 'its answer was cut, and it was found');
  assert.equal(twilio.owned.size, 2);

  twilio.fail('cut', ({ method, path }) => method === 'POST' && path === '/IncomingPhoneNumbers.json');
  for (let i = 0; i < 3; i++)
    twilio.fail(
      { status: 503 },
      ({ method, query }) => method === 'GET' && query.get('FriendlyName') !== null && twilio.owned.size > 2,
    );
  const far = { ...wish, areaCode: 212 };
  await assert.rejects(telephony.buyNumber(far), (error: TelephonyError) => error.kind === 'unavailable');
  assert.equal((await telephony.buyNumber(far)).phoneNumber, '+12125550003', 'the one of before');
  assert.equal(twilio.owned.size, 3);
  await assert.rejects(telephony.buyNumber(far), (error: TelephonyError) => error.kind === 'no_such_number');

  await telephony.releaseNumber(bought);
  await telephony.releaseNumber(bought);
  assert.equal(twilio.owned.size, 2);
  await assert.rejects(
    telephony.buyNumber({ ...wish, provider: 'telnyx' }),
    (error: TelephonyError) => error.kind === 'not_set_up' && /TELNYX_API_KEY/.test(error.message),
  );
});

test('texts go out once, come in once they are kept, and their states are told', async (t) => {
  const { twilio, server } = await start(t);
  const telephony = server.carriers.telephony!;
  const from = '+14155550100';
  const { messageId } = await telephony.sendText({ from, to: '+14155550123', text: 'Hello & good bye' });
  assert.equal(twilio.texts[0]?.sid, messageId);
  assert.equal(twilio.texts[0]?.form.get('Body'), 'Hello & good bye');
  await assert.rejects(
    telephony.sendText({ from, to: '+15005550010', text: 'x' }),
    (error: TelephonyError) => error.optedOut && error.carrierCode === '21610' && error.kind === 'invalid_destination',
  );
  await assert.rejects(telephony.sendText({ from, to: '+15005550009', text: 'x' }), /no mobile number/);
  twilio.fail('dead');
  await assert.rejects(
    telephony.sendText({ from, to: '+14155550123', text: 'x' }),
    (error: TelephonyError) => error.kind === 'unavailable',
  );
  assert.equal(twilio.texts.length, 1, 'nobody gets it twice');

  const callback = twilio.texts[0].form.get('StatusCallback')!;
  for (const more of [{ MessageStatus: 'sent' }, { MessageStatus: 'undelivered', ErrorCode: '30003' }])
    assert.equal(
      (await twilio.post(callback, { MessageSid: messageId, ...(more as Record<string, string>) })).status,
      204,
    );
  const fields = {
    MessageSid: 'SM1',
    From: '+14155550123',
    To: from,
    Body: 'STOP',
    NumMedia: '1',
    MediaUrl0: 'https://x/1',
    MediaContentType0: 'image/png',
  };
  server.onEvent = () => {
    throw new Error('the database is away');
  };
  assert.equal((await twilio.post(`${server.url}/carriers/twilio/text`, fields)).status, 500);
  server.onEvent = () => {};
  assert.equal((await twilio.post(`${server.url}/carriers/twilio/text`, fields)).status, 200);
  assert.deepEqual(server.events, [
    { is: 'textState', carrier: 'twilio', messageId, state: 'sent', code: null, detail: null },
    {
      is: 'textState',
      carrier: 'twilio',
      messageId,
      state: 'undelivered',
      code: '30003',
      detail: 'the phone cannot be reached',
    },
    {
      is: 'text',
      carrier: 'twilio',
      messageId: 'SM1',
      from: '+14155550123',
      to: from,
      text: 'STOP',
      media: [{ url: 'https://x/1', contentType: 'image/png' }],
    },
  ]);
});

test('a call that a dead server left at Twilio is hung up by the next', async (t) => {
  const { twilio, server } = await start(t);
  server.carriers.edge('twilio')!.dial(wishTo('+14155550123'));
  const call = await twilio.dialled(1);
  const account = { accountSid: twilio.accountSid, authToken: twilio.authToken, baseUrl: twilio.url };
  const next = await carrierServer(t, { twilio: account, telnyx: null }, host);
  next.carriers.bury({ sip_call_id: 'of another wire' });
  next.carriers.bury({ twilio_call_sid: call.sid });
  await twilio.until(() => call.isOver);
  assert.equal(twilio.requests.filter(({ path }) => path === `/Calls/${call.sid}.json`).length, 1);
});
