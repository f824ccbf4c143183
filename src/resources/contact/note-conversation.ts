// A phone call that is over counts for the contact with its number.

import type { Kysely } from 'kysely';
import type { Database, Row } from '../../storage/index.ts';
import { noteConversation } from '../../storage/tables/index.ts';

/** In the transaction that ends the call. Calls that never began are no conversations. */
export async function noteEndedCall(trx: Kysely<Database>, call: Row<'calls'>): Promise<void> {
  const number = call.direction === 'inbound' ? call.from_number : call.to_number;
  if (call.call_type !== 'phone_call' || call.start_timestamp === null || number === null) return;
  await noteConversation(trx, call.workspace_id, number, call.start_timestamp);
}
