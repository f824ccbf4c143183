// Chats as the API sees them: get, list, update, delete.

import { notFound, refused, type RequestBody } from '../../contract/index.ts';
import {
  deleteChatRows,
  enqueue,
  findChat,
  listChatMessages,
  listChatRows,
  listMessagesOfChats,
  updateChat as updateChatRow,
  type ChatChanges,
  type Row,
} from '../../storage/index.ts';
import { checkMetadata, checkVariables } from '../call/call-request.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import type { ChatDetails } from './details.ts';
import type { ChatMessage } from './messages.ts';
import { existingChat, messagesOf, type ChatPlace } from './place.ts';
import { checkStricter } from '../storage-setting.ts';
import { forgetContent, hidesContent, keptView } from './privacy.ts';
import { renderChat, type ChatObject } from './render.ts';

export async function getChat(deps: ResourceDeps, { workspaceId, chatId }: ChatPlace): Promise<ChatObject> {
  const row = await findChat(deps.db, workspaceId, chatId);
  if (!row) throw notFound('chat', chatId);
  return shown(row, (await listChatMessages(deps.db, workspaceId, chatId)) as ChatMessage[]);
}

/** Newest first unless asked otherwise; `pagination_key` is the id of the last chat of the page before, which may have been deleted meanwhile. */
export async function listChat(
  deps: ResourceDeps,
  workspaceId: string,
  query: { sort_order?: string; limit?: number; pagination_key?: string },
): Promise<ChatObject[]> {
  const rows = await listChatRows(deps.db, workspaceId, {
    ascending: query.sort_order === 'ascending',
    limit: pageLimit(query.limit, 50),
    ...(query.pagination_key === undefined ? {} : { after: { chatId: query.pagination_key } }),
  });
  const ids = rows.filter((row) => !hidesContent(row)).map((row) => row.chat_id);
  const messages = new Map(rows.map((row) => [row.chat_id, [] as ChatMessage[]]));
  for (const { chat_id, message } of await listMessagesOfChats(deps.db, workspaceId, ids))
    messages.get(chat_id)?.push(message as ChatMessage);
  return rows.map((row) => shown(row, messages.get(row.chat_id) ?? []));
}

/** Works in any state of the chat; an ongoing one goes by the new variables with its next message. */
export async function updateChat(
  deps: ResourceDeps,
  place: ChatPlace,
  body: RequestBody<'updateChatMetadata'>,
): Promise<ChatObject> {
  checkMetadata(body.metadata);
  checkVariables('custom_attributes', body.custom_attributes);
  return deps.db.transaction().execute(async (trx) => {
    const current = await existingChat(trx, place);
    checkStricter(current.data_storage_setting, body.data_storage_setting);
    const row = (await updateChatRow(trx, place.workspaceId, place.chatId, changesOf(current, body))) ?? current;
    const messages = await messagesOf(trx, row);
    if (hidesContent(row) && row.analyzed_at !== null && row.content_removed_at === null)
      await forgetContent(trx, row, deps.now());
    return shown(row, messages);
  });
}

/** With its messages and webhooks, in any state: an answer that is on its way finds no chat any more. */
export async function deleteChat(deps: ResourceDeps, { workspaceId, chatId }: ChatPlace): Promise<void> {
  const row = await deps.db.transaction().execute((trx) => deleteChatRows(trx, workspaceId, chatId, deps.now()));
  if (!row) throw notFound('chat', chatId);
}

/** Gives the chat as it stands; the analysis follows with its webhook. Throws 400 for a chat that runs or keeps no content. */
export async function rerunChatAnalysis(deps: ResourceDeps, place: ChatPlace): Promise<ChatObject> {
  return deps.db.transaction().execute(async (trx) => {
    const row = await existingChat(trx, place);
    if (row.chat_status === 'ongoing')
      throw refused(`Chat ${place.chatId} is ongoing; it is analysed when it has ended.`);
    if (hidesContent(row))
      throw refused(`Chat ${place.chatId} keeps ${row.data_storage_setting}: there is nothing left to analyse.`);
    const { workspace_id, chat_id } = row;
    await enqueue(trx, 'analyze-chat', { workspace_id, chat_id, rerun: deps.now() });
    return shown(row, await messagesOf(trx, row));
  });
}

/** As clients of the API see it. */
export function shown(row: Row<'chats'>, messages: readonly ChatMessage[] | undefined): ChatObject {
  return renderChat(keptView(row), hidesContent(row) ? undefined : messages);
}

function changesOf(row: Row<'chats'>, body: RequestBody<'updateChatMetadata'>): ChatChanges {
  const { metadata, data_storage_setting, override_dynamic_variables: override, custom_attributes } = body;
  const earlier = (row.details as ChatDetails).override_dynamic_variables;
  const overrides = override && { ...earlier, ...override };
  checkVariables('override_dynamic_variables', overrides);
  return {
    ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
    ...(data_storage_setting === undefined ? {} : { data_storage_setting }),
    ...(custom_attributes === undefined ? {} : { custom_attributes: JSON.stringify(custom_attributes) }),
    ...(override === undefined ? {} : { details: { override_dynamic_variables: overrides } }),
  };
}
