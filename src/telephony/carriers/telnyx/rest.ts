// Telnyx' API, version 2: https://developers.telnyx.com/api

import { createCarrierHttp, type CarrierHttp, type Json } from '../carrier-http.ts';

export interface TelnyxAccount {
  apiKey: string;
  /** Base64 of the 32 bytes that webhooks are signed with. */
  publicKey: string;
  /** The Call Control application that dials and that numbers are bound to; null: no calls. */
  connectionId: string | null;
  /** That numbers are bound to for texts; null: none. */
  messagingProfileId: string | null;
  baseUrl: string;
}

export type TelnyxRest = CarrierHttp;

export function createTelnyxRest({ apiKey, baseUrl }: TelnyxAccount): TelnyxRest {
  return createCarrierHttp({
    baseUrl: `${baseUrl}/v2`,
    headers: { authorization: `Bearer ${apiKey}` },
    faultOf: ({ errors }) => {
      const [first] = Array.isArray(errors) ? (errors as Json[]) : [];
      const words = [first?.['title'], first?.['detail']].filter((each) => typeof each === 'string');
      return { code: first?.['code'] === undefined ? null : String(first['code']), message: words.join(': ') };
    },
  });
}

/** What an answer is about. */
export function dataOf({ data }: Json): Json {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Json) : {};
}

export function listOf({ data }: Json): Json[] {
  return Array.isArray(data) ? (data as Json[]) : [];
}
