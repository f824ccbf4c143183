// TLS in front of a plain server on the loopback, with a certificate that nobody vouches for.

import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { createSelfSignedCertificate } from 'werift';
import type { Scope } from './scope.ts';

/** Their numbers in TLS (RFC 5246, section 7.4.1.4.1). */
const ECDSA_SHA256 = { signature: 3, hash: 4 } as const;

/** Gives the port on which `targetPort` is reached by TLS. What comes in goes on as it is. */
export async function startTlsFront(t: Scope, targetPort: number): Promise<number> {
  const { certPem, keyPem } = await createSelfSignedCertificate(ECDSA_SHA256);
  const open = new Set<Socket>();
  const server = createServer({ cert: certPem, key: keyPem }, (socket) => {
    const onward = connect(targetPort, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
