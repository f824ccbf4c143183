// Renting a number so that a cut answer does not rent two: what is bought bears a mark of its wish until it is known to be ours, and whoever
// wishes the same again takes what bears the mark first.

import { createHash } from 'node:crypto';
import { TelephonyError, type BoughtNumber, type NumberWish } from '../../interfaces/telephony.ts';

/** What one carrier does of it. Each throws TelephonyError. */
export interface NumberMarket {
  /** A number of the account that bears this mark. */
  findMarked(mark: string): Promise<BoughtNumber | null>;
  /** Numbers that are to be had, E.164, the best first. */
  search(wish: NumberWish): Promise<string[]>;
  /** `taken`: somebody else has it by now. `unknown`: no answer came, it may be ours. */
  buy(phoneNumber: string, mark: string): Promise<BoughtNumber | 'taken' | 'unknown'>;
  /** Takes the mark off: from here on it is kept. Safe to ask twice. */
  unmark(number: BoughtNumber): Promise<void>;
}

const tries = 3;

/** One at a time, so that two who wish the same do not get the same. */
export function createBuyer(market: NumberMarket): (wish: NumberWish) => Promise<BoughtNumber> {
  let before: Promise<unknown> = Promise.resolve();
  return (wish) => {
    const bought = before.then(() => buyOnce(market, wish));
    before = bought.catch(() => {});
    return bought;
  };
}

async function buyOnce(market: NumberMarket, wish: NumberWish): Promise<BoughtNumber> {
  const mark = markOf(wish);
  const number = (await market.findMarked(mark)) ?? (await buyNew(market, wish, mark));
  await market.unmark(number);
  return number;
}

async function buyNew(market: NumberMarket, wish: NumberWish, mark: string): Promise<BoughtNumber> {
  const candidates = wish.phoneNumber === null ? await market.search(wish) : [wish.phoneNumber];
  for (const candidate of candidates.slice(0, tries)) {
    const bought = await market.buy(candidate, mark);
    if (bought === 'unknown') return (await market.findMarked(mark)) ?? uncertain();
    if (bought !== 'taken') return bought;
  }
  throw new TelephonyError('no_such_number', noneLeft(wish));
}

function uncertain(): never {
  throw new TelephonyError('unavailable', 'The carrier did not answer. Ask for the same number again in a minute.');
}

function noneLeft({ phoneNumber, areaCode, country, tollFree }: NumberWish): string {
  if (phoneNumber !== null) return `${phoneNumber} is not to be had. Choose another.`;
  const what = `${tollFree ? 'toll-free number' : 'number'} of ${country}${areaCode === null ? '' : ` with area code ${areaCode}`}`;
  return `There is no ${what} to be had now. Try another area code.`;
}

/** The same for the same wish. */
function markOf({ phoneNumber, areaCode, country, tollFree }: NumberWish): string {
  const text = JSON.stringify([phoneNumber, areaCode, country, tollFree]);
  return `ringback-new-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}
