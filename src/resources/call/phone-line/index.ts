// The line of a phone call as its agent acts on it. Transfers are laid over it (../transfer).

import type { Kysely } from 'kysely';
import type { CallLeg } from '../../../interfaces/leg.ts';
import type { PhoneLine } from '../../../interfaces/phone-line.ts';
import type { Database, Row } from '../../../storage/index.ts';
import { findPhoneNumber } from '../../../storage/tables/index.ts';
import { press } from './press.ts';

/** `leg`: a hand of the caller's leg that nobody else sends by. */
export async function openPhoneLine(db: Kysely<Database>, leg: CallLeg, row: Row<'calls'>): Promise<PhoneLine> {
  const own = row.direction === 'inbound' ? row.to_number : row.from_number;
  const number =
    own === null ? undefined : await findPhoneNumber(db, { workspace_id: row.workspace_id, phone_number: own });
  return {
    dialsRawNumbers: number?.provider === 'custom',
    press: press(leg),
    async transfer() {
      return {
        ok: false,
        why: 'not_possible',
        detail: 'Calls that somebody’s own switch brought cannot be transferred.',
      };
    },
    consultation: null,
  };
}
