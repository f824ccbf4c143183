// The user agent that sip-setup.ts measures: answers every call at once.

import { createSipUserAgent } from '../src/telephony/sip/user-agent.ts';

const SDP = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';

const agent = await createSipUserAgent({
  listen: [{ transport: 'udp', address: '127.0.0.1', port: 0 }],
  screen: () => ({ ok: true }),
});
agent.onInvite((call) => {
  call.accept(SDP);
  call.onEvent(() => {});
});
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, repeated: agent.counts.repeated });
});
process.send?.(agent.listening[0]?.port);
