// The test of a trunk against peers with planted mistakes, on real sockets.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { after, before, test } from 'node:test';
import type { Scope } from '../../../test/support/scope.ts';
import { openEdge, trunkTo, type EdgeInHand } from '../../../test/support/sip-edges.ts';
import type { SipTrunk, TrunkTestReport } from '../../interfaces/sip-trunk.ts';
import { startMediaHost, type RunningMediaHost } from '../../media/index.ts';
import type { SipEdgeOptions } from '../sip-edge.ts';

let host: RunningMediaHost;
before(async () => {
  host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
});
after(() => host.close());

async function edgeOf(t: Scope, options: Partial<SipEdgeOptions> = {}): Promise<EdgeInHand> {
  const edge = await openEdge(host, options);
  t.after(() => edge.edge.close());
  return edge;
}

function run(edge: EdgeInHand, trunk: SipTrunk, to: string | null = null): Promise<TrunkTestReport> {
  const ring = to === null ? null : { from: '+14155550100', to };
  return edge.edge.care.test(trunk, { ring }, AbortSignal.timeout(30_000));
}

const mistakes = ({ steps }: TrunkTestReport) =>
  steps.flatMap(({ result, mistake }) => (result === 'failed' ? [mistake] : []));

/** Answers every datagram with one status. */
async function answering(t: Scope, status: string, more: string[] = [], viaMore = ''): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (bytes, peer) => {
    const text = bytes.toString();
    const line = (name: string): string => new RegExp(`^${name}: .*$`, 'im').exec(text)?.[0] ?? '';
    const head = [
      `SIP/2.0 ${status}`,
      `${line('Via')}${viaMore}`,
      line('From'),
      `${line('To')};tag=x`,
      line('Call-ID'),
      line('CSeq'),
    ];
    if (!text.startsWith('ACK'))
      socket.send(`${[...head, ...more].join('\r\n')}\r\nContent-Length: 0\r\n\r\n`, peer.port);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  t.after(() => void socket.close());
  return `127.0.0.1:${socket.address().port}`;
}

async function tcpPlace(t: Scope, server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test('a name that nobody knows', async (t) => {
  const resolver = { naptr: async () => [], srv: async () => [], addresses: async () => [] };
  const report = await run(await edgeOf(t, { resolver }), trunkTo('trunk.invalid'));
  assert.equal(report.ok, false);
  assert.deepEqual(mistakes(report), ['name_unknown']);
});

test('a port that is closed', async (t) => {
  const report = await run(await edgeOf(t), trunkTo('127.0.0.1:9', { transport: 'tcp' }));
  assert.deepEqual(mistakes(report), ['port_closed']);
  assert.match(report.steps.find(({ result }) => result === 'failed')?.advice ?? '', /5060/);
});

test('another transport', async (t) => {
  const place = await answering(t, '200 OK');
  const report = await run(await edgeOf(t), trunkTo(place, { transport: 'tcp' }));
  assert.ok(mistakes(report).includes('wrong_transport'));
  assert.match(report.steps.find(({ mistake }) => mistake === 'wrong_transport')?.advice ?? '', /UDP/);
});

test('certificates that are signed by themselves, made for others, or no TLS at all', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-trunk-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=other.example', '-addext', 'subjectAltName=DNS:other.example'];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '2',
      ...subject,
    ],
    { stdio: 'ignore' },
  );
  const pem = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  const port = await tcpPlace(
    t,
    createTlsServer(pem).on('tlsClientError', () => {}),
  );
  const trunk = trunkTo(`127.0.0.1:${port}`, { transport: 'tls' });
  assert.deepEqual(mistakes(await run(await edgeOf(t), trunk)), ['certificate_self_signed']);
  const trusting = await edgeOf(t, { tls: { key: null, cert: null, ca: pem.cert } });
  assert.deepEqual(mistakes(await run(trusting, trunk)), ['certificate_name']);
  const plain = await tcpPlace(
    t,
    createServer((socket) => socket.on('error', () => {}).end('SIP/2.0 400 Bad\r\n\r\n')),
  );
  assert.deepEqual(mistakes(await run(trusting, trunkTo(`127.0.0.1:${plain}`, { transport: 'tls' }))), ['no_tls']);
});

