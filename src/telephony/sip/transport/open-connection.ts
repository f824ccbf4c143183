// Opens a TCP or TLS connection to a hop, within a time. Certificates are always checked, against the name of the URI and not of what DNS made of it.

import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls, type PeerCertificate } from 'node:tls';
import type { SipTimers } from '../sip-timers.ts';
import type { Hop } from './flow.ts';

export interface TlsIdentity {
  /** PEM; shown to servers that ask, and to clients of our listener. */
  key: string | null;
  cert: string | null;
  /** PEM of whom we trust; null: whom Node trusts. */
  ca: string | null;
}

/**
 * Rejects with the system's or TLS' error (its `code` says what is wrong: ECONNREFUSED, CERT_HAS_EXPIRED, ...), ETIMEDOUT after
 * `withinMs`, or the signal's reason.
 */
export async function openConnection(
  hop: Hop,
  { tls, timers, withinMs, signal }: { tls: TlsIdentity; timers: SipTimers; withinMs: number; signal: AbortSignal },
): Promise<Socket> {
  signal.throwIfAborted();
  const socket = hop.transport === 'tls' ? openTls(hop, tls) : connectTcp({ host: hop.address, port: hop.port });
  const ready = hop.transport === 'tls' ? 'secureConnect' : 'connect';
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      settle();
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const late = timers.after(withinMs, () =>
      fail(Object.assign(new Error(`no connection within ${withinMs} ms`), { code: 'ETIMEDOUT' })),
    );
    const abort = () => fail(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    const closed = () => fail(Object.assign(new Error('closed while connecting'), { code: 'ECONNRESET' }));
    const done = () => {
      settle();
      resolve(socket);
    };
    function settle(): void {
      late();
      signal.removeEventListener('abort', abort);
      socket.off('error', fail).off('close', closed).off(ready, done);
    }
    signal.addEventListener('abort', abort, { once: true });
    socket.once('error', fail).once('close', closed).once(ready, done);
  });
}

function openTls(hop: Hop, identity: TlsIdentity): Socket {
  return connectTls({
    host: hop.address,
    port: hop.port,
    // SNI carries names alone (RFC 6066 section 3).
    servername: isIP(hop.name) ? '' : hop.name,
    checkServerIdentity: (_, certificate) => faultOfIdentity(hop.name, certificate),
    ...(identity.ca === null ? {} : { ca: identity.ca }),
    ...(identity.key && identity.cert ? { key: identity.key, cert: identity.cert } : {}),
  });
}

/** A certificate speaks for a SIP domain by its host name, or by a URI of the domain (RFC 5922 section 7.1). Undefined: it does. */
export function faultOfIdentity(name: string, certificate: PeerCertificate): Error | undefined {
  const wanted = [`URI:sip:${name}`, `URI:sips:${name}`];
  const names = (certificate.subjectaltname ?? '').split(', ').map((each) => each.toLowerCase());
  if (wanted.some((each) => names.includes(each.toLowerCase()))) return undefined;
  return checkServerIdentity(name, certificate);
}
