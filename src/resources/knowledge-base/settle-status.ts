// What a knowledge base says of itself, from what its sources and crawls say of themselves.

import type { Kysely } from 'kysely';
import type { Database, Row } from '../../storage/index.ts';
import {
  findKnowledgeBase,
  listKnowledgeBaseCrawls,
  listKnowledgeBaseSources,
  updateKnowledgeBaseRow,
  type KnowledgeBaseKey,
} from '../../storage/tables/index.ts';

type Status = Row<'knowledge_bases'>['status'];

/** In the transaction that holds the knowledge base. Gives its row as it is now; undefined when it is gone. */
export async function settleStatus(
  tx: Kysely<Database>,
  key: KnowledgeBaseKey,
  now: number,
): Promise<Row<'knowledge_bases'> | undefined> {
  const row = await findKnowledgeBase(tx, key);
  if (!row) return undefined;
  const ids = [key.knowledge_base_id];
  const sources = await listKnowledgeBaseSources(tx, key.workspace_id, ids);
  const crawls = await listKnowledgeBaseCrawls(tx, key.workspace_id, ids);
  const status = statusOf(row.status, sources, crawls);
  if (status === row.status) return row;
  const refreshed = row.status === 'refreshing_in_progress' ? { last_refreshed_timestamp: now } : {};
  return updateKnowledgeBaseRow(tx, key, { status, ...refreshed });
}

function statusOf(
  status: Status,
  sources: readonly Pick<Row<'knowledge_base_sources'>, 'state'>[],
  crawls: readonly Pick<Row<'knowledge_base_crawls'>, 'state'>[],
): Status {
  const states = [...sources, ...crawls].map(({ state }) => state);
  const isBusy = states.some((state) => state === 'waiting' || state === 'chunked');
  if (isBusy) return status === 'refreshing_in_progress' ? status : 'in_progress';
  return states.includes('failed') ? 'error' : 'complete';
}
