// What carriers tell of texts: one that came is kept and read by a job, so that the carrier is answered at once.

import type { Kysely } from 'kysely';
import type { CarrierEvent, IncomingText } from '../../interfaces/carrier-events.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Log } from '../../interfaces/log.ts';
import { enqueue, storableText, type Database } from '../../storage/index.ts';
import {
  countTextsIn,
  hasOptedOut,
  insertText,
  listNewTexts,
  listNumbersCalled,
  lockTextsOf,
  type TextPair,
} from '../../storage/tables/index.ts';
import { optOutWord } from './opt-out-words.ts';
import { hearTextState } from './text-state.ts';

export interface HearTextDeps {
  db: Kysely<Database>;
  now: WallClock;
  log: Log;
}

const MINUTE_MS = 60_000;
/** From one person to one number, and to one number at all; what is more is not read. */
const MAX_PER_MINUTE = { ofPair: 20, ofNumber: 600 };
/** Beyond so many that nobody has read, one more word changes nothing. */
const MOST_WAITING = 1_000;
const MAX_CHARACTERS = 10_000;
const MAX_NAME_CHARACTERS = 64;
const MAX_URL_CHARACTERS = 2_000;

/** Safe to be told twice. Rejects when the database is away. */
export async function hearCarrierEvent(deps: HearTextDeps, event: CarrierEvent): Promise<void> {
  switch (event.is) {
    case 'text':
      return hearText(deps, event);
    case 'textState':
      return hearTextState(deps, event);
    default:
      return event satisfies never;
  }
}

async function hearText(deps: HearTextDeps, event: IncomingText): Promise<void> {
  const { db, log } = deps;
  const [number, other] = await listNumbersCalled(db, event.to);
  if (!number || other || event.from === '' || event.from.length > MAX_NAME_CHARACTERS) {
    log.info({ carrier: event.carrier, isAmbiguous: other !== undefined }, 'a text message came for nobody here');
    return;
  }
  const pair = { workspace_id: number.workspace_id, our_number: number.phone_number, their_number: event.from };
  await db.transaction().execute(async (trx) => {
    await lockTextsOf(trx, pair);
    if ((await isFlooded(trx, pair, deps.now())) && !(await isFirstStop(trx, pair, event))) {
      log.debug({ number: pair.our_number }, 'a text message is not read: too many came within a minute');
      return;
    }
    const isNew = await insertText(trx, {
      ...pair,
      direction: 'in',
      carrier: event.carrier,
      message_id: event.messageId,
      state: 'new',
      content: JSON.stringify(contentOf(event)),
      created_at: deps.now(),
    });
    if (isNew) await enqueueTexts(trx, pair);
  });
}

/** Has somebody read what is new between these two. */
export async function enqueueTexts(trx: Kysely<Database>, pair: TextPair): Promise<void> {
  const { workspace_id, our_number, their_number } = pair;
  const jobKey = `read-texts ${workspace_id} ${our_number} ${their_number}`;
  await enqueue(trx, 'read-texts', { workspace_id, our_number, their_number }, { jobKey, maxAttempts: 10 });
}

async function isFlooded(trx: Kysely<Database>, pair: TextPair, now: number): Promise<boolean> {
  const { ofPair, ofNumber } = await countTextsIn(trx, pair, now - MINUTE_MS);
  return Number(ofPair) >= MAX_PER_MINUTE.ofPair || Number(ofNumber) >= MAX_PER_MINUTE.ofNumber;
}

/** Whoever wants no more is heard, however much was written before; once that is known, the word says nothing new. */
async function isFirstStop(trx: Kysely<Database>, pair: TextPair, { text, media }: IncomingText): Promise<boolean> {
  if (media.length > 0 || optOutWord(text) !== 'stop' || (await hasOptedOut(trx, pair))) return false;
  const waiting = await listNewTexts(trx, pair, MOST_WAITING);
  return !waiting.some(({ content }) => content !== null && optOutWord(content.text) === 'stop');
}

function contentOf({ text, media }: IncomingText): object {
  const shown = media
    .slice(0, 10)
    .filter(({ url }) => url.length <= MAX_URL_CHARACTERS)
    .map(({ url, contentType }) => ({
      url: storableText(url),
      contentType: storableText(contentType.slice(0, 100)),
    }));
  return { text: storableText(text.slice(0, MAX_CHARACTERS)), media: shown };
}
