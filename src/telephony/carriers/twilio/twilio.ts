// Twilio: calls, numbers, texts, and the addresses that it calls here. Whatever comes in is Twilio's by its signature, or is refused.

import type { CarrierAnswer } from '../../../interfaces/carrier-doors.ts';
import { createBuyer } from '../buy-once.ts';
import { forged, heard, type Carrier, type TellEvent, type Webhook } from '../carrier.ts';
import { createTwilioEdge, type TwilioEdge, type TwilioEdgeDeps } from './edge.ts';
import { createTwilioMarket, releaseTwilioNumber } from './numbers.ts';
import { createTwilioRest, type TwilioAccount } from './rest.ts';
import { isSignedByTwilio } from './signature.ts';
import { incomingTwilioText, sendTwilioText, twilioTextState } from './texts.ts';
import { nothing } from './twiml.ts';

export interface TwilioDeps extends Omit<TwilioEdgeDeps, 'rest'> {
  account: TwilioAccount;
  tell: TellEvent;
}

export function createTwilio(deps: TwilioDeps): Carrier {
  const rest = createTwilioRest(deps.account);
  const edge = createTwilioEdge({ ...deps, rest });
  return {
    edge,
    buyNumber: createBuyer(createTwilioMarket({ ...deps, rest })),
    releaseNumber: (number) => releaseTwilioNumber(rest, number),
    sendText: (message) => sendTwilioText({ ...deps, rest }, message),
    async answer(webhook) {
      const form = new URLSearchParams(webhook.body.toString('utf8'));
      const signature = webhook.headers['x-twilio-signature'];
      if (!isSignedByTwilio(deps.account.authToken, { url: webhook.address, form, signature })) return forged;
      return answerSigned(edge, deps.tell, webhook, form);
    },
    bury({ twilio_call_sid: id }) {
      if (id !== undefined) edge.bury(id);
    },
    async close() {
      await edge.close();
      await rest.close();
    },
  };
}

async function answerSigned(
  edge: TwilioEdge,
  tell: TellEvent,
  { path }: Webhook,
  form: URLSearchParams,
): Promise<CarrierAnswer | null> {
  const [what, ref = null] = path.split('/');
  switch (what) {
    case 'voice':
      return twiml(await edge.voice(form));
    case 'status':
      edge.status(form, ref);
      return heard;
    case 'text': {
      const text = incomingTwilioText(form);
      if (text) await tell(text);
      // What is answered is sent by the API, when there is an answer.
      return twiml(nothing);
    }
    case 'text-status': {
      const state = twilioTextState(form);
      if (state) await tell(state);
      return heard;
    }
    default:
      return null;
  }
}

function twiml(body: string): CarrierAnswer {
  return { status: 200, contentType: 'text/xml; charset=utf-8', body };
}
