// A new chat: the agent as it is now, what the chat is told of its user, and the agent's first words.

import type { Kysely } from 'kysely';
import type { RequestBody } from '../../contract/index.ts';
import type { ResumableEngine } from '../../conversation/index.ts';
import { insertChat, insertChatMessages, takeTurn, type Database, type NewRow, type Row } from '../../storage/index.ts';
import { readSnapshot, resolveAgent, takeSnapshot, type Configuration, type ResolvedAgent } from '../agent/index.ts';
import { checkMetadata, checkVariables, jsonOrNull } from '../call/call-request.ts';
import type { ResourceDeps } from '../deps.ts';
import { newId } from '../new-id.ts';
import { enqueueChatWebhook } from '../webhook/index.ts';
import { answer, engineOf, standingOf, type ChatDeps } from './completion.ts';
import { ANSWER_LIMITS, hasMore, spoken, think, words, type AnswerLimits, type Thought } from './converse.ts';
import type { ChatDetails } from './details.ts';
import { checkEngineRuns } from './engine.ts';
import type { ChatMessage } from './messages.ts';
import { existingChat, messagesOf, withOverride } from './place.ts';
import { storageSettingOf } from '../storage-setting.ts';
import { renderChat, type ChatObject } from './render.ts';
import { silenceMs } from './silence.ts';
import { keepTurn, TURN_LEASE_MS } from './turn.ts';

/** Of the body of either creation. */
export interface ChatWish {
  metadata?: object | undefined;
  retell_llm_dynamic_variables?: Record<string, unknown> | undefined;
  /** Of chats that somebody else began by a text. */
  chat_id?: string;
  direction?: 'inbound';
  agent_override?: ChatDetails['agent_override'];
}

/** Nothing is stored when the model has to write the first words and fails. Throws 422 for an unknown agent or version. */
export async function createChat(
  deps: ResourceDeps,
  workspaceId: string,
  body: RequestBody<'createChat'>,
  limits: AnswerLimits = ANSWER_LIMITS,
): Promise<ChatObject> {
  checkWish(body);
  const { agent_id, agent_version } = body;
  const agent = await resolveAgent(deps.db, workspaceId, agent_id, agent_version, 'chat', 'agent_version');
  const draft = await draftChat(deps, agent, body);
  const first = await firstWords(deps, draft, limits);
  const opened = await openChat(deps, draft, first, tellStarted);
  const { row, messages } = !hasMore(first) ? opened : await goOn(deps, draft, opened, first, limits);
  return renderChat(row, messages);
}

/** Throws 400. */
export function checkWish(wish: ChatWish): void {
  checkMetadata(wish.metadata);
  checkVariables('retell_llm_dynamic_variables', wish.retell_llm_dynamic_variables);
}

/** A chat that is not stored yet. */
export interface ChatDraft {
  row: NewRow<'chats'> & { chat_id: string };
  configuration: Configuration;
}

/** Throws 400 for an agent whose engine cannot chat here. */
export async function draftChat(
  deps: Pick<ChatDeps, 'db' | 'now'>,
  { agent, tag, variables }: ResolvedAgent,
  wish: ChatWish,
  kind: Pick<NewRow<'chats'>, 'chat_type' | 'from_number' | 'to_number'> = { chat_type: 'api_chat' },
): Promise<ChatDraft> {
  const { workspace_id } = agent;
  const configuration_hash = await deps.db.transaction().execute((trx) => takeSnapshot(trx, agent, variables));
  const kept = await readSnapshot(deps.db, workspace_id, configuration_hash);
  if (!kept) throw new Error('a configuration that was just kept is not there');
  const configuration = withOverride(kept, wish.agent_override);
  checkEngineRuns(configuration);
  const now = deps.now();
  const row = {
    workspace_id,
    chat_id: wish.chat_id ?? newId('chat'),
    ...kind,
    chat_status: 'ongoing',
    agent_id: agent.agent_id,
    agent_version: agent.version,
    agent_tag: tag,
    configuration_hash,
    start_timestamp: now,
    closes_at: now + silenceMs(configuration.agent),
    message_count: 0,
    data_storage_setting: storageSettingOf(configuration.agent),
    metadata: jsonOrNull(wish.metadata),
    retell_llm_dynamic_variables: jsonOrNull(wish.retell_llm_dynamic_variables),
    details: JSON.stringify({
      ...(wish.direction ? { direction: wish.direction } : {}),
      ...(wish.agent_override ? { agent_override: wish.agent_override } : {}),
    }),
  } as const;
  return { row, configuration };
}

