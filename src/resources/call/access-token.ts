// What a browser joins a call with: a JWT in LiveKit's shape, so that unmodified clients can read it.

import { jwtVerify, SignJWT } from 'jose';
import type { WallClock } from '../../interfaces/clock.ts';

export interface AccessTokens {
  /** For the caller of `callId`. Valid for the time to join and the longest call, so that a resume works to the end. */
  create(callId: string): Promise<string>;
  /** Null for a token that is not ours, damaged or expired. */
  verify(token: string): Promise<{ callId: string; identity: string } | null>;
}

const ISSUER = 'ringback';
const CALLER = 'client';
/** The longest call of the contract (2 hours), the time to join, and a minute to come back in. */
const LIFETIME_S = 7_200 + 30 + 60;

/** `key`: 32 bytes, derived from the envelope key for this purpose alone. */
export function createAccessTokens(key: Uint8Array, now: WallClock): AccessTokens {
  return {
    create(callId) {
      const nowS = Math.floor(now() / 1000);
      return new SignJWT({
        video: { room: callId, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true },
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(ISSUER)
        .setSubject(CALLER)
        .setNotBefore(nowS - 60)
        .setIssuedAt(nowS)
        .setExpirationTime(nowS + LIFETIME_S)
        .sign(key);
    },
    async verify(token) {
      try {
        const options = { algorithms: ['HS256'], issuer: ISSUER, currentDate: new Date(now()) };
        const { payload } = await jwtVerify<{ video?: { room?: unknown; roomJoin?: unknown } }>(token, key, options);
        const { room, roomJoin } = payload.video ?? {};
        if (typeof room !== 'string' || roomJoin !== true || payload.sub === undefined) return null;
        return { callId: room, identity: payload.sub };
      } catch {
        return null;
      }
    },
  };
}
