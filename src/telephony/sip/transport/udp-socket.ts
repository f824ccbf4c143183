// One UDP socket, as little of it as signalling needs; tests put a network of their own behind the same type.

import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';

export interface UdpSocket {
  readonly address: string;
  readonly port: number;
  /** Never throws; a datagram that cannot be sent is lost like any other. */
  send(bytes: Buffer, port: number, address: string): void;
  /** One listener. */
  onMessage(listener: (bytes: Buffer, from: { address: string; port: number }) => void): void;
  close(): Promise<void>;
}

/** Rejects with the system's error when the address cannot be bound. Port 0: any. */
export type OpenUdp = (address: string, port: number) => Promise<UdpSocket>;

export const openUdpSocket: OpenUdp = async (address, port) => {
  const socket = createSocket({
    type: isIPv6(address) ? 'udp6' : 'udp4',
    ...(isIPv6(address) ? { ipv6Only: true } : {}),
    // Bursts of set-ups outrun the few hundred datagrams that the system keeps by default.
    recvBufferSize: 4 * 1024 * 1024,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address, port }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  let closed = false;
  let sending = 0;
  let sentAll = (): void => {};
  // ICMP and oversize errors: UDP promises nothing, so the transactions' timers are what counts.
  socket.on('error', () => {});
  return {
    address,
    port: socket.address().port,
    send(bytes, toPort, toAddress) {
      // A datagram may claim to come from port 0, where nothing can be sent to.
      if (closed || toPort < 1) return;
      sending += 1;
      socket.send(bytes, toPort, toAddress, () => {
        sending -= 1;
        if (sending === 0) sentAll();
      });
    },
    onMessage(listener) {
      socket.on('message', (bytes, from) => listener(bytes, from));
    },
    close() {
      if (closed) return Promise.resolve();
      closed = true;
      return new Promise((resolve) => {
        // Node forgets what it was told to send when a socket is closed in the same turn: the last word of a call would be lost.
        sentAll = () => socket.close(() => resolve());
        if (sending === 0) sentAll();
      });
    },
  };
};

/** The local address that the system would send from to reach a far one. Rejects when there is no way there. */
export async function localAddressTo(address: string): Promise<string> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      // Nothing is sent: connecting only asks for the route. Port 9 is "discard".
      socket.connect(9, address, ((error?: Error) => (error ? reject(error) : resolve())) as () => void);
    });
    return socket.address().address;
  } finally {
    socket.close();
  }
}
