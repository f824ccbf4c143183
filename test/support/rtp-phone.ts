// A phone made of code: one UDP socket that sends and keeps packets of RTP, and a media host with a leg that it talks to.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Bridge } from '../../src/interfaces/bridge.ts';
import type { CallLeg } from '../../src/interfaces/leg.ts';
import type { RunningMediaHost } from '../../src/media/index.ts';
import { readRtp, writeRtp, type RtpHeader, type RtpPacket } from '../../src/media/rtp/rtp-packet.ts';
import type { RtpNews, RtpOrder, RtpSession } from '../../src/media/rtp/rtp-protocol.ts';

export interface RtpPhone {
  readonly port: number;
  /** Every packet that came and is RTP, oldest first. */
  readonly heard: RtpPacket[];
  send(bytes: Uint8Array, to: number): void;
  /** The next packets of one stream, 20 ms each by their timestamps; `header` changes what is not in order. */
  say(to: number, payload: Uint8Array, header?: Partial<RtpHeader>): void;
  /** Resolves when a packet has come for which this holds, also one that has come already. */
  until(holds: (packet: RtpPacket) => boolean): Promise<RtpPacket>;
  close(): void;
}

export async function createRtpPhone(): Promise<RtpPhone> {
  const socket = createSocket('udp4');
  const heard: RtpPacket[] = [];
  const waiters = new Set<() => void>();
  const next: RtpHeader = {
    marker: false,
    payloadType: 0,
    sequence: 65_530,
    timestamp: 0xffff_ff00,
    ssrc: 0xfeed_beef,
  };
  socket.on('message', (bytes) => {
    const packet = readRtp(bytes);
    if (packet) heard.push(packet);
    for (const look of waiters) look();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    heard,
    send: (bytes, to) => socket.send(bytes, to, '127.0.0.1'),
    say(to, payload, header) {
      socket.send(writeRtp({ ...next, ...header }, payload), to, '127.0.0.1');
      next.sequence = (next.sequence + 1) & 0xffff;
      next.timestamp = (next.timestamp + payload.length) >>> 0;
    },
    until(holds) {
      return new Promise((resolve) => {
        const look = () => {
          const found = heard.find(holds);
          if (!found) return;
          waiters.delete(look);
          resolve(found);
        };
        waiters.add(look);
        look();
      });
    },
    close: () => socket.close(),
  };
}

export interface PhoneCall {
  readonly leg: CallLeg;
  readonly bridge: Bridge;
  readonly news: RtpNews[];
  /** Port of RTP on our side; 0 where the wire has none. */
  readonly port: number;
  order(order: RtpOrder): void;
  /** Resolves with the first news for which this holds, also one that has come already. */
  until<N extends RtpNews['is']>(
    is: N,
    holds?: (news: Extract<RtpNews, { is: N }>) => boolean,
  ): Promise<Extract<RtpNews, { is: N }>>;
  close(): Promise<void>;
}

let legs = 0;

/** A session of G.711 with telephone events, for a phone at this port of the loopback. */
export function pcmuSession(port: number, more: Partial<RtpSession> = {}): RtpSession {
  return {
    remote: { address: '127.0.0.1', port },
    rtcp: null,
    send: { codec: 'pcmu', payloadType: 0 },
    receive: [
      { codec: 'pcmu', payloadType: 0 },
      { codec: 'pcma', payloadType: 8 },
    ],
    digits: { send: 101, receive: 101 },
    srtp: null,
    direction: { send: true, receive: true },
    ...more,
  };
}

/** A leg with its peer, on a bridge (of its own, if none is given) where it hears the agent. */
export async function openPhoneCall(
  host: RunningMediaHost,
  open: Extract<RtpOrder, { do: 'open' }> = { do: 'open', wire: 'rtp', role: 'caller' },
  onBridge?: Bridge,
): Promise<PhoneCall> {
  const id = `leg-test-${++legs}`;
  const news: RtpNews[] = [];
  const waiters = new Set<() => void>();
  const peer = host.phonePeer(id, (item) => {
    news.push(item);
    for (const look of waiters) look();
  });
  const leg: CallLeg = {
    id,
    kind: 'sip',
    role: open.role,
    can: { dtmf: true, data: false, refer: false, hold: true, reattach: false, maxDataBytes: 0, tailMs: 60 },
    send() {},
    onEvent() {},
  };
  const until: PhoneCall['until'] = (is, holds = () => true) =>
    new Promise((resolve) => {
      const look = () => {
        const found = news.find((item) => item.is === is && holds(item as never));
        if (!found) return;
        waiters.delete(look);
        resolve(found as never);
      };
      waiters.add(look);
      look();
    });
  peer.send(open);
  const port = open.wire === 'rtp' ? (await until('bound')).port : 0;
  const bridge = onBridge ?? host.createBridge(id, 1);
  bridge.attach(leg);
  bridge.routes([{ from: 'agent', to: id, gain: 1 }]);
  return {
    leg,
    bridge,
    news,
    port,
    order: (order) => peer.send(order),
    until,
    async close() {
      peer.send({ do: 'close' });
      await until('closed');
      if (!onBridge) await bridge.close();
    },
  };
}
