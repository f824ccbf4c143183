// Calls that somebody's own TwiML brings to an agent by `<Connect><Stream>`: the address names the agent, the stream is the whole call.

import type { WallClock } from '../../interfaces/clock.ts';
import type { IncomingPhoneCall, PhoneLeg } from '../../interfaces/phone-edge.ts';
import type { OpenPhonePeer } from '../../media/index.ts';
import { CarrierLeg, type CallControl } from './carrier-leg.ts';
import type { MediaSocket } from './media-socket.ts';
import type { StreamStart } from './media-wire.ts';

export type IncomingListener = (leg: PhoneLeg, incoming: IncomingPhoneCall) => void;

export interface AgentStreams {
  take(socket: MediaSocket, to: { workspaceId: string; agentId: string }): void;
  onIncoming(listener: IncomingListener): void;
  /** Hangs up on everybody. Idempotent. */
  close(): Promise<void>;
}

export interface AgentStreamsDeps {
  openPeer: OpenPhonePeer;
  wallClock: WallClock;
  log(message: string, facts: object): void;
}

/** The number that stands for one that was not told. */
const untold = 'anonymous';
const parties = new Set(['from', 'to']);
/** Closing the socket lets the TwiML go on behind `<Connect>`; whoever wrote it decides what comes there. */
const control: CallControl = { answer() {}, hangup: async () => {}, digits: null, refer: null };

export function createAgentStreams(deps: AgentStreamsDeps): AgentStreams {
  /** By the call's id with the carrier: one call is one stream. */
  const legs = new Map<string, CarrierLeg>();
  let listener: IncomingListener | null = null;
  let closed = false;

  function begin(
    socket: MediaSocket,
    to: { workspaceId: string; agentId: string },
    start: StreamStart,
  ): CarrierLeg | null {
    if (closed || !listener || legs.has(start.callId)) {
      socket.close(closed ? 'shutting down' : 'this call has a stream already');
      return null;
    }
    const leg = new CarrierLeg({
      ...deps,
      role: 'caller',
      isOutbound: false,
      identifier: { twilio_call_sid: start.callId },
      control,
      onGone: () => void legs.delete(start.callId),
    });
    legs.set(start.callId, leg);
    leg.connect(socket);
    listener(leg, incomingOf(start, to));
    return leg;
  }

  return {
    take(socket, to) {
      let leg: CarrierLeg | null = null;
      socket.open({
        onStart: (start) => (leg = begin(socket, to, start)),
        onSound: (sound) => leg?.hear(sound),
        onDigit: (digit) => leg?.digit(digit),
        onTrouble: (detail) => deps.log('a media stream has trouble', { detail }),
        onGone(by, detail) {
          if (by === 'lost') leg?.lost(detail);
          else leg?.left(detail);
        },
      });
    },
    onIncoming: (each) => (listener = each),
    async close() {
      closed = true;
      await Promise.all([...legs.values()].map((leg) => leg.hangup('shutdown')));
    },
  };
}

function incomingOf(
  { from, to, parameters }: StreamStart,
  { workspaceId, agentId }: { workspaceId: string; agentId: string },
): IncomingPhoneCall {
  return {
    wire: 'twilio',
    workspaceId,
    from: from ?? untold,
    to: to ?? untold,
    headers: {},
    agent: { agentId, version: null },
    variables: Object.fromEntries(Object.entries(parameters).filter(([name]) => !parties.has(name))),
  };
}
