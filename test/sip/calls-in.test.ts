// Telephones of Debian call a number of ours: who hears whom, what is recorded, keys, hold, and either side's hang-up, over each way in.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, beforeEach, test } from 'node:test';
import { promisify } from 'node:util';
import { fetchRecording, type Recording } from '../support/recording.ts';
import { fileScope } from '../support/scope.ts';
import { MINE } from '../support/phone-world.ts';
import { sipWorld, type SipWorld } from '../support/sip-world.ts';
import { startBaresip, type Baresip, type BaresipOptions } from '../support/sip/baresip.ts';
import { startKamailio } from '../support/sip/kamailio.ts';
import { startLinphone } from '../support/sip/linphone.ts';
import { toneLevel } from '../support/sip/tone.ts';

const LINE = { timeout: 40_000 };
/** Of the scripted mouth. */
const VOICE_HZ = 220;
const CALLER_HZ = 440;
/** Longer than any call here. */
const STORY = 'There was a lighthouse at the end of the world, and nobody knew who lit its lamp. '.repeat(25);

const scope = fileScope();
let world: SipWorld;
let earlier = new Set<string>();

before(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-sip-'));
  scope.after(() => rm(folder, { recursive: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
  ]);
  const tls = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8'), ca: null };
  const listen = (['udp', 'tcp', 'tls'] as const).map((transport) => ({ transport, address: '127.0.0.1', port: 0 }));
  world = await sipWorld(scope, {
    agent: { interruption_sensitivity: 0, user_dtmf_options: { digit_limit: 2, timeout_ms: 5000 } },
    sip: { listen, tls },
  });
  const { llm_id } = (world.server.agentBody as { response_engine: { llm_id: string } }).response_engine;
  const begun = await world.server.send('PATCH', `/update-retell-llm/${llm_id}`, { begin_message: STORY });
  assert.equal(begun.status, 200, begun.text);
});

beforeEach(async () => {
  earlier = new Set((await world.calls()).map(({ call_id }) => call_id));
});

const port = (transport: 'udp' | 'tcp' | 'tls'): number =>
  world.sip.listening.find((each) => each.transport === transport)?.port as number;

async function telephone(t: { after(run: () => Promise<void>): void }, options: BaresipOptions = {}) {
  const baresip = await startBaresip({ toneHz: CALLER_HZ, ...options });
  t.after(() => baresip.close());
  return baresip;
}

/** The one call of this test; what a test that failed has left is not the next one's. */
async function running(): Promise<string> {
  const fresh = (await world.calls()).filter(({ call_id }) => !earlier.has(call_id));
  assert.equal(fresh.length, 1);
  return fresh[0]?.['call_id'];
}

async function recordingOf(call: Record<string, any>): Promise<Recording> {
  return fetchRecording(call['recording_multi_channel_url'].replace(/^https?:\/\/[^/]+/, world.server.url));
}

/** Seconds of a channel that are this tone, by tenths. */
function toneSeconds({ rateHz }: Recording, channel: Int16Array, hz: number): number {
  const window = rateHz / 10;
  let found = 0;
  for (let at = 0; at + window <= channel.length; at += window)
    if (toneLevel(channel.subarray(at, at + window), rateHz, hz) > 1000) found += 0.1;
  return found;
}

/** Caller left, agent right, neither in the other's. */
function isApart(recording: Recording, least: number): void {
  const [caller, agent] = recording.channels as [Int16Array, Int16Array];
  const heard = {
    caller: toneSeconds(recording, caller, CALLER_HZ),
    agent: toneSeconds(recording, agent, VOICE_HZ),
    stray: toneSeconds(recording, caller, VOICE_HZ) + toneSeconds(recording, agent, CALLER_HZ),
  };
  assert.ok(heard.caller >= least && heard.agent >= least && heard.stray === 0, JSON.stringify(heard));
}

/** Dials, is heard and hears, hangs up; the record has both. */
async function wholeCall(phone: Baresip, uri: string): Promise<Record<string, any>> {
  await phone.command('dial', uri);
  await phone.event('CALL_ESTABLISHED');
  await phone.hears(VOICE_HZ);
  const callId = await running();
  await phone.command('hangup');
  const call = await world.ended(callId);
  assert.deepEqual([call['call_status'], call['disconnection_reason']], ['ended', 'user_hangup']);
  isApart(await recordingOf(call), 0.3);
  assert.ok(call['call_quality'].packets_received > 0);
  return call;
}

const WAYS: [string, 'udp' | 'tcp' | 'tls', BaresipOptions][] = [
  ['UDP with PCMU', 'udp', { codecs: 'PCMU/8000/1' }],
  ['UDP with PCMA', 'udp', { codecs: 'PCMA/8000/1' }],
  ['UDP with G.722', 'udp', { codecs: 'G722/16000/1' }],
  ['TCP', 'tcp', {}],
];
for (const [name, transport, options] of WAYS) {
  test(`over ${name} caller and agent hear each other, and each has a channel of the recording`, LINE, async (t) => {
    await wholeCall(await telephone(t, options), `sip:${MINE}@127.0.0.1:${port(transport)};transport=${transport}`);
  });
}

test('over TLS with encrypted sound, which the trunk demands', LINE, async (t) => {
  world.dialBy('sip:127.0.0.1', { srtp: 'required', transport: 'tls' });
  t.after(() => world.dialBy(`sip:${world.far.place}`));
  await world.sip.ready();
  const phone = await telephone(t, { account: ';mediaenc=srtp-mand' });
  const call = await wholeCall(phone, `sip:${MINE}@127.0.0.1:${port('tls')};transport=tls`);
  const ladder = await fetch(call['sip_ladder_url'].replace(/^https?:\/\/[^/]+/, world.server.url));
  assert.match(await ladder.text(), /RTP\/SAVP/);
});

test('through a proxy that stays in the way', LINE, async (t) => {
  const proxy = await startKamailio({ routes: { [MINE]: `sip:${MINE}@127.0.0.1:${port('udp')}` } });
  t.after(() => proxy.close());
  const call = await wholeCall(await telephone(t), `sip:${MINE}@127.0.0.1:${proxy.port}`);
  const ladder = await fetch(call['sip_ladder_url'].replace(/^https?:\/\/[^/]+/, world.server.url));
  assert.match(await ladder.text(), /Record-Route: <sip:127\.0\.0\.1/i);
});

test('linphone calls, is heard, and hangs up', LINE, async (t) => {
  const phone = await startLinphone({ toneHz: CALLER_HZ });
  t.after(() => phone.close());
  phone.type(`call sip:${MINE}@127.0.0.1:${port('udp')}`);
  await phone.says(/Media streams established/i);
  const callId = await running();
  await world.server.send('PATCH', `/v2/update-live-call/${callId}`, { call_control: { additional_context: 'x' } });
  phone.type('terminate');
  const call = await world.ended(callId);
  assert.equal(call['disconnection_reason'], 'user_hangup');
});
