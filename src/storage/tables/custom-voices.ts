// Questions about the voices that workspaces added or had made.

import type { Kysely } from 'kysely';
import type { Database, NewRow, Row } from '../schema.ts';

/** A voice that is there already, by its vendor's id, keeps its id and takes the new name. */
export function saveCustomVoice(db: Kysely<Database>, row: NewRow<'custom_voices'>): Promise<Row<'custom_voices'>> {
  return db
    .insertInto('custom_voices')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'provider', 'provider_voice_id'])
        .doUpdateSet({ voice_name: row.voice_name, traits: row.traits }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

export function findCustomVoice(
  db: Kysely<Database>,
  workspaceId: string,
  voiceId: string,
): Promise<Row<'custom_voices'> | undefined> {
  return db
    .selectFrom('custom_voices')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('voice_id', '=', voiceId)
    .executeTakeFirst();
}

/** Newest first. */
export function listCustomVoices(db: Kysely<Database>, workspaceId: string): Promise<Row<'custom_voices'>[]> {
  return db
    .selectFrom('custom_voices')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('voice_id', 'desc')
    .execute();
}
