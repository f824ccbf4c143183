// Telephones of Debian call a number of ours, over each way in: who hears whom, and what is recorded.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { MINE } from '../support/phone-world.ts';
import { fileScope } from '../support/scope.ts';
import type { Baresip, BaresipOptions } from '../support/sip/baresip.ts';
import { startKamailio } from '../support/sip/kamailio.ts';
import { startLinphone } from '../support/sip/linphone.ts';
import { CALLER_HZ, isApart, toneCalls, type ToneCalls } from '../support/tone-calls.ts';

const LINE = { timeout: 60_000 };
const scope = fileScope();
let world: ToneCalls;

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
  world = await toneCalls(scope, { listen, tls });
});

/** Dials, is heard and hears, hangs up; the record has both. */
async function wholeCall(phone: Baresip, uri: string): Promise<Record<string, any>> {
  const callId = await world.talk(phone, uri);
  await phone.command('hangup');
  const call = await world.over(callId);
  assert.deepEqual([call['call_status'], call['disconnection_reason']], ['ended', 'user_hangup']);
  isApart(await world.recording(call), 0.3);
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
    const phone = await world.telephone(t, options);
    await wholeCall(phone, `sip:${MINE}@127.0.0.1:${world.port(transport)};transport=${transport}`);
  });
}

test('over TLS with encrypted sound, which the trunk demands', LINE, async (t) => {
  world.dialBy('sip:127.0.0.1', { srtp: 'required', transport: 'tls' });
  t.after(() => world.dialBy(`sip:${world.far.place}`));
  await world.sip.ready();
  const phone = await world.telephone(t, { account: ';mediaenc=srtp-mand' });
  const call = await wholeCall(phone, `sip:${MINE}@127.0.0.1:${world.port('tls')};transport=tls`);
  assert.match(await world.ladder(call), /RTP\/SAVP/);
});

test('through a proxy that stays in the way', LINE, async (t) => {
  const proxy = await startKamailio({ routes: { [MINE]: `sip:${MINE}@127.0.0.1:${world.port('udp')}` } });
  t.after(() => proxy.close());
  const call = await wholeCall(await world.telephone(t), `sip:${MINE}@127.0.0.1:${proxy.port}`);
  assert.match(await world.ladder(call), /Record-Route: <sip:127\.0\.0\.1/i);
});

test('linphone calls, and hangs up', LINE, async (t) => {
  const before = (await world.calls()).length;
  const phone = await startLinphone({ toneHz: CALLER_HZ });
  t.after(() => phone.close());
  phone.type(`call sip:${MINE}@127.0.0.1:${world.port('udp')}`);
  await phone.says(/Media streams established/i);
  const calls = await world.calls();
  assert.equal(calls.length, before + 1);
  phone.type('terminate');
  const call = await world.over(calls[0]?.['call_id']);
  assert.equal(call['disconnection_reason'], 'user_hangup');
});
