// Planted mistakes that take more than one answer to plant: a certificate of the past, and a call whose sound goes one way only. The others
// stand beside the test of trunks itself (src/telephony/trunk-test).

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createServer } from 'node:tls';
import type { TrunkTestReport } from '../../src/interfaces/sip-trunk.ts';
import { startMediaHost, type RunningMediaHost } from '../../src/media/index.ts';
import type { Scope } from '../support/scope.ts';
import { openEdge, trunkTo } from '../support/sip-edges.ts';

let host: RunningMediaHost;
before(async () => {
  host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
});
after(() => host.close());

const failures = ({ steps }: TrunkTestReport) => steps.filter(({ result }) => result === 'failed');

test('a certificate that has expired', async (t) => {
  const { key, cert } = expiredCertificate(t);
  const server = createServer({ key, cert }).on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => void server.close());
  const { edge } = await openEdge(host, { tls: { key: null, cert: null, ca: cert } });
  t.after(() => edge.close());
  const trunk = trunkTo(`127.0.0.1:${(server.address() as AddressInfo).port}`, { transport: 'tls' });
  const [failure] = failures(await edge.care.test(trunk, { ring: null }, AbortSignal.timeout(30_000)));
  assert.equal(failure?.mistake, 'certificate_expired');
  assert.match(failure.found, /has expired/);
  assert.match(failure.advice ?? '', /renew/);
});

test('a phone that answers, and whose sound does not arrive', { timeout: 30_000 }, async (t) => {
  const place = await mutePhone(t);
  const { edge } = await openEdge(host);
  t.after(() => edge.close());
  const wish = { ring: { from: '+14155550100', to: '+14155550199' } };
  const report = await edge.care.test(trunkTo(place), wish, AbortSignal.timeout(25_000));
  const [failure, ...more] = failures(report);
  assert.equal(more.length, 0);
  assert.equal(failure?.mistake, 'one_way_sound');
  assert.match(failure.advice ?? '', /RINGBACK_RTP_PORTS.*RINGBACK_PUBLIC_IP/s);
  assert.equal(report.steps.find(({ step }) => step === 'ring')?.result, 'ok');
});

/** Signed by itself, and valid in January 2020 only. */
function expiredCertificate(t: Scope): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-expired-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const settings = ['database=index', 'new_certs_dir=.', 'serial=serial', 'default_md=sha256', 'policy=names'];
  writeFileSync(
    join(folder, 'ca.cnf'),
    ['[ca]', 'default_ca=own', '[own]', ...settings, '[names]', 'commonName=supplied', ''].join('\n'),
  );
  writeFileSync(join(folder, 'index'), '');
  writeFileSync(join(folder, 'serial'), '01\n');
  openssl(
    'req',
    '-new',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'key.pem',
    '-out',
    'csr.pem',
    '-subj',
    '/CN=trunk.example',
  );
  const dates = ['-startdate', '20200101000000Z', '-enddate', '20200201000000Z'];
  openssl(
    'ca',
    '-batch',
    '-config',
    'ca.cnf',
    '-selfsign',
    '-keyfile',
    'key.pem',
    '-in',
    'csr.pem',
    '-out',
    'cert.pem',
    '-notext',
    ...dates,
  );
  return { key: readFileSync(join(folder, 'key.pem'), 'utf8'), cert: readFileSync(join(folder, 'cert.pem'), 'utf8') };
}

/** Answers everything with 200, an INVITE with a port for sound at which it only listens. */
async function mutePhone(t: Scope): Promise<string> {
  const [socket, sound] = [createSocket('udp4'), createSocket('udp4')];
  await Promise.all([socket, sound].map((one) => new Promise<void>((resolve) => one.bind(0, '127.0.0.1', resolve))));
  t.after(() => {
    socket.close();
    sound.close();
  });
  const place = `127.0.0.1:${socket.address().port}`;
  const sdp = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${sound.address().port} RTP/AVP 0`,
    'a=rtpmap:0 PCMU/8000',
    '',
  ].join('\r\n');
  socket.on('message', (bytes, peer) => {
    const text = bytes.toString();
    if (text.startsWith('ACK')) return;
    const line = (name: string): string => new RegExp(`^${name}: .*$`, 'im').exec(text)?.[0] ?? '';
    const body = text.startsWith('INVITE') ? sdp : '';
    const head = [
      'SIP/2.0 200 OK',
      line('Via'),
      line('From'),
      /;tag=/.test(line('To')) ? line('To') : `${line('To')};tag=mute`,
      line('Call-ID'),
      line('CSeq'),
      `Contact: <sip:phone@${place}>`,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${body.length}`,
    ];
    socket.send(`${head.join('\r\n')}\r\n\r\n${body}`, peer.port, peer.address);
  });
  return place;
}
