// Opens a connection as a call would, to say at which stage it fails and by which code.

import { once } from 'node:events';
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Hop } from '../sip/transport/flow.ts';
import type { SipUserAgentOptions } from '../sip/user-agent-options.ts';

export type Connection =
  | { ok: true; stage: 'connect' | 'tls'; found: string }
  /** `code`: of the system or of TLS. */
  | { ok: false; stage: 'connect' | 'tls'; code: string };

const LIMIT_MS = 5_000;

/** Never rejects. */
export async function tryConnection(hop: Hop, tls: SipUserAgentOptions['tls'] | null): Promise<Connection> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  const socket = connectTcp({ host: hop.address, port: hop.port });
  // Errors after the first are of no interest, and must not end the process.
  socket.on('error', () => {});
  let secure: TLSSocket | null = null;
  try {
    await once(socket, 'connect', { signal: limit });
    if (hop.transport !== 'tls') return { ok: true, stage: 'connect', found: '' };
    secure = connectTls({
      socket,
      ...(isIP(hop.name) ? {} : { servername: hop.name }),
      // What a certificate without that name says is Node's check, by the host.
      host: hop.name,
      ...(tls?.ca ? { ca: tls.ca } : {}),
      ...(tls?.key && tls.cert ? { key: tls.key, cert: tls.cert } : {}),
    });
    secure.on('error', () => {});
    await once(secure, 'secureConnect', { signal: limit });
    return { ok: true, stage: 'tls', found: `${secure.getProtocol() ?? 'TLS'}, and the certificate is good.` };
  } catch (error) {
    const code = limit.aborted ? 'ETIMEDOUT' : ((error as NodeJS.ErrnoException).code ?? 'ECONNRESET');
    return { ok: false, stage: secure ? 'tls' : 'connect', code };
  } finally {
    secure?.destroy();
    socket.destroy();
  }
}
