// Questions about folders of files that open by a signed address only.

import { sql, type Kysely } from 'kysely';
import type { Database, NewRow } from '../schema.ts';

/** From now on files of this folder need a signature. Calls need no row while they are there: they say so themselves. */
export async function insertSignedFolder(db: Kysely<Database>, row: NewRow<'signed_folders'>): Promise<void> {
  await db
    .insertInto('signed_folders')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Once their files are gone. */
export async function deleteSignedFolders(db: Kysely<Database>, filesKeys: readonly string[]): Promise<void> {
  await db.deleteFrom('signed_folders').where('files_key', 'in', filesKeys).execute();
}

export async function isFolderSigned(db: Kysely<Database>, filesKey: string): Promise<boolean> {
  const { rows } = await sql<{ signed: boolean }>`select
    exists (select 1 from signed_folders where files_key = ${filesKey})
    or exists (select 1 from calls where files_key = ${filesKey} and details -> 'opt_in_signed_url' = 'true') as signed`.execute(
    db,
  );
  return rows[0]?.signed === true;
}
