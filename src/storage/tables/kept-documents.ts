// Questions about a workspace's small documents: alert rules, QA cohorts, saved views.

import { sql, type Kysely } from 'kysely';
import type { Database, Row } from '../schema.ts';

type Document = Row<'kept_documents'>;

export interface DocumentKey {
  workspace_id: string;
  kind: Document['kind'];
  document_id: string;
}

export function insertDocument(
  db: Kysely<Database>,
  key: DocumentKey,
  document: object,
  at: number,
): Promise<Document> {
  return db
    .insertInto('kept_documents')
    .values({ ...key, document: JSON.stringify(document), created_at: at, modified_at: at })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export function findDocument(db: Kysely<Database>, key: DocumentKey): Promise<Document | undefined> {
  return ofKey(db, key).executeTakeFirst();
}

/** The same, and nobody else changes it until the transaction ends. */
export function lockDocument(trx: Kysely<Database>, key: DocumentKey): Promise<Document | undefined> {
  return ofKey(trx, key).forUpdate().executeTakeFirst();
}

export function updateDocument(
  db: Kysely<Database>,
  key: DocumentKey,
  document: object,
  at: number,
): Promise<Document | undefined> {
  return db
    .updateTable('kept_documents')
    .set({ document: JSON.stringify(document), modified_at: at })
    .where('workspace_id', '=', key.workspace_id)
    .where('kind', '=', key.kind)
    .where('document_id', '=', key.document_id)
    .returningAll()
    .executeTakeFirst();
}

/** Was there one? */
export async function deleteDocument(db: Kysely<Database>, key: DocumentKey): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('kept_documents')
    .where('workspace_id', '=', key.workspace_id)
    .where('kind', '=', key.kind)
    .where('document_id', '=', key.document_id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function countDocuments(
  db: Kysely<Database>,
  { workspace_id, kind }: Pick<DocumentKey, 'workspace_id' | 'kind'>,
): Promise<number> {
  const { count } = await db
    .selectFrom('kept_documents')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspace_id)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow();
  return count;
}

export interface DocumentPage {
  ascending: boolean;
  limit: number;
  after?: { created_at: number; document_id: string };
}

/** By creation. */
export function listDocuments(
  db: Kysely<Database>,
  { workspace_id, kind }: Pick<DocumentKey, 'workspace_id' | 'kind'>,
  page: DocumentPage,
): Promise<Document[]> {
  const direction = page.ascending ? 'asc' : 'desc';
  let query = db
    .selectFrom('kept_documents')
    .selectAll()
    .where('workspace_id', '=', workspace_id)
    .where('kind', '=', kind)
    .orderBy('created_at', direction)
    .orderBy('document_id', direction)
    .limit(page.limit);
  if (page.after)
    query = query.where(
      sql<boolean>`(created_at, document_id) ${sql.raw(page.ascending ? '>' : '<')} (${page.after.created_at}, ${page.after.document_id})`,
    );
  return query.execute();
}

function ofKey(db: Kysely<Database>, key: DocumentKey) {
  return db
    .selectFrom('kept_documents')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('kind', '=', key.kind)
    .where('document_id', '=', key.document_id);
}
