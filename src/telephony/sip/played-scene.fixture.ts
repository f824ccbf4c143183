// Our user agent and a far side that a test plays by hand, quicker than life.

import { newRequest, startHandPeer, withinDialog, type HandPeer } from './hand-peer.fixture.ts';
import { header } from './header.ts';
import type { SipUserAgent } from './sip-call.ts';
import { hear, nextCall, planTo, SDP, startAgent } from './two-agents.fixture.ts';
import type { SipUserAgentOptions } from './user-agent-options.ts';

/** Fifty times as fast as life: T1 is 10 ms. */
export const times = { t1Ms: 10, t2Ms: 80, t4Ms: 100 };

/** Both are gone when it resolves. */
export async function scene(
  options: Partial<SipUserAgentOptions>,
  play: (agent: SipUserAgent, peer: HandPeer) => Promise<void>,
): Promise<void> {
  const [agent, peer] = [await startAgent({ times, ...options }), await startHandPeer()];
  peer.aim(agent.listening[0]!.port);
  try {
    await play(agent, peer);
  } finally {
    peer.sayYes();
    await agent.close();
    peer.close();
  }
}

export const cseqOf = (message: { headers: { name: string; value: string }[] }) =>
  Number.parseInt(header(message, 'CSeq')!);

/** A call that the peer made and we answered. */
export async function answered(agent: SipUserAgent, peer: HandPeer, extra: Record<string, string> = {}) {
  const came = nextCall(agent);
  const invite = newRequest('INVITE', peer.port, { sdp: SDP, headers: extra });
  peer.send(invite);
  const { call } = await came;
  const heard = hear(call);
  call.accept(SDP);
  const ok = await peer.response(200, 'INVITE');
  peer.send(withinDialog('ACK', invite, ok, 1));
  await heard.next('confirmed');
  return { call, heard, invite, ok };
}

/** A call that we made and the peer answered. */
export async function called(agent: SipUserAgent, peer: HandPeer, extra: Record<string, string> = {}) {
  const call = agent.invite(planTo(peer.route));
  const heard = hear(call);
  const invite = await peer.request('INVITE');
  peer.answer(invite, 200, { tag: 'one', sdp: SDP, headers: extra });
  await heard.next('accepted');
  await peer.request('ACK');
  return { call, heard, invite };
}
