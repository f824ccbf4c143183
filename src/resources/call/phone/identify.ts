// Whose is the number that was called?

import type { Kysely } from 'kysely';
import type { IncomingPhoneCall } from '../../../interfaces/phone-edge.ts';
import type { Database, Row } from '../../../storage/index.ts';
import { findPhoneNumber, listNumbersCalled } from '../../../storage/tables/index.ts';

/**
 * The number in the workspace whose trunk or carrier account it came by; where that is not known, in the only workspace that has it, among
 * those that it may have come by. Null when there is none, or when several have it and nothing tells which is meant.
 */
export async function identifyNumber(
  db: Kysely<Database>,
  { workspaceId, workspaceIds, to }: Pick<IncomingPhoneCall, 'workspaceId' | 'workspaceIds' | 'to'>,
): Promise<Row<'phone_numbers'> | null> {
  for (const phone_number of spellings(to)) {
    if (workspaceId !== null) {
      const number = await findPhoneNumber(db, { workspace_id: workspaceId, phone_number });
      if (number) return number;
      continue;
    }
    const numbers = await listNumbersCalled(db, phone_number, workspaceIds);
    if (numbers.length > 0) return numbers.length === 1 ? (numbers[0] as Row<'phone_numbers'>) : null;
  }
  return null;
}

/** Switches leave the plus away, or put one where the number was imported without. */
function spellings(to: string): string[] {
  if (/^\+\d+$/.test(to)) return [to, to.slice(1)];
  if (/^00[1-9]\d+$/.test(to)) return [to, `+${to.slice(2)}`];
  return /^\d+$/.test(to) ? [to, `+${to}`] : [to];
}
