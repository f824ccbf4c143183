// The ways in of this server, for the person who connects a trunk to it.

import type { Schema } from '../../contract/index.ts';
import type { ResourceDeps } from '../deps.ts';

const TRANSPORTS = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' } as const;

export async function getTelephony({
  waysIn,
  publicUrl,
}: Pick<ResourceDeps, 'waysIn' | 'publicUrl'>): Promise<Schema<'TelephonyResponse'>> {
  const { sip = null, carriers = [] } = waysIn?.() ?? {};
  return {
    sip: sip && {
      public_address: sip.publicAddress,
      listening: sip.listening.map(({ transport, address, port }) => ({
        transport: TRANSPORTS[transport],
        address,
        port,
      })),
      rtp_ports: sip.rtpPorts,
    },
    carriers: [...carriers],
    public_url: publicUrl,
  };
}
