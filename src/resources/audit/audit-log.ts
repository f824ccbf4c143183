// Who changed what: one entry for each operation that changes something, with the fields that differ.

import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../../contract/index.ts';
import type { AuditChange, Row } from '../../storage/index.ts';
import { insertAuditEntry, listAuditEntries } from '../../storage/tables/index.ts';
import type { Access } from '../api-key/access.ts';
import type { ResourceDeps } from '../deps.ts';
import { jsonBytes, pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { withoutSecrets } from './secrets.ts';

/** What happened. */
export interface AuditedChange {
  operationId: string;
  objectId: string | null;
  before: object | null;
  after: object | null;
  /** Of conversations only the names of fields are kept. */
  values: boolean;
}

/** A value above this stands as its size: prompts and flows have versions of their own. */
const MAX_VALUE_BYTES = 4_096;
/** Change with every write and say nothing. */
const NOISE = new Set(['last_modification_timestamp', 'user_modified_timestamp']);

export async function writeAuditEntry(
  deps: Pick<ResourceDeps, 'db' | 'now'>,
  access: Access,
  change: AuditedChange,
): Promise<void> {
  await insertAuditEntry(deps.db, {
    workspace_id: access.workspaceId,
    entry_id: newId('audit'),
    created_at: deps.now(),
    actor: JSON.stringify(access.actor),
    operation_id: change.operationId,
    object_id: change.objectId,
    changes: JSON.stringify(changesOf(change)),
  });
}

/** The top-level fields that differ. */
export function changesOf({
  before,
  after,
  values,
}: Pick<AuditedChange, 'before' | 'after' | 'values'>): AuditChange[] {
  const old = (before ?? {}) as Record<string, unknown>;
  const now = (after ?? {}) as Record<string, unknown>;
  const changes: AuditChange[] = [];
  for (const field of new Set([...Object.keys(old), ...Object.keys(now)])) {
    if (NOISE.has(field) || isDeepStrictEqual(old[field], now[field])) continue;
    if (values) changes.push({ field, ...shown('before', field, old[field]), ...shown('after', field, now[field]) });
    else changes.push({ field });
  }
  return changes;
}

function shown(side: 'before' | 'after', field: string, value: unknown): Partial<AuditChange> {
  if (value === undefined) return {};
  const safe = (withoutSecrets({ [field]: value }) as Record<string, unknown>)[field];
  const bytes = jsonBytes(safe);
  return { [side]: bytes > MAX_VALUE_BYTES ? { omitted_bytes: bytes } : safe };
}

interface AuditQuery {
  limit?: number;
  pagination_key?: string;
  sort_order?: string;
  object_id?: string;
  operation_id?: string;
}

/** list-audit-log. */
export async function listAuditLog(
  deps: Pick<ResourceDeps, 'db'>,
  workspaceId: string,
  query: AuditQuery,
): Promise<Page<Schema<'AuditEntry'>>> {
  const limit = pageLimit(query.limit, 50);
  const ascending = query.sort_order === 'ascending';
  const list = ascending ? 'audit-log' : 'audit-log-desc';
  const [after] = query.pagination_key === undefined ? [] : decodePageKey(list, query.pagination_key, ['number']);
  const rows = await listAuditEntries(deps.db, workspaceId, {
    limit: limit + 1,
    ascending,
    objectId: query.object_id,
    operationId: query.operation_id,
    ...(after === undefined ? {} : { after: Number(after) }),
  });
  return pageOf(rows, limit, list, (row) => [row.seq], rendered);
}

function rendered(row: Row<'audit_log'>): Schema<'AuditEntry'> {
  const { entry_id, created_at, operation_id, object_id, actor, changes } = row;
  return { entry_id, timestamp: created_at, operation_id, object_id, actor, changes };
}
