// Gives the agent's messages of a chat by text message to the carrier, in order, each once: how far it has come is written together with
// what is about to be sent. What was being sent when a server stopped is marked later (settleLostTexts), never repeated.

import type { Kysely } from 'kysely';
import { updateChat, type Database, type Row } from '../../storage/index.ts';
import { beginText, textRefusal, transmitText, type TextDeps, type TextRefusal } from '../text/index.ts';
import type { ChatMessage } from './messages.ts';
import { existingChat, messagesOf, type ChatPlace } from './place.ts';
import { mergeChatMessage } from '../../storage/tables/index.ts';

/** Null when all went out, else why the first that did not go did not. Safe to run anywhere, any number of times. */
export async function sendChatTexts(deps: TextDeps, place: ChatPlace): Promise<TextRefusal | null> {
  let failure: TextRefusal | null = null;
  for (;;) {
    const begun = await deps.db.transaction().execute((trx) => takeNext(deps, trx, place));
    if (begun === null) return failure;
    const sent = begun.refusal ?? (await transmitText(deps, begun.text, begun.place));
    if (!sent.ok) failure ??= sent;
  }
}

async function takeNext(deps: TextDeps, trx: Kysely<Database>, place: ChatPlace) {
  const row = await existingChat(trx, place);
  const messages = await messagesOf(trx, row);
  const seq = messages.findIndex((message, i) => i >= row.texted_seq && isWritten(message));
  const texted_seq = seq === -1 ? messages.length : seq + 1;
  if (texted_seq !== row.texted_seq) await updateChat(trx, row.workspace_id, row.chat_id, { texted_seq });
  const message = messages[seq];
  if (message?.role !== 'agent') return null;
  const pair = pairOf(row);
  const textPlace = { chat_id: row.chat_id, chat_message_id: message.message_id ?? '' };
  const isReply = messages.slice(0, seq).some(({ role }) => role === 'user');
  const refusal = await textRefusal({ ...deps, db: trx }, pair, { isReply });
  if (refusal) {
    const delivery = { status: 'failed', error_message: refusal.detail };
    await mergeChatMessage(trx, row, textPlace.chat_message_id, { delivery });
    return { refusal, text: { pair, pieces: [] }, place: textPlace };
  }
  const text = await beginText(trx, deps.now(), pair, message.content, textPlace);
  return { refusal: null, text, place: textPlace };
}

function isWritten(message: ChatMessage): boolean {
  return message.role === 'agent' && message.content.trim() !== '';
}

/** Of a chat by text message. */
export function pairOf({ workspace_id, from_number, to_number }: Row<'chats'>) {
  return { workspace_id, our_number: from_number ?? '', their_number: to_number ?? '' };
}
