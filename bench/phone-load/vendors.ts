// Vendors of a phone-load run: the fakes of test/support behind TLS, which answer at once with a sentence of three seconds.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { startFakeDeepgram } from '../../test/support/fakes/deepgram.ts';
import { startFakeElevenLabs } from '../../test/support/fakes/elevenlabs.ts';
import { startFakeOpenAi } from '../../test/support/fakes/openai.ts';
import { goodKey } from '../../test/support/fakes/vendor-server.ts';
import type { Scope } from '../../test/support/scope.ts';

/** 60 characters of 50 ms each. */
const ANSWER = 'Well sure I can help you with that, so please stay with me. '.match(/\S+ /g) as string[];

/** What the agent speaks with: its id here, and what it is called at the vendor. */
export const VOICE = { id: '11labs-Adrian', vendorId: 'cjVigY5qzO86Huf0OWal' };

/** Settings of a server that uses them; `folder` gets their certificate. */
export async function startVendors(scope: Scope, folder: string): Promise<Record<string, string>> {
  const deepgram = await startFakeDeepgram(scope, { hears: ['Tell me more.'] });
  const openai = await startFakeOpenAi(scope, { answer: () => ({ say: ANSWER }) });
  const elevenlabs = await startFakeElevenLabs(scope, [VOICE.vendorId]);
  const certificate = await makeCertificate(folder);
  const front = (url: string): Promise<string> => startFront(scope, certificate, Number(new URL(url).port));
  return {
    NODE_EXTRA_CA_CERTS: certificate.certFile,
    DEEPGRAM_API_KEY: goodKey,
    DEEPGRAM_BASE_URL: `wss://${await front(deepgram.url)}`,
    OPENAI_API_KEY: goodKey,
    OPENAI_BASE_URL: `https://${await front(openai.url)}/v1`,
    ELEVENLABS_API_KEY: goodKey,
    ELEVENLABS_BASE_URL: `wss://${await front(elevenlabs.url)}`,
  };
}

interface Certificate {
  keyFile: string;
  certFile: string;
}

async function makeCertificate(folder: string): Promise<Certificate> {
  const keyFile = join(folder, 'vendors-key.pem');
  const certFile = join(folder, 'vendors-cert.pem');
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-keyout', keyFile, '-out', certFile, '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
  ]);
  return { keyFile, certFile };
}

/** Gives `host:port` of TLS before a plain server. */
async function startFront(scope: Scope, { keyFile, certFile }: Certificate, to: number): Promise<string> {
  const [key, cert] = await Promise.all([readFile(keyFile), readFile(certFile)]);
  const server = createServer({ key, cert }, (socket) => {
    const onward = connect(to, '127.0.0.1');
    for (const one of [socket, onward]) one.setNoDelay(true);
    socket.pipe(onward).pipe(socket);
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  scope.after(() => void server.close());
  return `127.0.0.1:${(server.address() as { port: number }).port}`;
}
