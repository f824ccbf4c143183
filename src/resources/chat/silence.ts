// A chat in which nobody writes any more is closed.

import type { Kysely } from 'kysely';
import { createSettingLookup, substitute, withoutPlaceholders, type VariableValues } from '../../conversation/index.ts';
import {
  enqueue,
  insertChatMessages,
  lockSilentChats,
  updateChat,
  type Database,
  type Row,
} from '../../storage/index.ts';
import type { WallClock } from '../../interfaces/clock.ts';
import type { ChatDetails } from './details.ts';
import { writeEnd } from './end.ts';
import { said } from './messages.ts';
import { configurationOfChat } from './place.ts';
import { agentNow } from './swapped.ts';

/** The contract's default: an hour. */
const USUAL_SILENCE_MS = 3_600_000;
const CLOSED_AT_ONCE = 50;

/** How long nobody may write, by the agent's settings. */
export function silenceMs(agent: Record<string, unknown>): number {
  const given = agent['end_chat_after_silence_ms'];
  return typeof given === 'number' ? given : USUAL_SILENCE_MS;
}

export function isSilentSince(row: Row<'chats'>, now: number): boolean {
  return row.closes_at <= now;
}

/** Ends every chat whose time is over, few at a time. Safe to run anywhere, any number of times. */
export async function closeSilentChats(
  deps: { db: Kysely<Database>; wallClock: WallClock },
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const closed = await deps.db.transaction().execute(async (trx) => {
      const rows = await lockSilentChats(trx, deps.wallClock(), CLOSED_AT_ONCE);
      for (const row of rows) await closeSilent(trx, row, deps.wallClock);
      return rows.length;
    });
    if (closed < CLOSED_AT_ONCE || signal.aborted) return;
  }
}

/** `row` is locked. The end is when the silence had lasted long enough, not when it was noticed. */
export async function closeSilent(trx: Kysely<Database>, row: Row<'chats'>, wallClock: WallClock): Promise<void> {
  const agent = await agentNow(trx, row);
  const closing = agent['auto_close_message'];
  const at = row.closes_at;
  let current = row;
  const text = typeof closing === 'string' ? await filled(trx, closing, { row, agent, wallClock }) : '';
  if (text !== '') {
    await insertChatMessages(trx, row, row.message_count, [said('agent', text, at)]);
    const changes = { message_count: row.message_count + 1 };
    current = (await updateChat(trx, row.workspace_id, row.chat_id, changes)) ?? row;
    const { workspace_id, chat_id } = row;
    if (row.chat_type === 'sms_chat') await enqueue(trx, 'send-texts', { workspace_id, chat_id });
  }
  await writeEnd(trx, current, { status: 'ended', reason: 'inactivity', at });
}

/** With the variables that the chat knows; one that is not set is left out, unless the agent wants placeholders to be seen. */
async function filled(
  db: Kysely<Database>,
  text: string,
  { row, agent, wallClock }: { row: Row<'chats'>; agent: Record<string, unknown>; wallClock: WallClock },
): Promise<string> {
  if (!text.includes('{{')) return text;
  const { engine, variables } = await configurationOfChat(db, row);
  const { collected_dynamic_variables, override_dynamic_variables } = row.details as ChatDetails;
  const sources = {
    defaults: { ...(engine.config?.['default_dynamic_variables'] as VariableValues | null | undefined), ...variables },
    request: row.retell_llm_dynamic_variables ?? {},
    collected: collected_dynamic_variables ?? {},
    overrides: override_dynamic_variables ?? {},
  };
  const session = { type: 'chat' as const, startedAtMs: row.start_timestamp, chat_id: row.chat_id };
  const out = substitute(text, createSettingLookup(agent, sources, session, wallClock));
  return agent['speak_unset_variables'] === true ? out : withoutPlaceholders(out, () => {});
}
