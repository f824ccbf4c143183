// A text message from somebody who is in a call with the number that it went to: it belongs to the call.

import type { Row } from '../../storage/index.ts';
import { listOngoingCallsOf, type TextPair } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { askCall } from './command-call.ts';

/** The agent reads it and speaks about it. Null: the two are in no call, or it is ending. Else the call's id. */
export async function tellTextToCall(
  deps: Pick<ResourceDeps, 'db' | 'liveCall' | 'callLine'>,
  pair: TextPair,
  text: string,
): Promise<string | null> {
  const calls: Row<'calls'>[] = await listOngoingCallsOf(deps.db, pair);
  for (const row of calls) if ((await askCall(deps, row, { do: 'text', text })).ok) return row.call_id;
  return null;
}