test('credentials that are wrong', async (t) => {
  const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n", algorithm=MD5, qop="auth"';
  const place = await answering(t, '401 Unauthorized', [challenge]);
  const registration = { registrar: place, expiresS: 300 };
  const report = await run(
    await edgeOf(t),
    trunkTo(place, { registration, credentials: { username: 'ada', password: 'x' } }),
  );
  assert.deepEqual(mistakes(report), ['credentials_wrong']);
});

test('a router in between, whose address nobody was told', async (t) => {
  const place = await answering(t, '200 OK', [], ';received=198.51.100.7');
  const edge = await edgeOf(t, { publicAddress: null });
  const { ok, steps } = await run(edge, trunkTo(place));
  assert.equal(ok, true);
  assert.match(
    steps.find(({ mistake }) => mistake === 'private_address')?.advice ?? '',
    /RINGBACK_PUBLIC_IP=198\.51\.100\.7/,
  );
  const told = await edgeOf(t, { publicAddress: '198.51.100.9' });
  const again = await run(told, trunkTo(place));
  assert.ok(again.steps.some(({ mistake }) => mistake === 'wrong_public_address'));
});

test('calls that are refused: the caller, the codecs, the number, the phone', async (t) => {
  const edge = await edgeOf(t);
  const table: [string, string][] = [
    ['403 Forbidden', 'caller_refused'],
    ['488 Not Acceptable Here', 'media_refused'],
    ['404 Not Found', 'number_unknown'],
    ['486 Busy Here', 'busy'],
    ['603 Decline', 'declined'],
  ];
  for (const [status, mistake] of table)
    assert.deepEqual(mistakes(await run(edge, trunkTo(await answering(t, status)), '+14155550199')), [mistake], status);
});

test('a call from an address that no trunk names', async (t) => {
  const b = await edgeOf(t, { allow: [] });
  const a = await edgeOf(t);
  a.trunks.set([trunkTo(b.place)]);
  await a.dial({ ringMs: 200 }).until('failed');
  const trunk = trunkTo(await answering(t, '200 OK'));
  // Whoever called somebody else's number is nobody's business.
  b.trunks.set([trunkTo('192.0.2.1')]);
  const others = await run(b, trunk);
  assert.doesNotMatch(JSON.stringify(others.steps), /unknown_address|let in \d+ s ago/);
  b.trunks.set([trunkTo('192.0.2.1'), trunk]);
  b.trunks.numbers.set('+14155550199', trunk.trunkId);
  const report = await run(b, trunk);
  const step = report.steps.find(({ mistake }) => mistake === 'unknown_address');
  assert.equal(step?.target, '127.0.0.1');
  assert.match(step.advice ?? '', /inbound_networks/);
});

test('a phone that answers is rung, heard, and let go', async (t) => {
  const b = await edgeOf(t);
  const spoken: string[] = [];
  const a = await edgeOf(t, { speakTest: async (leg) => void spoken.push(leg.id) });
  const running = run(
    a,
    trunkTo(b.place, { inbound: { networks: ['192.0.2.0/24'], credentials: null } }),
    '+14155550199',
  );
  const { party } = await b.incoming();
  party.tell({ do: 'answer' });
  const report = await running;
  assert.equal(report.ok, true, JSON.stringify(report.steps));
  assert.deepEqual(report.steps.map(({ step, result }) => `${step} ${result}`).slice(-3), [
    'inbound ok',
    'ring ok',
    'sound ok',
  ]);
  assert.equal(spoken.length, 1);
  await party.until('gone');
});
