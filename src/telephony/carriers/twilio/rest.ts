// Twilio's REST API of one account: https://www.twilio.com/docs/usage/api

import { createCarrierHttp, type CarrierHttp, type CarrierQuestion, type CarrierReply } from '../carrier-http.ts';

export interface TwilioAccount {
  accountSid: string;
  authToken: string;
  baseUrl: string;
}

export interface TwilioRest {
  /** `path`: below the account, like `/Calls.json`. Never rejects. */
  ask(question: CarrierQuestion): Promise<CarrierReply>;
  close(): Promise<void>;
}

export function createTwilioRest({ accountSid, authToken, baseUrl }: TwilioAccount): TwilioRest {
  const http: CarrierHttp = createCarrierHttp({
    baseUrl: `${baseUrl}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}`,
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
    faultOf: ({ code, message }) => ({
      code: typeof code === 'number' || typeof code === 'string' ? String(code) : null,
      message: typeof message === 'string' ? message : '',
    }),
  });
  return http;
}
