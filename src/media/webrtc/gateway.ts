// Web calls over plain HTTP signalling: browsers offer, we answer, and they become legs like those of the LiveKit-protocol endpoint.

import type { WallClock } from '../../interfaces/clock.ts';
import type { GatewayAnswer, GatewayAsk, WebCallGateway } from '../../interfaces/gateway.ts';
import type { CallLeg } from '../../interfaces/leg.ts';
import type { RunningMediaHost } from '../host/start-media-host.ts';
import type { Admission } from './endpoint.ts';
import { GatewaySession, OfferRefused } from './gateway-session.ts';
import { sessionLimits, type SessionLimits } from './signal-session.ts';

export interface GatewayOptions {
  /** Whose token is this, and may it join now? A rejection counts as 500. */
  authorize(token: string): Promise<Admission>;
  mediaHost: Pick<RunningMediaHost, 'peer'>;
  wallClock?: WallClock;
  limits?: Partial<SessionLimits>;
  log?(message: string, fields?: Record<string, unknown>): void;
}

export interface Gateway extends WebCallGateway {
  /** A leg that joined. One listener. */
  onIncoming(listener: (leg: CallLeg, callId: string) => void): void;
  /** Does a client hold this call by us? */
  has(callId: string): boolean;
  /** Hangs up on everybody. Idempotent. */
  close(): Promise<void>;
}

type Refusal = GatewayAnswer<object> & { ok: false };

const maxSdpCharacters = 64_000;

export function createGateway(options: GatewayOptions): Gateway {
  const { wallClock = Date.now, log = () => {} } = options;
  const limits = { ...sessionLimits, ...options.limits };
  const sessions = new Map<string, GatewaySession>();
  let listener: ((leg: CallLeg, callId: string) => void) | null = null;
  let closed = false;

  /** Null when the token opens this call. */
  async function refusalOf({ callId, token }: GatewayAsk): Promise<Refusal | null> {
    if (token === null) return refuse(401, 'no access token');
    try {
      const admission = await options.authorize(token);
      if (!admission.ok) return admission;
      if (admission.callId !== callId || admission.role === 'listener')
        return refuse(403, 'this access token is for another call');
    } catch (error) {
      log('a web call could not be authorized', { reason: error instanceof Error ? error.message : String(error) });
      return refuse(500, 'the call could not be looked up');
    }
    return closed ? refuse(503, 'shutting down') : null;
  }

  function createSession(callId: string): GatewaySession {
    const session: GatewaySession = new GatewaySession({
      callId,
      openPeer: (leg, onNews) => options.mediaHost.peer(leg, onNews),
      wallClock,
      limits,
      log,
      onGone: () => {
        if (sessions.get(callId) === session) sessions.delete(callId);
      },
    });
    sessions.set(callId, session);
    return session;
  }

  /** The session, if it is the one that holds the call. */
  async function held(ask: GatewayAsk & { sessionId: string }): Promise<GatewaySession | Refusal> {
    const refusal = await refusalOf(ask);
    if (refusal) return refusal;
    const session = sessions.get(ask.callId);
    return session?.id === ask.sessionId
      ? session
      : refuse(404, 'there is no such session, or another has replaced it');
  }

  return {
    async open(ask) {
      const refusal = (await refusalOf(ask)) ?? faultOf(ask.sdp);
      if (refusal) return refusal;
      const session = sessions.get(ask.callId) ?? createSession(ask.callId);
      try {
        const opened = await session.open(ask.sdp);
        if (!session.announced) listener?.(session.leg, ask.callId);
        session.announced = true;
        return { ok: true, ...opened };
      } catch (error) {
        // A call that nobody could join yet goes on waiting.
        if (!session.announced && !session.isAnswering) session.leave();
        return refusalBy(error);
      }
    },
    async change({ sdp, candidates, ...ask }) {
      const session = await held(ask);
      if (!(session instanceof GatewaySession)) return session;
      if (!session.addCandidates(candidates)) return refuse(400, 'candidates: too many for one session');
      if (sdp === undefined) return { ok: true, session_id: session.id };
      const fault = faultOf(sdp);
      if (fault) return fault;
      try {
        return { ok: true, session_id: session.id, sdp: await session.offer(sdp) };
      } catch (error) {
        return refusalBy(error);
      }
    },
    async leave(ask) {
      const session = await held(ask);
      if (!(session instanceof GatewaySession)) return session;
      session.leave();
      return { ok: true };
    },
    onIncoming: (each) => (listener = each),
    has: (callId) => sessions.has(callId),
    async close() {
      if (closed) return;
      closed = true;
      if (sessions.size === 0) return;
      for (const session of [...sessions.values()]) session.hangup('shutdown');
      await new Promise((resolve) => setTimeout(resolve, limits.lingerMs * 2));
    },
  };
}

function refuse(status: number, message: string): Refusal {
  return { ok: false, status, message };
}

function refusalBy(error: unknown): Refusal {
  if (error instanceof OfferRefused) return refuse(400, `sdp: the offer could not be answered: ${error.message}`);
  throw error;
}

/** What is no offer at all need not travel further. */
function faultOf(sdp: string): Refusal | null {
  if (sdp.length > maxSdpCharacters) return refuse(400, `sdp: expected at most ${maxSdpCharacters} characters.`);
  if (!sdp.startsWith('v=0') || !/^m=audio /m.test(sdp))
    return refuse(400, 'sdp: expected an offer with a microphone (m=audio).');
  return null;
}
