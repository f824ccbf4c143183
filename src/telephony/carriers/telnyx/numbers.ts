// Numbers of Telnyx: https://developers.telnyx.com/docs/numbers

import { TelephonyError, type BoughtNumber } from '../../../interfaces/telephony.ts';
import type { NumberMarket } from '../buy-once.ts';
import type { CarrierReply, Json } from '../carrier-http.ts';
import { telephonyErrorOf } from './failures.ts';
import { dataOf, listOf, type TelnyxRest } from './rest.ts';

const COULD_NOT_BUY = 'Telnyx could not rent the number';

export interface TelnyxMarketDeps {
  rest: TelnyxRest;
  connectionId: string | null;
  messagingProfileId: string | null;
  /** Between looks at an order that is being carried out. */
  pause?(ms: number): Promise<void>;
}

/** Looks at an order and at the number that it brings; together half a minute. */
const looks = 15;
const lookEveryMs = 2_000;

/** A number's mark is its customer reference. */
export function createTelnyxMarket(deps: TelnyxMarketDeps): NumberMarket {
  const { rest, pause = sleep } = deps;

  async function owned(filter: string, value: string): Promise<BoughtNumber | null> {
    const query = { [`filter[${filter}]`]: value, 'page[size]': '1' };
    const reply = await rest.ask({ method: 'GET', path: '/phone_numbers', query, repeatable: true });
    const [first] = listOf(doneOr(reply, COULD_NOT_BUY));
    return first ? numberOf(first) : null;
  }

  /** An order is carried out in the background; the number is there when it is done. */
  async function ordered(orderId: string, phoneNumber: string): Promise<BoughtNumber | 'taken' | 'unknown'> {
    for (let look = 0; look < looks; look++) {
      const path = `/number_orders/${encodeURIComponent(orderId)}`;
      const status = dataOf(doneOr(await rest.ask({ method: 'GET', path, repeatable: true }), COULD_NOT_BUY))['status'];
      if (status === 'failure') return 'taken';
      const number = status === 'success' ? await owned('phone_number', phoneNumber) : null;
      if (number) return number;
      await pause(lookEveryMs);
    }
    return 'unknown';
  }

  return {
    findMarked: (mark) => owned('customer_reference', mark),
    async search({ country, areaCode, tollFree }) {
      const query = {
        'filter[country_code]': country,
        'filter[phone_number_type]': tollFree ? 'toll_free' : 'local',
        'filter[features][]': 'voice',
        'filter[limit]': '5',
        ...(areaCode === null ? {} : { 'filter[national_destination_code]': String(areaCode) }),
      };
      const reply = await rest.ask({ method: 'GET', path: '/available_phone_numbers', query, repeatable: true });
      return listOf(doneOr(reply, 'Telnyx could not look for numbers')).map(({ phone_number }) => String(phone_number));
    },
    async buy(phoneNumber, mark) {
      if (deps.connectionId === null)
        throw new TelephonyError(
          'not_set_up',
          'TELNYX_CONNECTION_ID is not set: the id of a Call Control application at Telnyx.',
        );
      const json: Json = {
        phone_numbers: [{ phone_number: phoneNumber }],
        connection_id: deps.connectionId,
        customer_reference: mark,
        ...(deps.messagingProfileId === null ? {} : { messaging_profile_id: deps.messagingProfileId }),
      };
      const reply = await rest.ask({ method: 'POST', path: '/number_orders', json });
      if (reply.is === 'lost') return 'unknown';
      // 10027, 85001: it is not to be had.
      if (reply.is === 'refused' && (reply.code === '10027' || reply.code === '85001')) return 'taken';
      return ordered(String(dataOf(doneOr(reply, COULD_NOT_BUY))['id'] ?? ''), phoneNumber);
    },
    async unmark({ providerId }) {
      const path = `/phone_numbers/${encodeURIComponent(providerId)}`;
      const json = { customer_reference: 'ringback' };
      doneOr(await rest.ask({ method: 'PATCH', path, json, repeatable: true }), COULD_NOT_BUY);
    },
  };
}

/** One that is gone already is given back. Throws TelephonyError. */
export async function releaseTelnyxNumber(rest: TelnyxRest, { providerId }: BoughtNumber): Promise<void> {
  const path = `/phone_numbers/${encodeURIComponent(providerId)}`;
  const reply = await rest.ask({ method: 'DELETE', path, repeatable: true });
  if (reply.is === 'refused' && reply.status === 404) return;
  doneOr(reply, 'Telnyx could not take the number back');
}

function numberOf({ id, phone_number }: Json): BoughtNumber {
  return { provider: 'telnyx', phoneNumber: String(phone_number), providerId: String(id) };
}

function doneOr(reply: CarrierReply, what: string): Json {
  if (reply.is === 'done') return reply.json;
  throw telephonyErrorOf(what, reply);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
