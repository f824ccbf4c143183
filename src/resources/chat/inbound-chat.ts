// A chat that somebody begins by a text: who answers is asked of the number's webhook, or drawn by its weights. The person has written
// first, so no begin message is sent.

import { findPhoneNumber, type Row } from '../../storage/index.ts';
import type { TextPair } from '../../storage/tables/index.ts';
import { ApiError } from '../../contract/index.ts';
import { resolveAgent, type AgentReference, type ResolvedAgent } from '../agent/index.ts';
import { choiceByWebhook, type InboundAgentDeps } from '../call/index.ts';
import { newId } from '../new-id.ts';
import { chooseSmsAgent, type NumberConfig } from '../phone-number/index.ts';
import type { ChatDeps } from './completion.ts';
import { words } from './converse.ts';
import { draftChat, openChat, tellStarted } from './create-chat.ts';

export type InboundChatDeps = ChatDeps & InboundAgentDeps;

/** Null: nobody answers at this number. Rejects when the signal fires while the webhook is asked. */
export async function openInboundChat(
  deps: InboundChatDeps,
  pair: TextPair,
  signal: AbortSignal,
): Promise<Row<'chats'> | null> {
  const { workspace_id, our_number, their_number } = pair;
  const number = await findPhoneNumber(deps.db, { workspace_id, phone_number: our_number });
  const chat_id = newId('chat');
  const choice = number && (await choose(deps, number, { chat_id, from: their_number }, signal));
  if (!choice) {
    deps.log.info({ number: our_number }, 'a text message came for which there is no agent');
    return null;
  }
  try {
    const wish = {
      chat_id,
      metadata: choice.metadata as object | undefined,
      retell_llm_dynamic_variables: choice.variables,
      agent_override: choice.agent_override,
      direction: 'inbound' as const,
    };
    const kind = { chat_type: 'sms_chat' as const, from_number: our_number, to_number: their_number };
    const draft = await draftChat(deps, choice.agent, wish, kind);
    return (await openChat(deps, draft, words(''), tellStarted)).row;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    deps.log.warn(
      { agentId: choice.agent.agent.agent_id, why: error.message },
      'an agent cannot answer a text message',
    );
    return null;
  }
}

async function choose(
  deps: InboundChatDeps,
  number: Row<'phone_numbers'>,
  { chat_id, from }: { chat_id: string; from: string },
  signal: AbortSignal,
) {
  const drawn = chooseSmsAgent(number, 'inbound', deps.random);
  const bound = drawn && (await known(deps, number.workspace_id, drawn.agent_id, drawn.agent_version));
  const url = (number.config as NumberConfig).inbound_sms_webhook_url;
  if (!url) return bound && { agent: bound, variables: {} };
  const question = { is: 'chat' as const, workspaceId: number.workspace_id, url, id: chat_id, from };
  return choiceByWebhook(deps, { ...question, to: number.phone_number, bound }, signal);
}

async function known(
  { db, log }: InboundChatDeps,
  workspaceId: string,
  agentId: string,
  version: AgentReference,
): Promise<ResolvedAgent | null> {
  try {
    return await resolveAgent(db, workspaceId, agentId, version, 'chat', 'agent_version');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    log.warn({ agentId, why: error.message }, 'an agent cannot answer text messages');
    return null;
  }
}
