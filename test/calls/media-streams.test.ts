// The address that speaks Twilio's media-stream wire for an agent, and whoever misuses it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMediaHost } from '../../src/media/index.ts';
import { carrierServer, watchLeg, type CarrierServer } from '../support/carrier-server.ts';
import { openFakeStream, twilioNames } from '../support/fakes/media-stream.ts';
import { fileScope, type Scope } from '../support/scope.ts';
import { wholeServer } from '../support/whole-server.ts';

const host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
fileScope().after(() => host.close());

async function start(t: Scope, more: object = {}): Promise<{ server: CarrierServer; url: string }> {
  const server = await carrierServer(t, { twilio: null, telnyx: null, ...more }, host);
  return { server, url: server.carriers.agentStreamUrl('org_1', 'agent_1') };
}

test('a stream of somebody’s own TwiML is a call of the agent, from its greeting to its record', async (t) => {
  const server = await wholeServer(t);
  const { agent_id } = await server.makeAgent({
    llm: { begin_message: 'Hello {{name}}, this is a rather long greeting.' },
  });
  await server.ready();
  const { media_stream_url, twiml } = await server.api('GET', `/get-agent-media-stream/${agent_id}`);
  assert.ok(String(twiml).includes(media_stream_url));
  const parameters = { from: '+14155550177', to: '+14155550100', name: 'Ada' };
  const stream = await openFakeStream(media_stream_url, twilioNames('CA1', { parameters }));
  await stream.hears(8_000);
  const [first] = (await server.api('POST', '/v3/list-calls', {})).items as { call_id: string }[];
  stream.stop();
  const call = await server.untilCall(first!.call_id, ({ call_status }) => call_status === 'ended');
  assert.equal(call['disconnection_reason'], 'user_hangup');
  assert.equal(call['call_type'], 'phone_call');
  assert.equal(call['direction'], 'inbound');
  assert.equal(call['from_number'], '+14155550177');
  assert.deepEqual(call['telephony_identifier'], { twilio_call_sid: 'CA1' });
  assert.equal(call['retell_llm_dynamic_variables']['name'], 'Ada');
  assert.match(call['transcript'], /Hello Ada/);
});

test('an address that was not made here opens nothing', async (t) => {
  const { server, url } = await start(t);
  for (const wrong of [url.slice(0, -1), `${url}0`, url.replace('agent_1', 'agent_2'), url.replace('org_1', 'org_2')])
    await assert.rejects(openFakeStream(wrong, twilioNames('CA1')), /403/);
  const root = server.url.replace('http', 'ws');
  await assert.rejects(openFakeStream(`${root}/carriers/twilio/media/${'0'.repeat(72)}`, twilioNames('CA1')), /403/);
});

test('one call is one stream', async (t) => {
  const { server, url } = await start(t);
  const first = await openFakeStream(url, twilioNames('CA1'));
  const { leg, call } = await server.incoming(1);
  assert.deepEqual(call.agent, { agentId: 'agent_1', version: null });
  assert.equal(call.from, 'anonymous');
  const second = await openFakeStream(url, twilioNames('CA1'));
  assert.equal(await second.closed, 1000);
  const watched = watchLeg(leg);
  await watched.until('connected');
  first.cut();
  const gone = await watched.until('gone');
  assert.ok(gone.is === 'gone' && gone.by === 'lost', 'a socket that dies is a lost line');
});

test('what no carrier sends ends the stream', async (t) => {
  const { url } = await start(t);
  const other = (fields: object) => {
    const names = twilioNames('CA9', { starts: false });
    return JSON.stringify({ event: 'start', streamSid: names.streamId, start: { ...names.start, ...fields } });
  };
  const table: [string | Buffer, number][] = [
    ['{', 1007],
    ['[]', 1007],
    ['{"no":"event"}', 1007],
    ['{"event":"start"}', 1007],
    ['{"event":"media","media":{}}', 1007],
    [other({ mediaFormat: { encoding: 'audio/opus', sampleRate: 8000, channels: 1 } }), 1003],
    [other({ mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 16000, channels: 1 } }), 1003],
    [Buffer.from([1, 2, 3]), 1003],
    [`{"event":"media","media":{"payload":"${'A'.repeat(600_000)}"}}`, 1009],
  ];
  for (const [message, code] of table) {
    const stream = await openFakeStream(url, twilioNames('CA9', { starts: false }));
    stream.socket.send(message);
    assert.equal(await stream.closed, code, String(message).slice(0, 60));
  }
  const twice = await openFakeStream(url, twilioNames('CA8'));
  twice.send({ event: 'start', streamSid: 'MZ8', start: twilioNames('CA8').start });
  assert.equal(await twice.closed, 1002);
});

test('sound before the start is not heard; who never starts is let go', async (t) => {
  const { server, url } = await start(t, { limits: { startMs: 30 } });
  const mute = await openFakeStream(url, twilioNames('CA1', { starts: false }));
  mute.say(new Uint8Array(1600));
  mute.press('5');
  assert.equal(await mute.closed, 1002);
  const late = await openFakeStream(url, twilioNames('CA2'));
  const watched = watchLeg((await server.incoming(1)).leg);
  late.stop();
  await watched.until('gone');
  assert.deepEqual(watched.kinds(), ['answered', 'connected', 'gone']);
});

test('more sound than time goes by ends the stream', async (t) => {
  const { server, url } = await start(t, { limits: { aheadMs: 100 } });
  const stream = await openFakeStream(url, twilioNames('CA1'));
  const watched = watchLeg((await server.incoming(1)).leg);
  for (let i = 0; i < 40; i++) stream.say(new Uint8Array(8_000));
  assert.equal(await stream.closed, 1008);
  const gone = await watched.until('gone');
  assert.ok(gone.is === 'gone' && gone.detail === 'more sound than time goes by');
});