/** What the agent opens with; nothing when the user writes first. */
export async function firstWords(deps: ResourceDeps, draft: ChatDraft, limits: AnswerLimits): Promise<Thought> {
  const row = {
    ...draft.row,
    from_number: draft.row.from_number ?? null,
    to_number: draft.row.to_number ?? null,
    retell_llm_dynamic_variables: parsed(draft.row.retell_llm_dynamic_variables),
    metadata: parsed(draft.row.metadata),
    details: {},
  } as unknown as Row<'chats'>;
  const engine = await engineOf(deps, { row, configuration: draft.configuration });
  return firstThought(engine, draft, limits).finally(() => engine.close?.());
}

async function firstThought(engine: ResumableEngine, draft: ChatDraft, limits: AnswerLimits): Promise<Thought> {
  const opening = engine.opening();
  if (opening.who === 'user') return words('');
  if (opening.text !== null) return words(opening.text);
  const exchange = { engine, history: [], signal: new AbortController().signal, limits };
  const first = await think(exchange, 'begin');
  // A flow has moved to its first nodes.
  if (first.transitions.length > 0) draft.row.details = JSON.stringify(standingOf(engine));
  return first;
}

function parsed(json: string | null | undefined): Record<string, unknown> | null {
  return json == null ? null : (JSON.parse(json) as Record<string, unknown>);
}

interface OpenedChat {
  row: Row<'chats'>;
  messages: ChatMessage[];
  turnId: string | null;
}

/** Stores the chat with its first words. While tools wait to be run the turn is taken already. `tell`: in the same transaction. */
export async function openChat(
  deps: Pick<ChatDeps, 'db' | 'now'>,
  draft: ChatDraft,
  first: Thought,
  tell?: typeof tellStarted,
): Promise<OpenedChat> {
  const messages = spoken(first, deps.now());
  const turnId = hasMore(first) ? newId('turn') : null;
  return deps.db.transaction().execute(async (trx) => {
    const row = await insertChat(trx, { ...draft.row, message_count: messages.length });
    await insertChatMessages(trx, row, 0, messages);
    if (turnId !== null) await takeTurn(trx, row, turnId, TURN_LEASE_MS);
    await tell?.(trx, row, draft.configuration, messages);
    return { row, messages, turnId };
  });
}

export async function tellStarted(
  trx: Kysely<Database>,
  row: Row<'chats'>,
  { agent }: Configuration,
  messages: readonly ChatMessage[],
): Promise<void> {
  await enqueueChatWebhook(trx, row, agent, 'chat_started', renderChat(row, messages));
}

/** The model asked for tools with its first words. */
async function goOn(
  deps: ResourceDeps,
  draft: ChatDraft,
  { row, messages, turnId }: OpenedChat,
  first: Thought,
  limits: AnswerLimits,
): Promise<{ row: Row<'chats'>; messages: ChatMessage[] }> {
  const place = { workspaceId: row.workspace_id, chatId: row.chat_id };
  const turn = keepTurn(deps, place, turnId ?? '');
  const open = { row, configuration: draft.configuration, messages, answerSeq: messages.length };
  await answer(deps, turn, open, limits, { ...first, transitions: [], text: '' });
  return deps.db.transaction().execute(async (trx) => {
    const now = await existingChat(trx, place);
    return { row: now, messages: await messagesOf(trx, now) };
  });
}
