// Our user agent with sound of the simplest kind: it sends back every packet that it gets. Who hears himself has a call both ways.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createOfferAnswer, type LocalSound, type OfferAnswer } from '../../../src/telephony/sip/sdp/offer-answer.ts';
import type { SipCall, SipUserAgent } from '../../../src/telephony/sip/sip-call.ts';
import { hear, planTo, startAgent, uri, type Heard } from '../../../src/telephony/sip/two-agents.fixture.ts';
import type { SipUserAgentOptions } from '../../../src/telephony/sip/user-agent-options.ts';

export interface EchoCall {
  call: SipCall;
  heard: Heard;
  /** What was offered and answered so far. */
  talk: OfferAnswer;
}

export interface EchoPhone {
  readonly agent: SipUserAgent;
  /** Of its UDP and TCP listeners. */
  port(transport?: 'udp' | 'tcp'): number;
  readonly local: LocalSound;
  /** Packets that came. */
  readonly packets: () => number;
  /** Dials `user` at a port of this machine. */
  dial(
    user: string,
    port: number,
    options?: { transport?: 'udp' | 'tcp'; credentials?: { username: string; password: string }; late?: boolean },
  ): EchoCall;
  /** The next call that comes in, answered. */
  answered(): Promise<EchoCall>;
  close(): Promise<void>;
}

export async function startEchoPhone(options: Partial<SipUserAgentOptions> = {}): Promise<EchoPhone> {
  const listen = (['udp', 'tcp'] as const).map((transport) => ({ transport, address: '127.0.0.1', port: 0 }));
  const agent = await startAgent({ listen, ...options });
  const sound = createSocket('udp4');
  let packets = 0;
  sound.on('message', (bytes, from) => {
    packets++;
    sound.send(bytes, from.port, from.address);
  });
  sound.bind(0, '127.0.0.1');
  await once(sound, 'listening');
  const local: LocalSound = {
    address: '127.0.0.1',
    port: sound.address().port,
    codecs: ['pcmu', 'pcma', 'g722'],
    direction: { send: true, receive: true },
    srtp: 'off',
  };
  return {
    agent,
    local,
    packets: () => packets,
    port: (transport = 'udp') => agent.listening.find((each) => each.transport === transport)!.port,
    dial(user, port, { transport = 'udp', credentials = null as never, late = false } = {}) {
      const talk = createOfferAnswer();
      const target = uri(null, '127.0.0.1', port);
      const plan = planTo({ target, transport, credentials }, { sdp: late ? null : talk.offer(local) });
      const call = agent.invite({ ...plan, to: { ...target, user } });
      return { call, heard: hear(call), talk };
    },
    answered: () =>
      new Promise((resolve, reject) =>
        agent.onInvite((call) => {
          const talk = createOfferAnswer();
          const answer = call.request.body.length > 0 ? talk.answer(call.request.body.toString(), local) : null;
          if (answer && !answer.ok) return reject(new Error(`offer: ${answer.reason}`));
          call.ring();
          call.accept(answer?.sdp ?? talk.offer(local));
          resolve({ call, heard: hear(call), talk });
        }),
      ),
    async close() {
      await agent.close();
      await new Promise<void>((done) => sound.close(done));
    },
  };
}
