// All carriers of a server together: their calls, numbers and texts, the addresses that they call here, and the streams that people's own
// TwiML brings to an agent. Without any carrier's credentials the last still works.

import type { CarrierDoors } from '../../interfaces/carrier-doors.ts';
import type { CarrierEvent, CarrierEvents } from '../../interfaces/carrier-events.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { PhoneEdge, PhoneLegIdentifier } from '../../interfaces/phone-edge.ts';
import { TelephonyError, type NumberProvider, type Telephony } from '../../interfaces/telephony.ts';
import type { OpenPhonePeer } from '../../media/index.ts';
import { createAgentStreams, type IncomingListener } from './agent-streams.ts';
import type { Carrier } from './carrier.ts';
import { createAgentAddresses, createOneTimeAddresses } from './media-address.ts';
import { createMediaDoors, isMediaPath, type StreamOwner } from './media-doors.ts';
import type { MediaSocketLimits } from './media-socket.ts';
import { createTelnyx } from './telnyx/telnyx.ts';
import type { TelnyxAccount } from './telnyx/rest.ts';
import { createTwilio } from './twilio/twilio.ts';
import type { TwilioAccount } from './twilio/rest.ts';

export interface CarriersOptions {
  twilio: TwilioAccount | null;
  telnyx: TelnyxAccount | null;
  /** How carriers reach this server, without a slash at its end. */
  publicUrl: string;
  openPeer: OpenPhonePeer;
  /** 32 bytes for one purpose; the same as long as addresses in people's TwiML are to work. */
  derive(purpose: string): Buffer;
  wallClock: WallClock;
  /** Never goes back, ms. */
  nowMs(): number;
  log(message: string, facts: object): void;
  limits?: Partial<MediaSocketLimits>;
}

export interface Carriers extends CarrierEvents {
  /** Null: that carrier is not set up. */
  edge(provider: NumberProvider): PhoneEdge | null;
  /** One listener for the calls of all of them. */
  onIncoming(listener: IncomingListener): void;
  /** Null: none is set up. */
  readonly telephony: Pick<Telephony, 'buyNumber' | 'releaseNumber' | 'sendText'> | null;
  readonly doors: CarrierDoors;
  /** The address of an agent's media stream, for people's own TwiML: `wss://...`. */
  agentStreamUrl(workspaceId: string, agentId: string): string;
  /** Begins to hang up on a call that a server which died left at its carrier; what fails is logged. */
  bury(call: PhoneLegIdentifier): void;
  /** Hangs up on everybody. Idempotent. */
  close(): Promise<void>;
}

/** Throws when the public key of Telnyx is none. */
export function createCarriers(options: CarriersOptions): Carriers {
  const { publicUrl } = options;
  const oneTime = createOneTimeAddresses<StreamOwner>(options.derive('carrier media'));
  const agents = createAgentAddresses(options.derive('agent media'));
  let hearEvent: ((event: CarrierEvent) => Promise<void>) | null = null;
  const common = { ...options, oneTime, tell: async (event: CarrierEvent) => hearEvent?.(event) };
  const all: Partial<Record<NumberProvider, Carrier>> = {
    ...(options.twilio && { twilio: createTwilio({ ...common, account: options.twilio }) }),
    ...(options.telnyx && { telnyx: createTelnyx({ ...common, account: options.telnyx }) }),
  };
  const streams = createAgentStreams(options);
  const media = createMediaDoors({ ...options, oneTime, agents, onAgentStream: streams.take });
  let closing: Promise<void> | null = null;

  return {
    edge: (provider) => all[provider]?.edge ?? null,
    onIncoming(listener) {
      streams.onIncoming(listener);
      for (const { edge } of Object.values(all)) edge.onIncoming(listener);
    },
    onEvent: (listener) => (hearEvent = listener),
    telephony: telephonyOf(all),
    doors: {
      isMediaPath,
      handleUpgrade: media.handleUpgrade,
      async answer({ url, headers, body }) {
        const [, name = '', path = ''] = /^\/carriers\/([a-z]+)\/([^?]{1,200})(?:\?|$)/.exec(url) ?? [];
        const carrier = all[name as NumberProvider];
        if (!carrier) return null;
        try {
          return await carrier.answer({ path, address: publicUrl + url, headers, body });
        } catch (error) {
          options.log('a webhook of a carrier failed', { carrier: name, path, err: error });
          return { status: 500, contentType: 'text/plain; charset=utf-8', body: 'it failed here; try again' };
        }
      },
    },
    agentStreamUrl: (workspaceId, agentId) => publicUrl.replace(/^http/, 'ws') + agents.pathOf(workspaceId, agentId),
    bury(call) {
      for (const carrier of Object.values(all)) carrier.bury(call);
    },
    close() {
      closing ??= (async () => {
        await Promise.all([streams.close(), ...Object.values(all).map((carrier) => carrier.close())]);
        await media.close();
      })();
      return closing;
    },
  };
}

function telephonyOf(all: Partial<Record<NumberProvider, Carrier>>): Carriers['telephony'] {
  const [first] = Object.keys(all) as NumberProvider[];
  if (!first) return null;
  const carrierOf = (provider: NumberProvider): Carrier => {
    const carrier = all[provider];
    if (carrier) return carrier;
    const names =
      provider === 'twilio' ? 'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN' : 'TELNYX_API_KEY and TELNYX_PUBLIC_KEY';
    throw new TelephonyError(
      'not_set_up',
      `${provider === 'twilio' ? 'Twilio' : 'Telnyx'} is not set up on this server. Set ${names}.`,
    );
  };
  return {
    buyNumber: async (wish) => carrierOf(wish.provider).buyNumber(wish),
    releaseNumber: async (number) => carrierOf(number.provider).releaseNumber(number),
    async sendText(message) {
      const carrier = message.provider ?? first;
      return { ...(await carrierOf(carrier).sendText(message)), carrier };
    },
  };
}
