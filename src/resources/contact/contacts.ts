// Contacts: create, get, list, update, delete.

import {
  invalidRequest,
  notFound,
  refused,
  textFault,
  type RequestBody,
  type Schema,
  quoted,
} from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';
import {
  contactConditions,
  countContacts,
  countConversations,
  deleteContactRow,
  findContact,
  findContactByPhone,
  insertContact,
  listContactRows,
  updateContactRow,
  type ContactFilter,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { jsonBytes, pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';
import { toE164 } from '../phone-number/index.ts';

export type Contact = Schema<'ContactResponse'>;
type Deps = Pick<ResourceDeps, 'db' | 'now'>;

export interface ContactPlace {
  workspaceId: string;
  contactId: string;
}

const MAX_CUSTOM_BYTES = 50 * 1024;

/** One a phone number. Conversations that were with it before count. */
export async function createContact(
  deps: Deps,
  workspaceId: string,
  body: RequestBody<'createContact'>,
): Promise<Contact> {
  const phone_number = readPhone(body.phone_number);
  const custom_fields = customFields(body.custom_fields);
  const now = deps.now();
  const row = await deps.db.transaction().execute(async (trx) =>
    insertContact(trx, {
      workspace_id: workspaceId,
      contact_id: newId('contact'),
      phone_number,
      ...(await countConversations(trx, workspaceId, phone_number)),
      first_name: body.first_name ?? null,
      last_name: body.last_name ?? null,
      tags: tagsOf(body) ?? [],
      custom_fields: JSON.stringify(withoutNulls(custom_fields)),
      do_not_call: body.do_not_call ?? false,
      created_at: now,
      modified_at: now,
    }),
  );
  if (!row) throw refused(`There is a contact with the number ${phone_number} already; change it with update-contact.`);
  return renderContact(row);
}

export async function getContact(deps: Pick<Deps, 'db'>, place: ContactPlace): Promise<Contact> {
  return renderContact(await existingContact(deps.db, place));
}

/** The row of a contact; throws 404 for one that is not there. */
export async function existingContact(
  db: Deps['db'],
  { workspaceId, contactId }: ContactPlace,
): Promise<Row<'contacts'>> {
  const row = await findContact(db, { workspace_id: workspaceId, contact_id: contactId });
  if (!row) throw notFound('contact', contactId);
  return row;
}

/** `phoneNumber`: with its country code, however it is written. */
export async function getContactByPhone(
  deps: Pick<Deps, 'db'>,
  { workspaceId, phoneNumber }: { workspaceId: string; phoneNumber: string },
): Promise<Contact> {
  const row = await findContactByPhone(deps.db, workspaceId, toE164(phoneNumber) ?? phoneNumber);
  if (!row) throw notFound('contact', phoneNumber);
  return renderContact(row);
}

/** By their last conversation, the latest first unless asked otherwise. */
export async function listContacts(
  deps: Pick<Deps, 'db'>,
  workspaceId: string,
  body: RequestBody<'listContacts'> & object,
): Promise<Page<Contact> & { total: number }> {
  const limit = pageLimit(body.limit, 50);
  const ascending = body.sort_order === 'asc';
  const list = `contacts ${ascending ? 'ascending' : 'descending'}`;
  const conditions = contactConditions((body.filter_criteria ?? {}) as ContactFilter, body.search_query);
  const after =
    body.pagination_key && (decodePageKey(list, body.pagination_key, ['number', 'string']) as [number, string]);
  const rows = await listContactRows(deps.db, workspaceId, {
    conditions,
    ascending,
    limit: limit + 1,
    skip: body.skip ?? 0,
    ...(after ? { after: { last_conversation_timestamp: after[0], contact_id: after[1] } } : {}),
  });
  const page = pageOf(rows, limit, list, (row) => [row.last_conversation_timestamp, row.contact_id], renderContact);
  return { ...page, total: await countContacts(deps.db, workspaceId, conditions) };
}

/** Tags are replaced as a whole, custom fields key by key. */
export async function updateContact(
  deps: Deps,
  place: ContactPlace,
  body: RequestBody<'updateContact'>,
): Promise<Contact> {
  const { first_name, last_name, do_not_call } = body;
  const tags = tagsOf(body);
  const given = Object.entries({ first_name, last_name, do_not_call }).filter(([, value]) => value !== undefined);
  return deps.db.transaction().execute(async (trx) => {
    const key = { workspace_id: place.workspaceId, contact_id: place.contactId };
    const row = await updateContactRow(trx, key, {
      ...Object.fromEntries(given),
      ...(tags === undefined ? {} : { tags }),
      ...(body.custom_fields === undefined ? {} : { custom_fields: customFields(body.custom_fields) }),
      modified_at: deps.now(),
    });
    if (!row) throw notFound('contact', place.contactId);
    checkCustomSize(row.custom_fields);
    return renderContact(row);
  });
}

/** Conversations with it stay. */
export async function deleteContact(deps: Pick<Deps, 'db'>, place: ContactPlace): Promise<void> {
  const key = { workspace_id: place.workspaceId, contact_id: place.contactId };
  if (!(await deleteContactRow(deps.db, key))) throw notFound('contact', place.contactId);
}

/** By either of their names, each once; undefined when nothing is said of them. */
function tagsOf(body: { tags?: string[]; contact_tag_ids?: string[] }): string[] | undefined {
  const tags = body.tags ?? body.contact_tag_ids;
  return tags && [...new Set(tags)];
}

function readPhone(given: string): string {
  const number = toE164(given);
  if (number !== null) return number;
  throw invalidRequest(
    `phone_number: expected a number with its country code like +14155550100, got ${quoted(given)}.`,
  );
}

/** Throws 400 for values that are neither text, number, truth value nor null. */
function customFields(fields: Record<string, unknown> = {}): Record<string, unknown> {
  for (const [name, value] of Object.entries(fields)) {
    if (name.length > 200 || textFault(name))
      throw invalidRequest('custom_fields: expected names of at most 200 characters.');
    if (value !== null && !['string', 'number', 'boolean'].includes(typeof value))
      throw invalidRequest(`custom_fields.${name}: expected a text, a number, true, false or null.`);
  }
  checkCustomSize(fields);
  return fields;
}

function checkCustomSize(fields: object): void {
  const bytes = jsonBytes(fields);
  if (bytes > MAX_CUSTOM_BYTES)
    throw invalidRequest(`custom_fields: expected at most ${MAX_CUSTOM_BYTES} bytes as JSON, got ${bytes}.`);
}

function withoutNulls(fields: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function renderContact(row: Row<'contacts'>): Contact {
  const { first_name, last_name, external_id, last_conversation_timestamp } = row;
  return {
    contact_id: row.contact_id,
    org_id: row.workspace_id,
    phone_number: row.phone_number,
    ...(first_name === null ? {} : { first_name }),
    ...(last_name === null ? {} : { last_name }),
    tags: row.tags,
    contact_tags: row.tags.map((tag) => ({ id: tag, label: tag })),
    custom_fields: row.custom_fields,
    do_not_call: row.do_not_call,
    ...(external_id === null ? {} : { external_id }),
    conversation_count: row.conversation_count,
    ...(last_conversation_timestamp === 0 ? {} : { last_conversation_timestamp }),
    created_timestamp: row.created_at,
    user_modified_timestamp: row.modified_at,
  };
}
