// By whose line a destination is called: that of the number which this call runs over.

import type { DialWish, PhoneEdge } from '../../../interfaces/phone-edge.ts';
import type { TransferOutcome, TransferWish } from '../../../interfaces/phone-line.ts';
import { findPhoneNumber } from '../../../storage/tables/index.ts';
import type { Row } from '../../../storage/index.ts';
import type { LiveCallDeps } from '../live-call.ts';
import { mayCall, type Admitted, type MayCallDeps } from '../phone/may-call.ts';
import { numberInUri } from './number-in-uri.ts';

export interface OwnLine {
  ok: true;
  dial: PhoneEdge['dial'];
  wish: DialWish;
  settle: Admitted['settle'];
}

const UNCOUNTED: Admitted = { why: null, settle: async () => {} };

type Refused = TransferOutcome & { ok: false };

/** Or why nobody is called; checks as for calls that the API places. */
export async function lineFor(
  deps: Pick<LiveCallDeps, 'db' | 'edges'> & MayCallDeps,
  row: Row<'calls'>,
  wish: TransferWish,
): Promise<OwnLine | Refused> {
  const { db, edges } = deps;
  const [own, caller] =
    row.direction === 'inbound' ? [row.to_number, row.from_number] : [row.from_number, row.to_number];
  const number =
    own === null ? undefined : await findPhoneNumber(db, { workspace_id: row.workspace_id, phone_number: own });
  if (!number || own === null) return refused('not_possible', 'The number of this call is not one of this workspace.');
  const isUri = /^sips?:/i.test(wish.destination);
  if (isUri && number.provider !== 'custom')
    return refused('not_possible', 'SIP URIs are called over trunks of your own only.');
  const edge = edges?.[number.provider];
  if (!edge) return refused('unavailable', 'The carrier of this number is not set up on this server.');
  const called = isUri ? numberInUri(wish.destination) : wish.destination;
  const may = called === null ? UNCOUNTED : await mayCall(deps, number, called);
  if (may.why !== null) return refused('rejected', may.why);
  const shownAs = wish.showTransfereeAsCaller && caller !== null && isShowable(caller) ? caller : own;
  const { destination: to, headers, ringMs } = wish;
  return {
    ok: true,
    settle: may.settle,
    dial: (asked) => edge.dial(asked),
    wish: {
      callId: row.call_id,
      workspaceId: row.workspace_id,
      role: 'consult',
      number: own,
      shownAs,
      to,
      headers,
      ringMs,
    },
  };
}

/** A caller who withheld his number is shown as nobody else. */
function isShowable(number: string): boolean {
  return /^\+?\d{2,15}$/.test(number);
}

function refused(why: Refused['why'], detail: string): Refused {
  return { ok: false, why, detail };
}
