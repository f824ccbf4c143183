// Where those join who listen to running phone calls: the LiveKit endpoint over the world's calls, with the tokens of its API.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLiveKitEndpoint } from '../../src/media/index.ts';
import type { Scope } from './scope.ts';
import type { SipWorld } from './sip-world.ts';

/** Gives its address for `joinCall`. */
export async function supervisorsDoor(t: Scope, { server, live, mediaHost }: SipWorld): Promise<string> {
  const { accessTokens } = server.deps.resources;
  const endpoint = createLiveKitEndpoint({
    mediaHost,
    log: () => {},
    async authorize(token) {
      const verified = await accessTokens.verify(token);
      const call = verified && live.find(verified.callId);
      if (verified?.role !== 'listener' || !call?.audience.admits(verified.identity))
        return { ok: false, status: 403, message: 'no' };
      return {
        ok: true,
        callId: verified.callId,
        identity: verified.identity,
        room: verified.callId,
        role: 'listener',
      };
    },
  });
  endpoint.onIncoming((leg, { callId, identity }) => live.listen(leg, callId, identity));
  const door = createServer();
  door.on('upgrade', (request, socket, head) => endpoint.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    await endpoint.close();
    door.closeAllConnections();
    await new Promise((resolve) => door.close(resolve));
  });
  return `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
}
