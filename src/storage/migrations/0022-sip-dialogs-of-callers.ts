// Dialogs of calls that came in: whose they are only the number called can tell, which SIP does not ask.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw('alter table sip_dialogs alter column workspace_id drop not null, alter column call_id drop not null')
    .execute(db);
}
