// Texts that belong to a call, for whoever takes the call away.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`create index text_messages_by_call on text_messages (call_id) where call_id is not null`).execute(db);
}
