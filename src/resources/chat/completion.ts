// create-chat-completion: one message of the user in, everything that is new out. The message is stored before anything else happens. The
// answer is stored as a whole, but what a tool may have done is on record before it is run. When an answer fails or its process dies, the
// message stays unanswered: the same message again answers it rather than saying it twice.

import type { Kysely } from 'kysely';
import { ApiError, invalidRequest, refused, type RequestBody } from '../../contract/index.ts';
import type { ResumableEngine } from '../../conversation/index.ts';
import { insertChatMessages, storableText, updateChat, type Database, type Row } from '../../storage/index.ts';
import type { Configuration } from '../agent/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { createTexting } from '../text/index.ts';
import { closeSilent, isSilentSince, silenceMs } from './silence.ts';
import {
  ANSWER_LIMITS,
  converse,
  emptyAnswer,
  type Answer,
  type AnswerLimits,
  type Exchange,
  type Thought,
} from './converse.ts';
import type { ChatDetails } from './details.ts';
import { writeEnd } from './end.ts';
import { createChatEngine, type ChatEngineDeps } from './engine.ts';
import { lostResults, said, type ChatMessage } from './messages.ts';
import { configurationOfChat, messagesOf } from './place.ts';
import { renderChat } from './render.ts';
import { pairOf } from './send-texts.ts';
import { agentNow } from './swapped.ts';
import { giveUpTurn, hasEnded, holdTurn, writeTurn, type HeldTurn } from './turn.ts';

/** Ours: a hundred pages of text. */
const MAX_CONTENT_CHARACTERS = 200_000;
/** Ours: the whole chat goes to the model with every message. */
const MAX_MESSAGES = 10_000;

/** What chats need of the world, whoever answers in them: a request, or a job. */
export type ChatDeps = ChatEngineDeps & Pick<ResourceDeps, 'telephony' | 'log'>;

/** What an answer goes on from. */
export interface OpenTurn {
  row: Row<'chats'>;
  configuration: Configuration;
  /** All there are, the user's last one included. */
  messages: ChatMessage[];
  /** Where the new ones begin. */
  answerSeq: number;
}

export async function createChatCompletion(
  deps: ResourceDeps,
  workspaceId: string,
  body: RequestBody<'createChatCompletion'>,
  limits: AnswerLimits = ANSWER_LIMITS,
): Promise<{ messages: ChatMessage[] }> {
  checkContent(body.content);
  const place = { workspaceId, chatId: body.chat_id };
  const { turn, begun } = await holdTurn(deps, place, (trx, row) => begin(deps, trx, row, body.content));
  // Silence had ended the chat before its end was written down.
  if (begun === 'over') {
    turn.close();
    throw hasEnded(place.chatId);
  }
  return { messages: await answer(deps, turn, begun, limits) };
}

/** Carries the held turn to its end and gives all messages since `answerSeq`. `first`: what the model has said already. */
export async function answer(
  deps: ChatDeps,
  turn: HeldTurn,
  open: OpenTurn,
  limits: AnswerLimits,
  first?: Thought,
): Promise<ChatMessage[]> {
  const given = emptyAnswer();
  let engine: ResumableEngine | null = null;
  try {
    engine = await engineOf(deps, open);
    await converse(exchangeOf(deps, turn, open, engine, limits), given, first);
    await finish(deps, turn, open, given, engine);
    return [...open.messages.slice(open.answerSeq), ...given.added];
  } catch (error) {
    await abandon(deps, turn, given, engine);
    throw asAnswer(error);
  } finally {
    turn.close();
    await engine?.close?.();
  }
}

function exchangeOf(
  deps: ChatDeps,
  turn: HeldTurn,
  open: OpenTurn,
  engine: ResumableEngine,
  limits: AnswerLimits,
): Exchange {
  return {
    engine,
    history: open.messages,
    now: deps.now,
    subject: (added) => subjectOf(open, added, engine),
    store: (messages) => storePart(deps, turn, messages, engine),
    signal: AbortSignal.any([turn.signal, AbortSignal.timeout(limits.wholeMs)]),
    limits,
    onKnowledge({ trouble: why }) {
      if (why !== null)
        deps.log.warn({ chatId: open.row.chat_id, why }, 'a chat was answered without its knowledge bases');
    },
  };
}

async function begin(
  deps: ChatDeps,
  trx: Kysely<Database>,
  row: Row<'chats'>,
  content: string,
): Promise<OpenTurn | 'over'> {
  if (row.chat_type === 'sms_chat')
    throw refused(`Chat ${row.chat_id} goes by text message: what the user says comes from ${row.to_number}.`);
  const now = deps.now();
  if (isSilentSince(row, now)) {
    await closeSilent(trx, row, deps.now);
    return 'over';
  }
  if (row.message_count >= MAX_MESSAGES)
    throw refused(`Chat ${row.chat_id} has ${row.message_count} messages, and no chat may have more. End it.`);
  const configuration = await configurationOfChat(trx, row);
  const before = await messagesOf(trx, row);
  const lost = lostResults(before, now);
  const unanswered = row.unanswered_seq === null ? undefined : before[row.unanswered_seq];
  const isAgain = unanswered?.role === 'user' && unanswered.content === storableText(content);
  const added = isAgain ? lost : [...lost, said('user', content, now)];
  await insertChatMessages(trx, row, row.message_count, added);
  const messages = [...before, ...added];
  const userSeq = isAgain ? (row.unanswered_seq as number) : messages.length - 1;
  await updateChat(trx, row.workspace_id, row.chat_id, {
    message_count: messages.length,
    unanswered_seq: userSeq,
    closes_at: now + silenceMs(await agentNow(trx, row)),
  });
  return { row, configuration, messages, answerSeq: userSeq + 1 };
}

