// Sending a text message: who wants none gets none, what is about to be sent is on record before the carrier is asked, and nothing is
// sent twice.

import type { Kysely } from 'kysely';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Log } from '../../interfaces/log.ts';
import {
  TelephonyError,
  type Telephony,
  type TelephonyErrorKind,
  type TextMessage,
} from '../../interfaces/telephony.ts';
import type { Database } from '../../storage/index.ts';
import {
  countTextsOut,
  findContactByPhone,
  findPhoneNumber,
  hasOptedOut,
  insertOptOut,
  insertText,
  takeWaitingText,
  updateText,
  type TextPair,
} from '../../storage/tables/index.ts';
import { joinTextState } from './text-state.ts';
import { splitText } from './split-text.ts';

export interface TextDeps {
  db: Kysely<Database>;
  /** Null without a carrier. */
  telephony: Pick<Telephony, 'sendText'> | null;
  now: WallClock;
  log: Log;
}

/** Where it belongs: a message of a chat, or a call. */
export interface TextPlace {
  chat_id?: string | undefined;
  chat_message_id?: string | undefined;
  call_id?: string | undefined;
}

export type SentText = { ok: true } | TextRefusal;
export interface TextRefusal {
  ok: false;
  why: TelephonyErrorKind | 'opted_out' | 'too_many';
  /** Fit for a user, as a sentence. */
  detail: string;
}

/** On record, and to be handed to the carrier. */
export interface BegunText {
  pair: TextPair;
  pieces: { textId: number; text: string }[];
}

const MAX_PIECES = 10;
const HOUR_MS = 3_600_000;
/** Two programs that answer each other must come to an end. People who write faster than that wait. */
export const MAX_TEXTS_PER_HOUR = 60;

/** Null when a text may go to them. `isReply`: they have written themselves, so only their own word counts. */
export async function textRefusal(
  { db, now }: Pick<TextDeps, 'db' | 'now'>,
  pair: TextPair,
  { isReply = false }: { isReply?: boolean } = {},
): Promise<TextRefusal | null> {
  if (await hasOptedOut(db, pair)) {
    const detail = `${pair.their_number} has asked for no more texts from ${pair.our_number}; texting START opens it again.`;
    return { ok: false, why: 'opted_out', detail };
  }
  const contact = isReply ? undefined : await findContactByPhone(db, pair.workspace_id, pair.their_number);
  if (contact?.do_not_call)
    return {
      ok: false,
      why: 'opted_out',
      detail: `Contact ${contact.contact_id} is marked do_not_call, so no text is sent.`,
    };
  if ((await countTextsOut(db, pair, now() - HOUR_MS)) >= MAX_TEXTS_PER_HOUR)
    return {
      ok: false,
      why: 'too_many',
      detail: `${MAX_TEXTS_PER_HOUR} texts went to ${pair.their_number} within an hour; more have to wait.`,
    };
  return null;
}

/** Writes down what is about to be sent, in the caller's transaction. What is longer than ten texts is cut off. */
export async function beginText(
  trx: Kysely<Database>,
  now: number,
  pair: TextPair,
  text: string,
  place: TextPlace = {},
): Promise<BegunText> {
  const pieces: BegunText['pieces'] = [];
  for (const piece of splitText(text).slice(0, MAX_PIECES)) {
    const { workspace_id, our_number, their_number } = pair;
    const row = { workspace_id, our_number, their_number, ...place, created_at: now };
    const made = await insertText(trx, { ...row, direction: 'out', state: 'sending' });
    if (made) pieces.push({ textId: made.text_id, text: piece });
  }
  return { pair, pieces };
}

/** Hands what was begun to the carrier, once, and writes down what it said. After a piece that failed no other is sent. */
export async function transmitText(
  deps: TextDeps,
  { pair, pieces }: BegunText,
  place: TextPlace = {},
): Promise<SentText> {
  let refused: TextRefusal | null = null;
  for (const { textId, text } of pieces) {
    refused ??= await transmit(deps, pair, textId, text);
    if (refused !== null)
      await updateText(deps.db, pair.workspace_id, textId, { state: 'failed', detail: refused.detail });
  }
  await joinTextState(deps.db, pair.workspace_id, place);
  return refused ?? { ok: true };
}

/**
 * Writes down, in the caller's transaction, what is to be sent whatever happens to this process: `sendWaitingTexts` does. One text long,
 * and it goes to those as well who want no more.
 */
export async function awaitText(trx: Kysely<Database>, now: number, pair: TextPair, text: string): Promise<void> {
  const { workspace_id, our_number, their_number } = pair;
  const row = { workspace_id, our_number, their_number, created_at: now };
  await insertText(trx, {
    ...row,
    direction: 'out',
    state: 'waiting',
    content: JSON.stringify({ text, media: [] }),
  });
}

/** Sends what waits between these two, each once. */
export async function sendWaitingTexts(deps: TextDeps, pair: TextPair): Promise<void> {
  for (;;) {
    const taken = await deps.db.transaction().execute((trx) => takeWaitingText(trx, pair, deps.now()));
    if (!taken) return;
    await transmitText(deps, { pair, pieces: [taken] });
  }
}

/** Checks, writes down and sends. */
export async function sendText(
  deps: TextDeps,
  pair: TextPair,
  text: string,
  { place = {}, isReply = false }: { place?: TextPlace; isReply?: boolean } = {},
): Promise<SentText> {
  const refusal = await textRefusal(deps, pair, { isReply });
  if (refusal) return refusal;
  return transmitText(deps, await beginText(deps.db, deps.now(), pair, text, place), place);
}

async function transmit(deps: TextDeps, pair: TextPair, textId: number, text: string): Promise<TextRefusal | null> {
  const { db, telephony, log } = deps;
  if (!telephony) return { ok: false, why: 'not_set_up', detail: 'No carrier is set up on this server.' };
  const number = await findPhoneNumber(db, { workspace_id: pair.workspace_id, phone_number: pair.our_number });
  const provider = number?.provider === 'twilio' || number?.provider === 'telnyx' ? number.provider : undefined;
  const message: TextMessage = {
    from: pair.our_number,
    to: pair.their_number,
    text,
    ...(provider ? { provider } : {}),
  };
  try {
    const { messageId, carrier = provider } = await telephony.sendText(message);
    await updateText(db, pair.workspace_id, textId, {
      state: 'queued',
      carrier: carrier ?? null,
      message_id: messageId,
    });
    return null;
  } catch (error) {
    log.warn({ textId, err: error }, 'a text message could not be sent');
    if (!(error instanceof TelephonyError)) return { ok: false, why: 'unavailable', detail: 'The message failed.' };
    await updateText(db, pair.workspace_id, textId, { code: error.carrierCode });
    if (error.optedOut) await insertOptOut(db, pair, deps.now());
    return { ok: false, why: error.optedOut ? 'opted_out' : error.kind, detail: error.message };
  }
}
