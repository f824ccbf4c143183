// The far end of a phone call: Twilio's media stream, or SIP with RTP. Frames of 20 ms in mu-law both ways.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { readRtp, writeRtp } from '../../src/media/rtp/rtp-packet.ts';
import { createOfferAnswer, type LocalSound } from '../../src/telephony/sip/sdp/offer-answer.ts';
import type { SipUserAgent } from '../../src/telephony/sip/sip-call.ts';
import { hear, planTo, startAgent, uri } from '../../src/telephony/sip/two-agents.fixture.ts';

export interface Line {
  send(frame: Uint8Array): void;
  hangup(): void;
}

/** Sound that came: mu-law; `clear`: whatever has not been played yet never will be. */
export interface LineListener {
  sound(frame: Uint8Array): void;
  clear(): void;
  closed(): void;
}

export type OpenLine = (id: number, listener: LineListener) => Promise<Line>;

/** Calls by Twilio's wire at the address of an agent's media stream. */
export function twilioLines(url: string): OpenLine {
  return async (id, listener) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, 'open');
    const streamSid = `MZ${String(id).padStart(32, '0')}`;
    const start = {
      ...{ streamSid, accountSid: 'AC1', callSid: `CA${String(id).padStart(32, '0')}`, tracks: ['inbound'] },
      customParameters: { from: '+14155550177', to: '+14155550100' },
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
    };
    let sequence = 0;
    let chunk = 0;
    /** When the last of what was told to be played is over. */
    let playedUntil = 0;
    const say = (message: object): void => {
      if (socket.readyState !== WebSocket.OPEN) return;
      socket.send(JSON.stringify({ ...message, sequenceNumber: String(++sequence), streamSid }));
    };
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(String(data)) as {
        event: string;
        media?: { payload: string };
        mark?: object;
      };
      const now = performance.now();
      if (message.event === 'media') {
        const frame = Buffer.from(message.media!.payload, 'base64');
        playedUntil = Math.max(playedUntil, now) + frame.length / 8;
        listener.sound(frame);
      } else if (message.event === 'clear') {
        playedUntil = now;
        listener.clear();
      } else if (message.event === 'mark') {
        setTimeout(() => say({ event: 'mark', mark: message.mark }), Math.max(0, playedUntil - now));
      }
    });
    socket.on('close', () => listener.closed());
    socket.on('error', () => {});
    socket.send(JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }));
    say({ event: 'start', start });
    return {
      send(frame) {
        const payload = Buffer.from(frame).toString('base64');
        say({
          event: 'media',
          media: { track: 'inbound', chunk: String(++chunk), timestamp: String(chunk * 20), payload },
        });
      },
      hangup() {
        say({ event: 'stop', stop: { accountSid: 'AC1', callSid: start.callSid } });
        socket.close(1000);
      },
    };
  };
}

/** Calls to `number` by SIP at a port of this machine, each from a UDP port of its own. */
export async function sipLines(port: number, number: string): Promise<OpenLine & { agent: SipUserAgent }> {
  const agent = await startAgent();
  const open: OpenLine = async (id, listener) => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const local: LocalSound = {
      ...{ address: '127.0.0.1', port: socket.address().port, codecs: ['pcmu'], srtp: 'off' },
      direction: { send: true, receive: true },
    };
    const talk = createOfferAnswer();
    const target = uri(null, '127.0.0.1', port);
    const plan = planTo({ target, transport: 'udp', credentials: null }, { sdp: talk.offer(local) });
    const call = agent.invite({ ...plan, to: { ...target, user: number } });
    const events = hear(call);
    const accepted = await events.next('accepted');
    const settled = talk.take(accepted.sdp ?? '');
    if (!settled.ok) throw new Error(`the answer: ${settled.reason}`);
    const { remote } = settled.session;
    if (!remote) throw new Error('the answer has no address');
    socket.on('message', (bytes) => {
      const packet = readRtp(bytes);
      if (packet?.payloadType === 0) listener.sound(packet.payload);
    });
    let isOpen = true;
    void events.next('ended').then(() => listener.closed());
    let sequence = 0;
    return {
      send(frame) {
        if (!isOpen) return;
        sequence++;
        const timestamp = sequence * 160;
        const header = {
          marker: sequence === 1,
          payloadType: 0,
          sequence: sequence & 0xffff,
          timestamp,
          ssrc: 1000 + id,
        };
        socket.send(writeRtp(header, frame), remote.port, remote.address);
      },
      hangup() {
        if (!isOpen) return;
        isOpen = false;
        call.hangup();
        socket.close();
      },
    };
  };
  return Object.assign(open, { agent });
}
