// Rows by the dozen: copies of one that was made as always.

import { sql, type Kysely } from 'kysely';
import type { Database } from '../../src/storage/index.ts';

/** Copies the row of `table` for which `where` holds, with other values in the columns of `changes`; what the database computes it computes anew. */
export async function cloneRow(
  db: Kysely<Database>,
  table: string,
  where: object,
  changes: Record<string, unknown>,
): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = current_schema() and table_name = ${table} and is_generated = 'NEVER'`.execute(db);
  const columns = sql.join(rows.map(({ name }) => sql.ref(name)));
  const made = await sql`
    insert into ${sql.table(table)} (${columns}) overriding system value
    select ${columns} from jsonb_populate_record(null::${sql.table(table)}, (
      select to_jsonb(${sql.table(table)}) || ${JSON.stringify(changes)}::jsonb from ${sql.table(table)} where ${matches(where)}
    ))`.execute(db);
  if (made.numAffectedRows !== 1n) throw new Error(`No row of ${table} was copied.`);
}

export async function deleteRows(db: Kysely<Database>, table: string, where: object): Promise<void> {
  await sql`delete from ${sql.table(table)} where ${matches(where)}`.execute(db);
}

/** The one row of a table, or its first. */
export async function firstRow(db: Kysely<Database>, table: string): Promise<Record<string, any>> {
  const { rows } = await sql<Record<string, any>>`select * from ${sql.table(table)} limit 1`.execute(db);
  if (!rows[0]) throw new Error(`${table} is empty.`);
  return rows[0];
}

function matches(where: object) {
  return sql.join(
    Object.entries(where).map(([column, value]) => sql`${sql.ref(column)} = ${value}`),
    sql` and `,
  );
}
