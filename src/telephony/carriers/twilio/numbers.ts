// Numbers of Twilio: https://www.twilio.com/docs/phone-numbers/api

import type { BoughtNumber, NumberWish } from '../../../interfaces/telephony.ts';
import type { NumberMarket } from '../buy-once.ts';
import type { CarrierReply, Json } from '../carrier-http.ts';
import { telephonyErrorOf } from './failures.ts';
import type { TwilioRest } from './rest.ts';

const COULD_NOT_BUY = 'Twilio could not rent the number';

/** A number's mark is its friendly name. */
export function createTwilioMarket(deps: { rest: TwilioRest; publicUrl: string }): NumberMarket {
  const { rest, publicUrl } = deps;
  const root = '/IncomingPhoneNumbers';

  return {
    async findMarked(mark) {
      const query = { FriendlyName: mark, PageSize: '1' };
      const reply = doneOr(
        await rest.ask({ method: 'GET', path: `${root}.json`, query, repeatable: true }),
        COULD_NOT_BUY,
      );
      const [first] = listOf(reply['incoming_phone_numbers']);
      return first ? numberOf(first) : null;
    },
    async search(wish) {
      const path = `/AvailablePhoneNumbers/${wish.country}/${wish.tollFree ? 'TollFree' : 'Local'}.json`;
      const query = { VoiceEnabled: 'true', PageSize: '5', ...areaOf(wish) };
      const reply = doneOr(
        await rest.ask({ method: 'GET', path, query, repeatable: true }),
        'Twilio could not look for numbers',
      );
      return listOf(reply['available_phone_numbers']).map(({ phone_number }) => String(phone_number));
    },
    async buy(phoneNumber, mark) {
      const form = { PhoneNumber: phoneNumber, FriendlyName: mark, ...webhooksOf(publicUrl) };
      const reply = await rest.ask({ method: 'POST', path: `${root}.json`, form });
      if (reply.is === 'lost') return 'unknown';
      if (reply.is === 'refused' && TAKEN.has(reply.code ?? '')) return 'taken';
      return numberOf(doneOr(reply, COULD_NOT_BUY));
    },
    async unmark({ providerId, phoneNumber }) {
      const path = `${root}/${encodeURIComponent(providerId)}.json`;
      const form = { FriendlyName: phoneNumber };
      doneOr(await rest.ask({ method: 'POST', path, form, repeatable: true }), COULD_NOT_BUY);
    },
  };
}

/** 21422: it is not available. */
const TAKEN = new Set(['21422']);

/** One that is gone already is given back. Throws TelephonyError. */
export async function releaseTwilioNumber(rest: TwilioRest, { providerId }: BoughtNumber): Promise<void> {
  const path = `/IncomingPhoneNumbers/${encodeURIComponent(providerId)}.json`;
  const reply = await rest.ask({ method: 'DELETE', path, repeatable: true });
  if (reply.is === 'refused' && reply.status === 404) return;
  doneOr(reply, 'Twilio could not take the number back');
}

function areaOf({ areaCode }: NumberWish): Record<string, string> {
  return areaCode === null ? {} : { AreaCode: String(areaCode) };
}

function webhooksOf(publicUrl: string): Record<string, string> {
  return {
    VoiceUrl: `${publicUrl}/carriers/twilio/voice`,
    VoiceMethod: 'POST',
    StatusCallback: `${publicUrl}/carriers/twilio/status`,
    StatusCallbackMethod: 'POST',
    SmsUrl: `${publicUrl}/carriers/twilio/text`,
    SmsMethod: 'POST',
  };
}

function numberOf({ sid, phone_number }: Json): BoughtNumber {
  return { provider: 'twilio', phoneNumber: String(phone_number), providerId: String(sid) };
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

function doneOr(reply: CarrierReply, what: string): Json {
  if (reply.is === 'done') return reply.json;
  throw telephonyErrorOf(what, reply);
}
