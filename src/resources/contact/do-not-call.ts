// Whoever wants no calls is rung by nothing that this server does.

import type { Kysely } from 'kysely';
import type { Database } from '../../storage/index.ts';
import { findContactByPhone } from '../../storage/tables/index.ts';

/** Why this number is not to be called, as the end of a sentence; null when nothing is known against it. */
export async function doNotCall(db: Kysely<Database>, workspaceId: string, number: string): Promise<string | null> {
  const contact = await findContactByPhone(db, workspaceId, number);
  if (!contact?.do_not_call) return null;
  return `contact ${contact.contact_id} is marked do_not_call, so it is not called.`;
}
