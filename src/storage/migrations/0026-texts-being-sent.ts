// Texts that are just being sent, for whoever looks for those that their server left: few among all that are kept.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`create index text_messages_sending on text_messages (created_at) where state = 'sending'`).execute(db);
}
