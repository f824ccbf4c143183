// Create, get, list, update and delete of documents that are kept as they came: what alert rules, QA cohorts and saved views have in common.

import type { Kysely } from 'kysely';
import { notFound, type Asset } from '../../contract/index.ts';
import type { Database, Row } from '../../storage/index.ts';
import {
  deleteDocument,
  findDocument,
  insertDocument,
  listDocuments,
  lockDocument,
  updateDocument,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now'>;

export interface KeptPlace {
  workspaceId: string;
  id: string;
}

export interface ListQuery {
  limit?: number;
  sort_order?: 'ascending' | 'descending';
  pagination_key?: string;
}

/** What sets one kind apart from the others. */
export interface KeptDocuments<T> {
  kind: Row<'kept_documents'>['kind'];
  asset: Asset;
  /** Name of the id in answers. */
  idField: string;
  /** Throws an ApiError for a document (whole, after a change) that may not be. Runs in the transaction that writes it. */
  check(trx: Kysely<Database>, workspaceId: string, document: T): Promise<void>;
  /** Fields that only answers have. */
  render(row: Row<'kept_documents'>): Record<string, unknown>;
}

/** Makes the five operations of a kind. */
export function keptDocuments<T extends object>(kind: KeptDocuments<T>) {
  const render = (row: Row<'kept_documents'>): Record<string, unknown> => ({
    ...row.document,
    [kind.idField]: row.document_id,
    ...kind.render(row),
  });
  const keyOf = ({ workspaceId, id }: KeptPlace) => ({
    workspace_id: workspaceId,
    kind: kind.kind,
    document_id: id,
  });

  return {
    render,
    /** `before`: runs first in the same transaction. */
    async create(
      deps: Deps,
      workspaceId: string,
      body: T,
      before: (trx: Kysely<Database>) => Promise<void> = async () => {},
    ): Promise<object> {
      return deps.db.transaction().execute(async (trx) => {
        await before(trx);
        await kind.check(trx, workspaceId, body);
        const key = keyOf({ workspaceId, id: newId(kind.kind) });
        return render(await insertDocument(trx, key, body, deps.now()));
      });
    },
    async get(deps: Deps, place: KeptPlace): Promise<object> {
      const row = await findDocument(deps.db, keyOf(place));
      if (!row) throw notFound(kind.asset, place.id);
      return render(row);
    },
    async list(deps: Deps, workspaceId: string, query: ListQuery): Promise<Page<object>> {
      const limit = pageLimit(query.limit, 50);
      const ascending = query.sort_order === 'ascending';
      const list = `${kind.kind}s ${ascending ? 'ascending' : 'descending'}`;
      const after = query.pagination_key && decodePageKey(list, query.pagination_key, ['number', 'string']);
      const rows = await listDocuments(
        deps.db,
        { workspace_id: workspaceId, kind: kind.kind },
        {
          ascending,
          limit: limit + 1,
          ...(after ? { after: { created_at: after[0] as number, document_id: after[1] as string } } : {}),
        },
      );
      return pageOf(rows, limit, list, (row) => [row.created_at, row.document_id], render);
    },
    /** `then`: runs last in the same transaction. */
    async update(
      deps: Deps,
      place: KeptPlace,
      change: Partial<T>,
      then: (trx: Kysely<Database>) => Promise<void> = async () => {},
    ): Promise<object> {
      return deps.db.transaction().execute(async (trx) => {
        const row = await lockDocument(trx, keyOf(place));
        if (!row) throw notFound(kind.asset, place.id);
        const document = { ...(row.document as T), ...change };
        await kind.check(trx, place.workspaceId, document);
        const updated = await updateDocument(trx, keyOf(place), document, deps.now());
        await then(trx);
        return render(updated ?? row);
      });
    },
    async delete(
      deps: Deps,
      place: KeptPlace,
      then: (trx: Kysely<Database>) => Promise<void> = async () => {},
    ): Promise<void> {
      await deps.db.transaction().execute(async (trx) => {
        if (!(await deleteDocument(trx, keyOf(place)))) throw notFound(kind.asset, place.id);
        await then(trx);
      });
    },
  };
}
