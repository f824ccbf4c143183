// A client of the newer transport made of code: one connection that it offers itself, a microphone, an ear, a data channel.

import { MediaStreamTrack, RtpHeader, RtpPacket, type RTCPeerConnection } from 'werift';
import { createOpusDecoder, createOpusEncoder, opusEncodeRateHz } from '../../src/media/codec/opus.ts';
import { createConnection, forbidStun, resumeChecks } from '../../src/media/webrtc/werift-care.ts';

export interface GatewayClient {
  /** What goes to the server. */
  offer(iceRestart?: boolean): Promise<string>;
  accept(sdp: string): Promise<void>;
  /** Sends so much of a tone, in real time. */
  sing(hz: number, ms: number): Promise<void>;
  /** Resolves when a frame with this tone was heard. */
  hears(hz: number): Promise<void>;
  /** Resolves with the first message of this kind, now or when it comes. */
  message(is: (message: Record<string, any>) => boolean): Promise<Record<string, any>>;
  connected: Promise<void>;
  close(): Promise<void>;
}

const HEAR_RATE_HZ = 24000;
const FRAME_MS = 20;

export function gatewayClient(): GatewayClient {
  const connection: RTCPeerConnection = createConnection({ address: '127.0.0.1', ports: null });
  const sender = connection.addTransceiver(new MediaStreamTrack({ kind: 'audio' }), { direction: 'sendrecv' }).sender;
  const channel = connection.createDataChannel('events');
  const encoder = createOpusEncoder();
  const decoder = createOpusDecoder(HEAR_RATE_HZ);
  const connected = Promise.withResolvers<void>();
  const messages: Record<string, any>[] = [];
  let waiting: { is: (message: Record<string, any>) => boolean; resolve: (message: any) => void }[] = [];
  let listening: { hz: number; resolve: () => void }[] = [];
  let index = 0;

  connection.connectionStateChange.subscribe((state) => {
    if (state === 'connected') connected.resolve();
  });
  channel.onMessage.subscribe((data) => {
    const message = JSON.parse(String(data)) as Record<string, any>;
    messages.push(message);
    for (const each of waiting.filter(({ is }) => is(message))) each.resolve(message);
    waiting = waiting.filter(({ is }) => !is(message));
  });
  connection.onTrack.subscribe((track) =>
    track.onReceiveRtp.subscribe(({ payload }) => {
      const pcm = decoder.decode(payload);
      for (const { hz, resolve } of listening) if (share(pcm, hz, HEAR_RATE_HZ) > 0.5) resolve();
      listening = listening.filter(({ hz }) => share(pcm, hz, HEAR_RATE_HZ) <= 0.5);
    }),
  );

  return {
    connected: connected.promise,
    async offer(iceRestart = false) {
      const offer = await connection.createOffer({ iceRestart });
      forbidStun(connection);
      await connection.setLocalDescription(offer);
      return connection.localDescription!.sdp;
    },
    async accept(sdp) {
      await connection.setRemoteDescription({ type: 'answer', sdp });
      resumeChecks(connection).catch(() => {});
    },
    async sing(hz, ms) {
      const samples = (opusEncodeRateHz * FRAME_MS) / 1000;
      for (let sent = 0; sent < ms; sent += FRAME_MS) {
        const frame = tone(hz, FRAME_MS, opusEncodeRateHz, index * samples);
        index++;
        const header = new RtpHeader({ payloadType: 111, sequenceNumber: index & 0xffff, timestamp: index * 960 });
        await sender.sendRtp(new RtpPacket(header, Buffer.from(encoder.encode(frame))));
        await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
      }
    },
    hears: (hz) => new Promise((resolve) => listening.push({ hz, resolve })),
    message: (is) => {
      const found = messages.find(is);
      return found ? Promise.resolve(found) : new Promise((resolve) => waiting.push({ is, resolve }));
    },
    close: () => connection.close(),
  };
}

export function tone(hz: number, ms: number, rateHz: number, from = 0): Int16Array {
  return Int16Array.from({ length: (rateHz * ms) / 1000 }, (_, i) =>
    Math.round(9000 * Math.sin((2 * Math.PI * hz * (from + i)) / rateHz)),
  );
}

/** Share of a sound's energy at `hz`. */
export function share(pcm: Int16Array, hz: number, rateHz: number): number {
  let [s, c, energy] = [0, 0, 1];
  pcm.forEach((value, i) => {
    s += value * Math.sin((2 * Math.PI * hz * i) / rateHz);
    c += value * Math.cos((2 * Math.PI * hz * i) / rateHz);
    energy += value * value;
  });
  return (2 * (s * s + c * c)) / (pcm.length * energy);
}