/**
 * The same with texts that came: each is a message. `isAnswered`: whether an answer is to follow; without texts, the answer that is
 * still owed.
 */
export async function beginTexted(
  deps: ChatDeps,
  trx: Kysely<Database>,
  row: Row<'chats'>,
  texts: readonly string[],
  isAnswered: boolean,
): Promise<OpenTurn | 'over'> {
  const now = deps.now();
  if (texts.length > 0 && isSilentSince(row, now)) {
    await closeSilent(trx, row, deps.now);
    return 'over';
  }
  if (row.message_count + texts.length > MAX_MESSAGES) {
    await writeEnd(trx, row, { status: 'ended', reason: 'max_duration_reached', at: now });
    return 'over';
  }
  const configuration = await configurationOfChat(trx, row);
  const before = await messagesOf(trx, row);
  const added = [...lostResults(before, now), ...texts.map((text) => said('user', text, now))];
  await insertChatMessages(trx, row, row.message_count, added);
  const messages = [...before, ...added];
  await updateChat(trx, row.workspace_id, row.chat_id, {
    message_count: messages.length,
    ...(isAnswered
      ? { unanswered_seq: texts.length > 0 ? messages.length - 1 : row.unanswered_seq }
      : { unanswered_seq: null }),
    closes_at: now + silenceMs(await agentNow(trx, row)),
  });
  return { row, configuration, messages, answerSeq: messages.length };
}

export function engineOf(
  deps: ChatDeps,
  { row, configuration }: Pick<OpenTurn, 'row' | 'configuration'>,
): Promise<ResumableEngine> {
  const { standing, override_dynamic_variables } = row.details as ChatDetails;
  return createChatEngine(deps, {
    workspaceId: row.workspace_id,
    configuration,
    variables: row.retell_llm_dynamic_variables ?? {},
    overrides: override_dynamic_variables ?? null,
    ...textingOf(deps, row),
    session: {
      type: 'chat',
      startedAtMs: row.start_timestamp,
      chat_id: row.chat_id,
      details: () => renderChat(row, []),
      ...partiesOf(row),
    },
    warn: (text) => deps.log.warn({ chatId: row.chat_id }, text),
    ...(standing ? { standing } : {}),
  });
}

/** In a chat by text message the agent can also write by its tool. */
function textingOf(deps: ChatDeps, row: Row<'chats'>): object {
  const { chat_id, from_number, to_number } = row;
  if (!deps.telephony || from_number === null || to_number === null) return {};
  return { texting: createTexting(deps, pairOf(row), { chat_id }) };
}

/** As the agent's variables name them: who wrote first comes first. */
function partiesOf({ from_number: ours, to_number: theirs, details }: Row<'chats'>): object {
  if (ours === null || theirs === null) return {};
  if ((details as ChatDetails).direction === 'inbound')
    return { direction: 'inbound', from_number: theirs, to_number: ours };
  return { direction: 'outbound', from_number: ours, to_number: theirs };
}

/** Live variables included. */
function subjectOf(open: OpenTurn, added: readonly ChatMessage[], engine: ResumableEngine): object {
  return {
    ...renderChat(open.row, [...open.messages, ...added]),
    collected_dynamic_variables: engine.collectedVariables(),
  };
}

async function storePart(
  deps: ChatDeps,
  turn: HeldTurn,
  messages: readonly ChatMessage[],
  engine: ResumableEngine,
): Promise<void> {
  await deps.db.transaction().execute((trx) => writeTurn(trx, turn, messages, { details: standingOf(engine) }));
}

/** An answer that failed is forgotten, unless a tool has been run: then all of it has happened. */
async function abandon(deps: ChatDeps, turn: HeldTurn, given: Answer, engine: ResumableEngine | null): Promise<void> {
  try {
    if (engine && given.stored > 0) await storePart(deps, turn, given.added.slice(given.stored), engine);
  } catch (error) {
    deps.log.warn({ chatId: turn.place.chatId, err: error }, 'what a tool answered in a chat could not be stored');
  }
  await giveUpTurn(deps, turn);
}

/** Time that is over for the whole of an answer comes as the signal's own error. */
function asAnswer(error: unknown): unknown {
  if (!(error instanceof DOMException) || error.name !== 'TimeoutError') return error;
  return new ApiError('unavailable', 'The answer took too long, its tools included.', { retryAfterS: 1, cause: error });
}

async function finish(
  deps: ChatDeps,
  turn: HeldTurn,
  open: OpenTurn,
  end: Answer,
  engine: ResumableEngine,
): Promise<void> {
  const now = deps.now();
  const details = standingOf(engine);
  await deps.db.transaction().execute(async (trx) => {
    const agent = await agentNow(trx, { ...open.row, details: { ...(open.row.details as object), ...details } });
    const row = await writeTurn(trx, turn, end.added.slice(end.stored), {
      details,
      unanswered_seq: null,
      turn_id: null,
      turn_until: null,
      closes_at: now + silenceMs(agent),
    });
    if (end.ended) await writeEnd(trx, row, { status: 'ended', reason: 'agent_hangup', at: now });
  });
}

export function standingOf(engine: ResumableEngine): Record<string, unknown> {
  const details: ChatDetails = {
    standing: engine.standing(),
    collected_dynamic_variables: engine.collectedVariables(),
  };
  return { ...details };
}

function checkContent(content: string): void {
  if (content.trim() === '') throw invalidRequest('content: expected a text, got an empty one.');
  if (content.length > MAX_CONTENT_CHARACTERS)
    throw invalidRequest(`content: expected at most ${MAX_CONTENT_CHARACTERS} characters, got ${content.length}.`);
}
