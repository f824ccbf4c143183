// Reads what one person has texted to a number, in the order in which it came: words about the texts themselves, a message into the call
// that the two are in, or a message of their chat, which is begun if there is none, and answered.

import { ApiError } from '../../contract/index.ts';
import type { Transaction } from 'kysely';
import { findChat, type Database, type Row } from '../../storage/index.ts';
import {
  deleteOptOut,
  findOpenSmsChat,
  hasOptedOut,
  insertOptOut,
  listNewTexts,
  markTextsRead,
  type TextPair,
} from '../../storage/tables/index.ts';
import {
  awaitText,
  OPT_OUT_ANSWERS,
  optOutWordOf,
  sendWaitingTexts,
  textRefusal,
  type OptOutWord,
} from '../text/index.ts';
import { answer, beginTexted } from './completion.ts';
import { ANSWER_LIMITS } from './converse.ts';
import { writeEnd } from './end.ts';
import { openInboundChat, type InboundChatDeps } from './inbound-chat.ts';
import { existingChat } from './place.ts';
import { sendChatTexts } from './send-texts.ts';
import { holdTurn, giveUpTurn } from './turn.ts';

export type ReadTextsDeps = InboundChatDeps & {
  /** Gives the text to the call that the two are in; null when they are in none, else its id. */
  tellCall(pair: TextPair, text: string): Promise<string | null>;
};

type TextRow = Row<'text_messages'>;

const AT_ONCE = 20;

/** One at a time for a pair. Safe to be cut off anywhere. Rejects when the model failed or the signal fires, to be tried again. */
export async function readTexts(deps: ReadTextsDeps, pair: TextPair, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const texts = await listNewTexts(deps.db, pair, AT_ONCE);
    const [first] = texts;
    if (!first) return goOn(deps, pair);
    const word = wordOf(first);
    if (word !== null && (await obeyWord(deps, pair, word, first))) continue;
    if (await hasOptedOut(deps.db, pair)) {
      await markTextsRead(deps.db, pair.workspace_id, [first.text_id], { state: 'dropped' });
      continue;
    }
    if (await intoCall(deps, pair, first)) continue;
    const next = texts.findIndex((text, i) => i > 0 && wordOf(text) !== null);
    await intoChat(deps, pair, next === -1 ? texts : texts.slice(0, next), signal);
  }
}

function wordOf({ content }: TextRow): OptOutWord | null {
  return content && optOutWordOf(content);
}

/**
 * False when the word means nothing here: START from somebody who had not stopped is the beginning of a conversation. What it does and
 * what is answered are written together.
 */
async function obeyWord(deps: ReadTextsDeps, pair: TextPair, word: OptOutWord, text: TextRow): Promise<boolean> {
  const isObeyed = await deps.db.transaction().execute(async (trx) => {
    const hadStopped = await hasOptedOut(trx, pair);
    if (word === 'start' && !hadStopped) return false;
    // Their chat is locked before their texts are, as by those who answer in it.
    if (word === 'stop') await endChat(deps, trx, pair);
    await markTextsRead(trx, pair.workspace_id, [text.text_id], { state: 'taken' });
    if (word === 'start') await deleteOptOut(trx, pair);
    if (word === 'stop') await insertOptOut(trx, pair, deps.now());
    // The last word that they get is that they get no more. Carriers that have told them already refuse it.
    const isAnswered = word === 'start' || !hadStopped;
    const mayAnswer = word === 'stop' || (await textRefusal({ ...deps, db: trx }, pair, { isReply: true })) === null;
    if (isAnswered && mayAnswer) await awaitText(trx, deps.now(), pair, OPT_OUT_ANSWERS[word]);
    return true;
  });
  if (isObeyed) await sendWaitingTexts(deps, pair);
  return isObeyed;
}

async function endChat(deps: ReadTextsDeps, trx: Transaction<Database>, pair: TextPair): Promise<void> {
  const open = await findOpenSmsChat(trx, pair);
  if (!open) return;
  const row = await existingChat(trx, { workspaceId: pair.workspace_id, chatId: open.chat_id });
  if (row.chat_status === 'ongoing')
    await writeEnd(trx, row, { status: 'ended', reason: 'user_hangup', at: deps.now() });
}

async function intoCall(deps: ReadTextsDeps, pair: TextPair, text: TextRow): Promise<boolean> {
  const call_id = await deps.tellCall(pair, contentOf(text));
  if (call_id === null) return false;
  await markTextsRead(deps.db, pair.workspace_id, [text.text_id], { state: 'taken', call_id });
  return true;
}

/** When this returns the texts are read, or there is an open chat for them. */
async function intoChat(
  deps: ReadTextsDeps,
  pair: TextPair,
  texts: readonly TextRow[],
  signal: AbortSignal,
): Promise<void> {
  const chat = await findOpenSmsChat(deps.db, pair);
  if (!chat) {
    if (await openInboundChat(deps, pair, signal)) return;
    const ids = texts.map(({ text_id }) => text_id);
    return markTextsRead(deps.db, pair.workspace_id, ids, { state: 'dropped' });
  }
  await answerChat(deps, pair, chat, texts);
}

/** What a process that died, or a model that failed, has left. */
async function goOn(deps: ReadTextsDeps, pair: TextPair): Promise<void> {
  await sendWaitingTexts(deps, pair);
  const chat = await findOpenSmsChat(deps.db, pair);
  if (!chat) return;
  if (chat.unanswered_seq !== null) await answerChat(deps, pair, chat, []);
  await sendChatTexts(deps, { workspaceId: chat.workspace_id, chatId: chat.chat_id });
}

async function answerChat(
  deps: ReadTextsDeps,
  pair: TextPair,
  chat: Row<'chats'>,
  texts: readonly TextRow[],
): Promise<void> {
  const place = { workspaceId: chat.workspace_id, chatId: chat.chat_id };
  try {
    const isQuiet = (await textRefusal(deps, pair, { isReply: true })) !== null;
    const { turn, begun } = await holdTurn(deps, place, async (trx, row) => {
      const begun = await beginTexted(deps, trx, row, texts.map(contentOf), !isQuiet);
      const ids = texts.map(({ text_id }) => text_id);
      if (begun !== 'over' && ids.length > 0)
        await markTextsRead(trx, pair.workspace_id, ids, { state: 'taken', chat_id: chat.chat_id });
      return begun;
    });
    if (begun === 'over' || isQuiet) {
      turn.close();
      if (begun !== 'over') await giveUpTurn(deps, turn);
    } else await answer(deps, turn, begun, ANSWER_LIMITS);
  } catch (error) {
    // It ended, or was deleted, in the meantime: what is new begins another.
    if (!(error instanceof ApiError) || (await isOpen(deps, pair, chat))) throw error;
  }
  if (await exists(deps, place.workspaceId, place.chatId)) await sendChatTexts(deps, place);
}

async function isOpen(deps: ReadTextsDeps, pair: TextPair, { chat_id }: Row<'chats'>): Promise<boolean> {
  return (await findOpenSmsChat(deps.db, pair))?.chat_id === chat_id;
}

async function exists({ db }: ReadTextsDeps, workspaceId: string, chatId: string): Promise<boolean> {
  return (await findChat(db, workspaceId, chatId)) !== undefined;
}

/** Pictures stand below the words, by their address at the carrier. */
function contentOf({ content }: TextRow): string {
  const pictures = (content?.media ?? []).map(({ url, contentType }) => `[${contentType || 'media'}: ${url}]`);
  const lines = [...(content?.text.trim() ? [content.text] : []), ...pictures];
  return lines.length === 0 ? '(empty message)' : lines.join('\n');
}
