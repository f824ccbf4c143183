// The newer list of chats: typed filters, opaque keys, no messages.

import { invalidRequest, type RequestBody, type Schema } from '../../contract/index.ts';
import { countChats, listChatRows, type ChatFilterCriteria, type TypedFilter } from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { checkFilterSize, pageLimit } from '../limits.ts';
import { decodePageKey, pageOf } from '../page-key.ts';
import { shown } from './chats.ts';

type Criteria = Schema<'ChatFilterCriteria'>;

const FIELDS = [
  'agent_tag',
  'chat_id',
  'chat_status',
  'chat_type',
  'chat_successful',
  'combined_cost',
  'duration_ms',
  'start_timestamp',
  'end_timestamp',
  'disconnection_reason',
  'user_sentiment',
] as const satisfies (keyof Criteria)[];

const LISTS = ['custom_analysis_data', 'custom_attributes'] as const satisfies (keyof Criteria)[];

/** Newest first unless asked otherwise. */
export async function listChatsV3(
  deps: ResourceDeps,
  workspaceId: string,
  body: RequestBody<'listChatsV3'> = {},
): Promise<Schema<'ChatPage'>> {
  const { sort_order = 'descending', pagination_key, skip } = body;
  const filter = filterOf(body.filter_criteria ?? {});
  const limit = pageLimit(body.limit, 50);
  const list = `chats ${sort_order}`;
  const rows = await listChatRows(deps.db, workspaceId, {
    filter,
    ascending: sort_order === 'ascending',
    limit: limit + 1,
    ...(skip === undefined ? {} : { skip }),
    ...(pagination_key ? { after: startOf(list, pagination_key) } : {}),
  });
  const page = pageOf(
    rows,
    limit,
    list,
    (row) => [row.start_timestamp, row.chat_id],
    (row) => shown(row, undefined),
  );
  return body.include_total ? { ...page, total: await countChats(deps.db, workspaceId, filter) } : page;
}

function startOf(list: string, key: string): { startTimestamp: number; chatId: string } {
  const [startTimestamp, chatId] = decodePageKey(list, key, ['number', 'string']) as [number, string];
  return { startTimestamp, chatId };
}

/** The fields of this filter alone: unknown ones filter nothing. Throws 400 for a range that is turned around, and for too many conditions. */
function filterOf(criteria: Criteria): ChatFilterCriteria {
  const filter: Record<string, unknown> = {};
  if (criteria.agent) filter['agent'] = criteria.agent;
  for (const field of FIELDS) {
    const given = criteria[field] as TypedFilter | undefined;
    if (!given) continue;
    checkRange(`filter_criteria.${field}`, given);
    filter[field] = given;
  }
  for (const field of LISTS) {
    const given = criteria[field] as (TypedFilter & { key: string })[] | undefined;
    for (const [i, each] of (given ?? []).entries()) checkRange(`filter_criteria.${field}[${i}]`, each);
    if (given) filter[field] = given;
  }
  const conditions = LISTS.reduce((sum, field) => sum + (criteria[field]?.length ?? 0), 0);
  checkFilterSize({ conditions, agents: criteria.agent?.length ?? 0 });
  return filter as ChatFilterCriteria;
}

function checkRange(path: string, filter: TypedFilter): void {
  if (filter.type !== 'range') return;
  const [from = 0, to = 0] = filter.value;
  if (from > to) throw invalidRequest(`${path}.value: expected the lower bound first, got [${from}, ${to}].`);
}
