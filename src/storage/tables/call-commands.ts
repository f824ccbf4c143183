// Questions about commands to calls of other servers. A row and a notice: the notice says that there is something to look at, the row what.

import { sql, type Kysely } from 'kysely';
import { jsonText } from '../json-text.ts';
import type { Database, NewRow } from '../schema.ts';
import type { CallOwner } from './calls.ts';

/** Notices carry the id of the node that is to look. */
export const CALL_COMMANDS_CHANNEL = 'ringback_call_commands';

export type NewCallCommand = Pick<
  NewRow<'call_commands'>,
  'workspace_id' | 'call_id' | 'owner_node' | 'owner_epoch' | 'asker_node'
> & {
  command: object;
};

export interface TakenCallCommand {
  command_id: number;
  workspace_id: string;
  call_id: string;
  asker_node: string;
  command: unknown;
}

/** Nobody waits for longer. */
const FORGET_AFTER_S = 60;

/** Puts a command before its owner, and forgets what nobody waits for any more. Gives its number. */
export async function sendCallCommand(db: Kysely<Database>, command: NewCallCommand): Promise<number> {
  await sql`delete from call_commands where created_at < now() - ${FORGET_AFTER_S} * interval '1 second'`.execute(db);
  return db.transaction().execute(async (trx) => {
    const { command_id } = await trx
      .insertInto('call_commands')
      .values({ ...command, command: jsonText(command.command) })
      .returning('command_id')
      .executeTakeFirstOrThrow();
    await notify(trx, command.owner_node);
    return command_id;
  });
}

/** What waits for this node, each given once. Commands that are older than `maxAgeMs` are left to be forgotten: nobody waits for them. */
export async function takeCallCommands(
  db: Kysely<Database>,
  owner: CallOwner,
  maxAgeMs: number,
): Promise<TakenCallCommand[]> {
  return db
    .updateTable('call_commands')
    .set({ taken_at: sql<Date>`now()` })
    .where('owner_node', '=', owner.nodeId)
    .where('owner_epoch', '=', owner.epoch)
    .where('taken_at', 'is', null)
    .where(sql<boolean>`created_at > now() - ${maxAgeMs} * interval '1 millisecond'`)
    .returning(['command_id', 'workspace_id', 'call_id', 'asker_node', 'command'])
    .execute();
}

export async function answerCallCommand(
  db: Kysely<Database>,
  command: TakenCallCommand,
  answer: object,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('call_commands')
      .set({ answer: jsonText(answer) })
      .where('command_id', '=', command.command_id)
      .execute();
    await notify(trx, command.asker_node);
  });
}

/** Takes the answer away with its row; undefined while there is none. */
export async function collectCallAnswer(db: Kysely<Database>, commandId: number): Promise<unknown> {
  const row = await db
    .deleteFrom('call_commands')
    .where('command_id', '=', commandId)
    .where('answer', 'is not', null)
    .returning('answer')
    .executeTakeFirst();
  return row?.answer;
}

/** Takes a command back; false when its owner has it already. */
export async function withdrawCallCommand(db: Kysely<Database>, commandId: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('call_commands')
    .where('command_id', '=', commandId)
    .where('taken_at', 'is', null)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

async function notify(trx: Kysely<Database>, nodeId: string): Promise<void> {
  await sql`select pg_notify(${CALL_COMMANDS_CHANNEL}, ${nodeId})`.execute(trx);
}
