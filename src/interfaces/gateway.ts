// Web calls over plain HTTP signalling: what the routes hand on to where the sound is.

/** `status` as HTTP has it; `message` says what is wrong. */
export type GatewayAnswer<T extends object> = ({ ok: true } & T) | { ok: false; status: number; message: string };

/** Who asks, of which call: the access token decides. */
export interface GatewayAsk {
  callId: string;
  token: string | null;
}

export interface GatewayCandidate {
  candidate: string;
  sdpMid?: string | null;
  sdpMLineIndex?: number | null;
}

export interface WebCallGateway {
  /** A client's offer for the call; a session that was there before is replaced. */
  open(ask: GatewayAsk & { sdp: string }): Promise<GatewayAnswer<{ session_id: string; sdp: string }>>;
  /** More candidates, or a new offer after an ICE restart. */
  change(
    ask: GatewayAsk & { sessionId: string; sdp?: string; candidates: readonly GatewayCandidate[] },
  ): Promise<GatewayAnswer<{ session_id: string; sdp?: string }>>;
  /** The client hangs up. */
  leave(ask: GatewayAsk & { sessionId: string }): Promise<GatewayAnswer<object>>;
}
