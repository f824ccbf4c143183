// Phone calls with a real way of SIP: the server's edge on sockets, a far edge that it calls and that calls it, and a far user agent that
// refuses with whatever status it is told. All on loopback.

import { createSipEdge, type SipEdge, type SipEdgeOptions } from '../../src/telephony/sip-edge.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import type { SipTrunk } from '../../src/interfaces/sip-trunk.ts';
import { refuseReferral } from '../../src/resources/call/index.ts';
import type { SipCall, SipUserAgent } from '../../src/telephony/sip/sip-call.ts';
import { startAgent } from '../../src/telephony/sip/two-agents.fixture.ts';
import { MINE, phoneWorld, type MortalMediaHost, type PhoneWorld, type PhoneWorldOptions } from './phone-world.ts';
import { reversed, type Scope } from './scope.ts';
import { handTrunks, openEdge, trunkTo, type EdgeInHand, type HandTrunks, type Party } from './sip-edges.ts';

export interface SipWorld extends PhoneWorld {
  /** The server's own, for what it holds and listens on. */
  sip: SipEdge;
  mediaHost: MortalMediaHost;
  /** Somebody else's switch, with sound. */
  far: EdgeInHand;
  /** `127.0.0.1:port` where the server listens. */
  place: string;
  /** By which it calls out. */
  trunks: HandTrunks;
  /** From now on calls out go there. */
  dialBy(uri: string, more?: Partial<SipTrunk>): void;
  /** The far switch calls the server; `user`: a number, or the id of a registered call. */
  callIn(user?: string): Party;
  /** A far user agent whose calls are in the hands of the test. */
  userAgent(onInvite: (call: SipCall) => void): Promise<{ agent: SipUserAgent; place: string }>;
}

/** `sip`: settings of the server's edge. */
export async function sipWorld(
  given: Scope,
  options: PhoneWorldOptions & { sip?: Partial<SipEdgeOptions> } = {},
): Promise<SipWorld> {
  const t = reversed(given);
  const trunks: HandTrunks = handTrunks();
  let far: EdgeInHand | undefined;
  let sip: SipEdge | undefined;
  let sound: MortalMediaHost | undefined;
  let place = '';
  const world = await phoneWorld(t, {
    ...options,
    async custom(mediaHost) {
      sound = mediaHost;
      const edge = (sip = await createSipEdge({
        listen: (['udp', 'tcp'] as const).map((transport) => ({ transport, address: '127.0.0.1', port: 0 })),
        publicAddress: '127.0.0.1',
        allow: ['127.0.0.0/8'],
        strangers: 'silence',
        trunks,
        dialogs: null,
        openPeer: mediaHost.phonePeer,
        speakTest: null,
        mayRefer: (asked) => refuseReferral(world.server.database.db, asked, Date.now()),
        log: silentLog,
        wallClock: Date.now,
        ...options.sip,
      }));
      place = `127.0.0.1:${edge.listening.find(({ transport }) => transport === 'udp')?.port}`;
      far = await openEdge(mediaHost);
      far.trunks.set([trunkTo(`sip:${place}`)]);
      return { ...edge, dial: edge.dial, close: () => Promise.all([edge.close(), far?.edge.close()]).then(() => {}) };
    },
  });
  const other = far as EdgeInHand;
  const dialBy: SipWorld['dialBy'] = (uri, more = {}) => {
    trunks.set([trunkTo(uri, { workspaceId: world.server.workspaceId, ...more })]);
  };
  dialBy(`sip:${other.place}`);
  return Object.assign(world, {
    sip: sip as SipEdge,
    mediaHost: sound as MortalMediaHost,
    far: other,
    place,
    trunks,
    dialBy,
    callIn: (user = MINE) => other.dial({ to: user }),
    async userAgent(onInvite: (call: SipCall) => void) {
      const agent = await startAgent();
      t.after(() => agent.close());
      agent.onInvite(onInvite);
      return { agent, place: `127.0.0.1:${agent.listening[0]?.port}` };
    },
  });
}
