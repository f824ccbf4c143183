// Analysis of an ended chat: what the agent's model makes of it, then the webhook chat_analyzed. A chat that may not keep its content loses
// it with that.

import type { Kysely } from 'kysely';
import type { WallClock } from '../interfaces/clock.ts';
import type { Log } from '../interfaces/log.ts';
import type { Providers } from '../interfaces/providers.ts';
import {
  analysisOfChat,
  configurationOfChat,
  forgetContent,
  isStrict,
  renderChat,
  transcriptItems,
  type ChatMessage,
} from '../resources/chat/index.ts';
import { enqueueChatWebhook } from '../resources/webhook/index.ts';
import {
  findChat,
  listChatMessages,
  lockChat,
  updateChat,
  type Database,
  type JobPayloads,
  type Row,
} from '../storage/index.ts';
import type { ChatAnalysis } from './call-analysis/answer.ts';
import { askForAnalysis, USUAL_ANALYSIS_MODEL } from './call-analysis/ask.ts';
import { chatAnalysisFields, type ChatAnalysisSettings } from './call-analysis/fields.ts';

export interface AnalyzeChatDeps {
  db: Kysely<Database>;
  providers: Pick<Providers, 'thinking'>;
  wallClock: WallClock;
  log: Log;
}

type Settings = ChatAnalysisSettings & { post_chat_analysis_model?: string | null };

/**
 * Safe to run twice: the first to finish writes, later runs change and send nothing. A rerun writes once after it was asked for, and
 * leaves the former analysis when there is no new one. `attempt` counts from 1: while attempts are left a model that fails for now
 * rejects, to be tried again; after that the chat is told of without an analysis.
 */
export async function analyzeChat(
  deps: AnalyzeChatDeps,
  { workspace_id, chat_id, rerun }: JobPayloads['analyze-chat'],
  signal: AbortSignal,
  attempt: number,
): Promise<void> {
  const chat = await findChat(deps.db, workspace_id, chat_id);
  if (!chat || chat.end_timestamp === null || isDone(chat, rerun)) return;
  if (rerun !== undefined && isStrict(chat)) return;
  const messages = (await listChatMessages(deps.db, workspace_id, chat_id)) as ChatMessage[];
  const analysis = await analyse(deps, chat, rerun !== undefined, messages, signal, attempt);
  signal.throwIfAborted();
  await write(deps, chat, rerun, messages, analysis);
}

/** A rerun is done when the chat was analysed after it was asked for. */
function isDone(chat: Row<'chats'>, rerun: number | undefined): boolean {
  return chat.analyzed_at !== null && (rerun === undefined || chat.analyzed_at > rerun);
}

async function analyse(
  deps: AnalyzeChatDeps,
  chat: Row<'chats'>,
  isRerun: boolean,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
  attempt: number,
): Promise<ChatAnalysis | undefined> {
  // A greeting that nobody answered is no conversation.
  if (!messages.some((message) => message.role === 'user')) return undefined;
  const settings = await settingsOf(deps, chat, isRerun);
  const { use: model, provider } = deps.providers.thinking(settings.post_chat_analysis_model ?? USUAL_ANALYSIS_MODEL);
  const about = { chat_id: chat.chat_id };
  if (provider === 'scripted') {
    deps.log.info(about, 'chat not analysed: there is no language model');
    return undefined;
  }
  const items = transcriptItems(messages);
  return askForAnalysis({ log: deps.log, model, about, items, fields: chatAnalysisFields(settings) }, signal, attempt);
}

/** As the chat had them; for a rerun as the newest version of its agent has them now. */
async function settingsOf(deps: AnalyzeChatDeps, chat: Row<'chats'>, isRerun: boolean): Promise<Settings> {
  return (await analysisOfChat(deps.db, chat, isRerun ? 'newest' : 'kept')) as Settings;
}

/** Analysis, its columns, the webhook and what is forgotten, in one transaction. */
async function write(
  deps: AnalyzeChatDeps,
  { workspace_id, chat_id }: Row<'chats'>,
  rerun: number | undefined,
  messages: readonly ChatMessage[],
  analysis: ChatAnalysis | undefined,
): Promise<void> {
  const now = deps.wallClock();
  await deps.db.transaction().execute(async (trx) => {
    const current = await lockChat(trx, workspace_id, chat_id);
    if (!current || isDone(current, rerun) || (rerun !== undefined && isStrict(current))) return;
    const row = await updateChat(trx, workspace_id, chat_id, {
      // Later than the request, whatever the clocks of two servers say.
      analyzed_at: Math.max(now, (rerun ?? 0) + 1),
      ...(analysis && {
        user_sentiment: analysis.user_sentiment ?? null,
        chat_successful: analysis.chat_successful ?? null,
        details: { chat_analysis: analysis },
      }),
    });
    if (!row) return;
    const { agent } = await configurationOfChat(trx, row);
    await enqueueChatWebhook(trx, row, agent, 'chat_analyzed', renderChat(row, messages));
    if (isStrict(row) && row.content_removed_at === null) await forgetContent(trx, row, now);
  });
}
