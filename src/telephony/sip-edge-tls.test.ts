// Calls over TLS, encrypted sound with them, and handshakes that never end.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openEdge, trunkTo } from '../../test/support/sip-edges.ts';
import { startMediaHost } from '../media/index.ts';

test('a call over TLS encrypts its sound where that is offered, while one source holds handshakes open', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-sip-tls-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', keyFile, '-out', certFile],
    ],
    { stdio: 'ignore' },
  );
  const [key, cert] = [readFileSync(keyFile, 'utf8'), readFileSync(certFile, 'utf8')];
  const host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
  const resolver = { naptr: async () => [], srv: async () => [], addresses: async () => ['127.0.0.1'] };
  const listen = [{ transport: 'tls' as const, address: '127.0.0.1', port: 0 }];
  const options = { listen, resolver, tls: { key, cert, ca: cert, clientsMustProve: true } };
  const [a, b] = [await openEdge(host, options), await openEdge(host, options)];
  const port = b.edge.listening[0]!.port;
  const slow: Socket[] = [];
  t.after(async () => {
    for (const socket of slow) socket.destroy();
    await a.edge.close();
    await b.edge.close();
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const cut = Promise.withResolvers<void>();
  for (let n = 0; n < 80; n++) {
    const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
    socket.on('error', () => {}).on('close', () => cut.resolve());
    slow.push(socket);
  }
  await cut.promise;
  a.trunks.set([trunkTo(`localhost:${port}`, { transport: 'tls', srtp: 'offered' })]);
  const out = a.dial();
  const { party } = await b.incoming();
  party.tell({ do: 'answer' });
  await Promise.all([out.until('connected'), party.until('connected')]);
  out.play(440);
  await party.hears(440);
  party.tell({ do: 'hangup', reason: 'ended' });
  await out.until('gone');
  const { ladder } = await party.leg.summary();
  assert.match(ladder ?? '', /SIP\/2\.0 200[\s\S]*a=crypto:\S+ \S+ \(left out\)/);
});
