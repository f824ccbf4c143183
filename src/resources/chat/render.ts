// A stored chat as the contract shows it. What is not known yet is left out rather than null.

import type { Schema } from '../../contract/index.ts';
import { transcriptText } from '../../conversation/index.ts';
import type { Row } from '../../storage/index.ts';
import type { ChatDetails } from './details.ts';
import { transcriptItems, type ChatMessage } from './messages.ts';

export type ChatObject = Schema<'ChatResponse'>;

/** Without `messages` no transcript is shown: lists of the newer kind do so. */
export function renderChat(row: Row<'chats'>, messages?: readonly ChatMessage[]): ChatObject {
  const details = row.details as ChatDetails;
  const isOver = row.chat_status !== 'ongoing';
  const shown = {
    chat_id: row.chat_id,
    agent_id: row.agent_id,
    version: row.agent_version,
    agent_tag: row.agent_tag,
    chat_status: row.chat_status,
    chat_type: row.chat_type,
    retell_llm_dynamic_variables: row.retell_llm_dynamic_variables,
    collected_dynamic_variables: isOver ? (details.collected_dynamic_variables ?? null) : null,
    custom_attributes: row.custom_attributes,
    metadata: row.metadata,
    data_storage_setting: row.data_storage_setting,
    start_timestamp: row.start_timestamp,
    end_timestamp: row.end_timestamp,
    disconnection_reason: row.disconnection_reason,
    ...(messages && row.content_removed_at === null ? transcript(messages) : {}),
    chat_cost: details.chat_cost ?? null,
    chat_analysis: details.chat_analysis ?? null,
  };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null)) as unknown as ChatObject;
}

function transcript(messages: readonly ChatMessage[]): Partial<ChatObject> {
  return { transcript: transcriptText(transcriptItems(messages)), message_with_tool_calls: [...messages] };
}
