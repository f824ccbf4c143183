// A call or a chat that took place, as a test may take it up again.

import { invalidRequest, notFound, refused } from '../../contract/index.ts';
import { findCall, findChat, type Row } from '../../storage/index.ts';
import type { Configuration } from '../agent/index.ts';
import { configurationOfCall } from '../call/configuration.ts';
import { isStrict as isStrictCall } from '../call/privacy.ts';
import { configurationOfChat, isStrict as isStrictChat } from '../chat/index.ts';
import { messagesOf } from '../chat/place.ts';
import type { ResourceDeps } from '../deps.ts';
import type { RecordedItem } from './recorded-turns.ts';

export interface RecordedRef {
  call_id?: string | undefined;
  chat_id?: string | undefined;
}

export interface RecordedConversation {
  /** `call_...` or `chat_...`. */
  id: string;
  ref: RecordedRef;
  agentId: string;
  configuration: Configuration;
  variables: Record<string, string>;
  /** What its analysis says of it. */
  summary: string | null;
  items: RecordedItem[];
}

/** Throws 422 for what is not there, 400 for what keeps no words, has none yet, or names both or neither. */
export async function recordedConversation(
  deps: Pick<ResourceDeps, 'db'>,
  workspaceId: string,
  { call_id, chat_id }: RecordedRef,
): Promise<RecordedConversation> {
  if ((call_id === undefined) === (chat_id === undefined))
    throw invalidRequest('body: expected either call_id or chat_id.');
  const found =
    call_id === undefined
      ? await recordedChat(deps, workspaceId, chat_id ?? '')
      : await recordedCall(deps, workspaceId, call_id);
  if (!found.items.some(({ role }) => role === 'user' || role === 'sms'))
    throw refused(`There are no words of a user in ${found.id}.`);
  return found;
}

async function recordedCall(
  { db }: Pick<ResourceDeps, 'db'>,
  workspaceId: string,
  id: string,
): Promise<RecordedConversation> {
  const call = await findCall(db, workspaceId, id);
  if (!call) throw notFound('call', id);
  if (call.end_timestamp === null) throw refused(`Call ${id} has not ended.`);
  if (isStrictCall(call)) throw keepsNothing(id);
  const configuration = await configurationOfCall(db, call);
  if (!configuration) throw refused(`The agent of ${id} is not there any more.`);
  const overrides = call.details['override_dynamic_variables'];
  const analysis = call.details['call_analysis'] as { call_summary?: string } | null | undefined;
  return {
    id,
    ref: { call_id: id },
    agentId: call.agent_id,
    configuration,
    variables: asTexts(call.retell_llm_dynamic_variables, overrides),
    summary: analysis?.call_summary ?? null,
    items: (call.details['transcript_with_tool_calls'] ?? call.details['transcript_object'] ?? []) as RecordedItem[],
  };
}

async function recordedChat(
  { db }: Pick<ResourceDeps, 'db'>,
  workspaceId: string,
  id: string,
): Promise<RecordedConversation> {
  const chat: Row<'chats'> | undefined = await findChat(db, workspaceId, id);
  if (!chat) throw notFound('chat', id);
  if (chat.content_removed_at !== null || (isStrictChat(chat) && chat.chat_status !== 'ongoing'))
    throw keepsNothing(id);
  const { override_dynamic_variables: overrides, chat_analysis: analysis } = chat.details as {
    override_dynamic_variables?: unknown;
    chat_analysis?: { chat_summary?: string } | null;
  };
  return {
    id,
    ref: { chat_id: id },
    agentId: chat.agent_id,
    configuration: await configurationOfChat(db, chat),
    variables: asTexts(chat.retell_llm_dynamic_variables, overrides),
    summary: analysis?.chat_summary ?? null,
    items: (await messagesOf(db, chat)) as RecordedItem[],
  };
}

function keepsNothing(id: string): Error {
  return refused(`What was said in ${id} is not kept.`);
}

/** The stronger ones last. */
function asTexts(...sources: unknown[]): Record<string, string> {
  const all: Record<string, unknown> = Object.assign({}, ...sources);
  const known = Object.entries(all).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    known.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}
