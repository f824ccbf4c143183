// create-sms-chat: the agent writes first, to a telephone. Without a carrier, or when the carrier refuses, the chat is there in state `error`
// with its webhooks, as a phone call would be `not_connected`.

import { invalidRequest, refused, type RequestBody, quoted } from '../../contract/index.ts';
import { findOpenSmsChat, findPhoneNumber, type Row } from '../../storage/index.ts';
import { resolveAgent, type ResolvedAgent } from '../agent/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { chooseSmsAgent, isE164 } from '../phone-number/index.ts';
import { textRefusal, type TextRefusal } from '../text/index.ts';
import { shown } from './chats.ts';
import { ANSWER_LIMITS, type AnswerLimits } from './converse.ts';
import { checkWish, draftChat, firstWords, openChat, tellStarted } from './create-chat.ts';
import { endChat, writeEnd } from './end.ts';
import { existingChat, messagesOf } from './place.ts';
import { renderChat, type ChatObject } from './render.ts';
import { sendChatTexts } from './send-texts.ts';

type Body = RequestBody<'createSmsChat'>;

/** Throws 400 for a number that is not the workspace's, no agent, a destination that is none or wants no texts; 422 for an unknown agent. */
export async function createSmsChat(
  deps: ResourceDeps,
  workspaceId: string,
  body: Body,
  limits: AnswerLimits = ANSWER_LIMITS,
): Promise<ChatObject> {
  checkWish(body);
  const { from_number, to_number } = body;
  if (!isE164(to_number))
    throw invalidRequest(`to_number: expected a number in E.164 like +14155550100, got ${quoted(to_number)}.`);
  const agent = await agentFor(deps, workspaceId, body);
  const pair = { workspace_id: workspaceId, our_number: from_number, their_number: to_number };
  const refusal = await textRefusal(deps, pair);
  if (refusal) throw refused(`to_number: ${refusal.detail}`);
  const draft = await draftChat(deps, agent, body, { chat_type: 'sms_chat', from_number, to_number });
  const first = await firstWords(deps, draft, limits);
  if (first.text === '')
    throw refused(
      `Agent ${agent.agent.agent_id} has nothing to write first. Give its response engine a begin_message, or let the model open.`,
    );
  const earlier = await findOpenSmsChat(deps.db, pair);
  // Tools have no place in a first message: nobody has said anything yet.
  const { row, messages } = await openChat(deps, draft, { ...first, calls: [], goesOn: false });
  const failure = await sendChatTexts(deps, { workspaceId, chatId: row.chat_id });
  if (failure !== null) return fail(deps, row, REASONS[failure.why]);
  // Two people have one chat at a time: the new one takes the place of the old.
  if (earlier) await endChat(deps, { workspaceId, chatId: earlier.chat_id });
  // Only now: a chat that reached nobody never began.
  await deps.db.transaction().execute((trx) => tellStarted(trx, row, draft.configuration, messages));
  return renderChat(row, messages);
}

async function agentFor(deps: ResourceDeps, workspaceId: string, body: Body): Promise<ResolvedAgent> {
  const { from_number, override_agent_id, override_agent_version } = body;
  const number = await findPhoneNumber(deps.db, { workspace_id: workspaceId, phone_number: from_number });
  if (!number)
    throw refused(`from_number: ${quoted(from_number)} is not a number of this workspace. Import or buy it first.`);
  const bound = override_agent_id === undefined ? chooseSmsAgent(number, 'outbound') : null;
  const agentId = override_agent_id ?? bound?.agent_id;
  if (agentId === undefined)
    throw refused(
      `No agent writes from ${from_number}. Bind one by outbound_sms_agents, or name one by override_agent_id.`,
    );
  const version = override_agent_version ?? bound?.agent_version;
  return resolveAgent(deps.db, workspaceId, agentId, version, 'chat', 'override_agent_version');
}

const REASONS: Record<TextRefusal['why'], string> = {
  unavailable: 'telephony_provider_unavailable',
  not_set_up: 'telephony_provider_unavailable',
  permission_denied: 'telephony_provider_permission_denied',
  no_such_number: 'invalid_destination',
  invalid_destination: 'invalid_destination',
  opted_out: 'invalid_destination',
  too_many: 'invalid_destination',
};

async function fail(deps: ResourceDeps, { workspace_id, chat_id }: Row<'chats'>, reason: string): Promise<ChatObject> {
  return deps.db.transaction().execute(async (trx) => {
    const row = await existingChat(trx, { workspaceId: workspace_id, chatId: chat_id });
    const messages = await messagesOf(trx, row);
    if (row.chat_status !== 'ongoing') return shown(row, messages);
    return shown(await writeEnd(trx, row, { status: 'error', reason, at: deps.now() }), messages);
  });
}
