// What a browser joins a call with: a JWT in LiveKit's shape, so that unmodified clients can read it.

import { jwtVerify, SignJWT } from 'jose';
import type { WallClock } from '../../interfaces/clock.ts';

/** Who a token lets in: the caller, or somebody who listens unseen. */
export interface TokenHolder {
  callId: string;
  identity: string;
  role: 'caller' | 'listener';
}

export interface AccessTokens {
  /** For the caller of `callId`. Valid for the time to join and the longest call, so that a resume works to the end. */
  create(callId: string): Promise<string>;
  /** For one who listens under this id; for as long as a call can last. */
  createListener(callId: string, participantId: string): Promise<string>;
  /** Null for a token that is not ours, damaged or expired. */
  verify(token: string): Promise<TokenHolder | null>;
}

const ISSUER = 'ringback';
const CALLER = 'client';
/** The longest call of the contract (2 hours), the time to join, and a minute to come back in. */
const LIFETIME_S = 7_200 + 30 + 60;
export const ACCESS_TOKEN_MS = LIFETIME_S * 1000;

/** What a token may do in its room, in LiveKit's words; `hidden` marks a listener. */
interface Grant {
  room?: unknown;
  roomJoin?: unknown;
  hidden?: unknown;
}

/** `key`: 32 bytes, derived from the envelope key for this purpose alone. */
export function createAccessTokens(key: Uint8Array, now: WallClock): AccessTokens {
  function sign(subject: string, video: object): Promise<string> {
    const nowS = Math.floor(now() / 1000);
    return new SignJWT({ video })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setSubject(subject)
      .setNotBefore(nowS - 60)
      .setIssuedAt(nowS)
      .setExpirationTime(nowS + LIFETIME_S)
      .sign(key);
  }

  return {
    create: (room) =>
      sign(CALLER, { room, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true }),
    createListener: (room, participantId) =>
      sign(participantId, {
        room,
        roomJoin: true,
        canPublish: false,
        canSubscribe: true,
        canPublishData: false,
        hidden: true,
      }),
    async verify(token) {
      try {
        const options = { algorithms: ['HS256'], issuer: ISSUER, currentDate: new Date(now()) };
        const { payload } = await jwtVerify<{ video?: Grant }>(token, key, options);
        const { room, roomJoin, hidden } = payload.video ?? {};
        if (typeof room !== 'string' || roomJoin !== true || payload.sub === undefined) return null;
        return { callId: room, identity: payload.sub, role: hidden === true ? 'listener' : 'caller' };
      } catch {
        return null;
      }
    },
  };
}
