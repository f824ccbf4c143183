// Buying a number from a carrier.

import { refused, invalidRequest, type RequestBody } from '../../contract/index.ts';
import { TelephonyError, type BoughtNumber, type NumberWish, type Telephony } from '../../interfaces/telephony.ts';
import { insertPhoneNumber, lockFallbacks } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { checkNumber } from './numbering.ts';
import { changedConfig, checkFallback, renderPhoneNumber, type PhoneNumber } from './phone-numbers.ts';
import { checkFallbackNumber, checkNoTrunk } from './settings.ts';

type Body = RequestBody<'createPhoneNumber'>;
type Deps = Pick<ResourceDeps, 'db' | 'now' | 'telephony' | 'log'>;

/** Everything that can be refused is refused before money is spent; a number that cannot be kept goes back. */
export async function createPhoneNumber(deps: Deps, workspaceId: string, body: Body): Promise<PhoneNumber> {
  const wish = wishOf(body);
  checkNoTrunk(body);
  const config = await changedConfig(deps.db, workspaceId, {}, body);
  if (body.fallback_number != null) checkFallbackNumber(wish.phoneNumber ?? '', body.fallback_number);
  const telephony = carrier(deps);
  const bought = await buy(telephony, wish);
  try {
    return await keep(deps, workspaceId, bought, config, body.fallback_number ?? null);
  } catch (error) {
    await telephony.releaseNumber(bought).catch((failure: unknown) => {
      deps.log.error(
        { provider: bought.provider, err: failure },
        'a bought number could neither be kept nor given back',
      );
    });
    throw error;
  }
}

function wishOf(body: Body): NumberWish {
  const { phone_number, area_code, country_code = 'US', number_provider = 'twilio', toll_free = false } = body;
  if (phone_number !== undefined) checkNumber('phone_number', phone_number);
  if (area_code !== undefined && (area_code < 200 || area_code > 999))
    throw invalidRequest(`area_code: expected three digits from 200 to 999, got ${area_code}.`);
  return {
    provider: number_provider,
    phoneNumber: phone_number ?? null,
    areaCode: area_code ?? null,
    country: country_code,
    tollFree: toll_free,
  };
}

function carrier(deps: Deps): Telephony {
  if (deps.telephony) return deps.telephony;
  throw refused(
    'No carrier is set up on this server, so no number can be bought. Connect a number of your own with import-phone-number, or set up Twilio or Telnyx.',
  );
}

async function buy(telephony: Telephony, wish: NumberWish): Promise<BoughtNumber> {
  try {
    return await telephony.buyNumber(wish);
  } catch (error) {
    if (error instanceof TelephonyError) throw refused(`The number could not be bought: ${error.message}`);
    throw error;
  }
}

function keep(
  deps: Deps,
  workspaceId: string,
  bought: BoughtNumber,
  config: object,
  fallback_number: string | null,
): Promise<PhoneNumber> {
  return deps.db.transaction().execute(async (trx) => {
    const place = { workspaceId, phoneNumber: bought.phoneNumber };
    if (fallback_number !== null) {
      await lockFallbacks(trx, workspaceId);
      await checkFallback(trx, place, fallback_number);
    }
    const now = deps.now();
    const row = await insertPhoneNumber(trx, {
      workspace_id: workspaceId,
      phone_number: bought.phoneNumber,
      provider: bought.provider,
      provider_id: bought.providerId,
      fallback_number,
      config: JSON.stringify(config),
      created_at: now,
      modified_at: now,
    });
    if (!row) throw refused(`Phone number ${bought.phoneNumber} is here already.`);
    return renderPhoneNumber(row);
  });
}
