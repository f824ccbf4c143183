// What was spoken and written with a contact: phone calls and chats with its number, in one line of time.

import type { Schema } from '../../contract/index.ts';
import { listConversations, type Conversation } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { existingContact, type ContactPlace } from './contacts.ts';

type ContactConversation = Schema<'ContactConversation'>;

const LIST = 'conversations';

/** The latest first. */
export async function listContactConversations(
  deps: Pick<ResourceDeps, 'db'>,
  place: ContactPlace,
  query: { limit?: number; pagination_key?: string },
): Promise<Page<ContactConversation>> {
  const { phone_number } = await existingContact(deps.db, place);
  const limit = pageLimit(query.limit, 50);
  const after =
    query.pagination_key && (decodePageKey(LIST, query.pagination_key, ['number', 'string']) as [number, string]);
  const rows = await listConversations(deps.db, place.workspaceId, phone_number, {
    limit: limit + 1,
    ...(after ? { after: { started_at: after[0], id: after[1] } } : {}),
  });
  return pageOf(rows, limit, LIST, (row) => [row.started_at, row.id], render);
}

function render(row: Conversation): ContactConversation {
  const { type, direction, disconnection_reason, duration_ms, start_timestamp, summary } = row;
  const shown = {
    direction,
    disconnection_reason,
    duration_ms,
    start_timestamp,
    sentiment: row.user_sentiment,
    successful: row.successful,
    summary,
  };
  return {
    type,
    ...(type === 'call' ? { call_id: row.id } : { chat_id: row.id }),
    ...Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null)),
  };
}
