// Answered calls by SIP, for whoever has to say BYE after their server died.

import { sql, type Kysely } from 'kysely';
import { jsonText } from '../json-text.ts';
import type { Database, NewRow, Row } from '../schema.ts';

export type NewSipDialog = Omit<NewRow<'sip_dialogs'>, 'dialog' | 'created_at'> & { dialog: object };

/** A dialog that is there already takes the new state. */
export async function keepSipDialog(db: Kysely<Database>, row: NewSipDialog): Promise<void> {
  const dialog = jsonText(row.dialog);
  await db
    .insertInto('sip_dialogs')
    .values({ ...row, dialog })
    .onConflict((conflict) => conflict.column('dialog_key').doUpdateSet({ dialog }))
    .execute();
}

/** Only the life of the server that kept it forgets it. */
export async function forgetSipDialog(
  db: Kysely<Database>,
  dialogKey: string,
  owner: { nodeId: string; epoch: number },
): Promise<void> {
  await db
    .deleteFrom('sip_dialogs')
    .where('dialog_key', '=', dialogKey)
    .where('node_id', '=', owner.nodeId)
    .where('node_epoch', '=', owner.epoch)
    .execute();
}

/** Takes those whose server is gone (its row is another life's, or buried). Each is given to one caller only. */
export function takeOrphanedSipDialogs(db: Kysely<Database>, limit: number): Promise<Row<'sip_dialogs'>[]> {
  return db
    .deleteFrom('sip_dialogs')
    .where(
      sql<boolean>`dialog_key in (
        select d.dialog_key from sip_dialogs d
        where not exists (select 1 from nodes n where n.node_id = d.node_id and n.epoch = d.node_epoch)
        limit ${limit} for update of d skip locked)`,
    )
    .returningAll()
    .execute();
}
