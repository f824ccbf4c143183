// The turn of a chat: whoever answers in it holds it, so that answers come one after the other, on however many nodes. It is a lease in
// the chat's row rather than a lock, because nothing in the database may be held while a model or a tool is waited for. A process that dies
// loses it within seconds.

import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { ApiError, notFound, refused } from '../../contract/index.ts';
import {
  dropTurn,
  findChat,
  insertChatMessages,
  lockChat,
  renewTurn,
  takeTurn,
  updateChat,
  type ChatChanges,
  type Database,
  type Row,
} from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { newId } from '../new-id.ts';
import type { ChatMessage } from './messages.ts';
import type { ChatPlace } from './place.ts';

/** By the database's clock. */
export const TURN_LEASE_MS = 12_000;
const RENEW_MS = 3_000;
/** Shorter than an SDK waits for an answer: it should hear that it is to try again. */
const WAIT_MS = 40_000;
const MIN_POLL_MS = 25;
const MAX_POLL_MS = 400;

export interface HeldTurn {
  id: string;
  place: ChatPlace;
  /** Fires when the turn is lost: the chat is over, gone, or somebody else's. */
  signal: AbortSignal;
  /** Stops renewing; the turn itself is given back with what is written last. */
  close(): void;
}

/**
 * Waits for the turn and runs `begin` in the transaction that takes it, with the row as it was before. Throws 422 for an unknown chat, 400
 * for one that is over, 429 when others answer for too long.
 */
export async function holdTurn<T>(
  deps: Pick<ResourceDeps, 'db'>,
  place: ChatPlace,
  begin: (trx: Kysely<Database>, row: Row<'chats'>) => Promise<T>,
): Promise<{ turn: HeldTurn; begun: T }> {
  const id = newId('turn');
  const until = performance.now() + WAIT_MS;
  for (let waitMs = MIN_POLL_MS; ; waitMs = Math.min(MAX_POLL_MS, waitMs * 1.5)) {
    const taken = await deps.db.transaction().execute(async (trx) => {
      const chat = { workspace_id: place.workspaceId, chat_id: place.chatId };
      const row = await takeTurn(trx, chat, id, TURN_LEASE_MS);
      return row && { begun: await begin(trx, row) };
    });
    if (taken) return { turn: keepTurn(deps, place, id), begun: taken.begun };
    await checkOngoing(deps.db, place);
    if (performance.now() > until)
      throw new ApiError('rate_limited', `Chat ${place.chatId} is still answering an earlier message.`, {
        retryAfterS: 2,
      });
    await pause(waitMs * (0.5 + Math.random()));
  }
}

/** A turn that was taken together with the making of its chat. */
export function keepTurn(deps: Pick<ResourceDeps, 'db'>, place: ChatPlace, id: string): HeldTurn {
  const lost = new AbortController();
  const renew = async (): Promise<void> => {
    const held = await renewTurn(deps.db, place.chatId, id, TURN_LEASE_MS);
    if (!held) lost.abort(turnLost(place));
  };
  // A database that is away for a moment does not lose the turn; the next write finds out.
  const timer = setInterval(() => void renew().catch(() => {}), RENEW_MS);
  return { id, place, signal: lost.signal, close: () => clearInterval(timer) };
}

/** Writes what was said in a turn that is still held, and what changes with it. Throws 400 or 422 when the chat ended meanwhile. */
export async function writeTurn(
  trx: Kysely<Database>,
  turn: Pick<HeldTurn, 'id' | 'place'>,
  messages: readonly ChatMessage[],
  changes: ChatChanges,
): Promise<Row<'chats'>> {
  const { workspaceId, chatId } = turn.place;
  const row = await lockChat(trx, workspaceId, chatId);
  if (!row) throw notFound('chat', chatId);
  if (row.chat_status !== 'ongoing') throw hasEnded(chatId);
  if (row.turn_id !== turn.id) throw turnLost(turn.place);
  await insertChatMessages(trx, row, row.message_count, messages);
  const change = { ...changes, message_count: row.message_count + messages.length };
  return (await updateChat(trx, workspaceId, chatId, change)) ?? row;
}

/** After a failure: the next one need not wait for the lease to run out. */
export async function giveUpTurn(deps: Pick<ResourceDeps, 'db' | 'log'>, { id, place }: HeldTurn): Promise<void> {
  try {
    await dropTurn(deps.db, place.chatId, id);
  } catch (error) {
    deps.log.warn(
      { chatId: place.chatId, err: error },
      'the turn of a chat could not be given back; it runs out by itself',
    );
  }
}

export function hasEnded(chatId: string): ApiError {
  return refused(`Chat ${chatId} has ended and takes no more messages. Create a new one.`);
}

async function checkOngoing(db: Kysely<Database>, { workspaceId, chatId }: ChatPlace): Promise<void> {
  const row = await findChat(db, workspaceId, chatId);
  if (!row) throw notFound('chat', chatId);
  if (row.chat_status !== 'ongoing') throw hasEnded(chatId);
}

function turnLost({ chatId }: ChatPlace): ApiError {
  return new ApiError('unavailable', `Chat ${chatId} went on elsewhere while this message was answered.`, {
    retryAfterS: 1,
  });
}
